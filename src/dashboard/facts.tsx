import { harmless } from '../ui/text';

/** A term and what is known of it; null is left out. */
export type Fact = readonly [term: string, value: string | null];

/** Characters that surely fit without scrolling. */
const LONG = 160;

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== null && value !== '')
        .map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            {/* A long one scrolls inside, so it has to be reachable by keyboard. */}
            <dd tabIndex={(value ?? '').length > LONG ? 0 : undefined}>
              <bdi>{harmless(value ?? '')}</bdi>
            </dd>
          </div>
        ))}
    </dl>
  );
}

import type { Fact } from './fact';
import { memberFacts } from './members';
import { attributeFacts, selectorFacts } from './selectors';
import { wordFacts } from './words';

/** Every fact with its provenance, by what it is. */
export function allFacts(): Record<string, Fact> {
  const tables = { selector: selectorFacts, attribute: attributeFacts, member: memberFacts, ...wordFacts };
  return Object.fromEntries(
    Object.entries(tables).flatMap(([kind, table]) =>
      Object.entries<Fact>(table).map(([name, fact]) => [`${kind}.${name}`, fact]),
    ),
  );
}

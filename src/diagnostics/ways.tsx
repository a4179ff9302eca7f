import { allFacts } from '../colab/facts/all';
import { ACTIONS, tactics } from '../colab/facts/tactics';
import type { PageTest } from '../messaging/messages';
import type { FlightEntry } from '../store/flight-event';
import { formatInstant } from '../ui/format';
import { t } from '../ui/text';

/** For each action its ways, first to last: whether this page has them, when each held last, and where we know them from. */
export function Ways({ test, log }: { test: PageTest; log: readonly FlightEntry[] }) {
  const facts = allFacts();
  const held = lastHeld(log);
  return (
    <div class="wide-table" tabIndex={0} role="region" aria-label={t('diagnostics_ways')}>
      <table>
        <thead>
          <tr>
            {(['action', 'way', 'there', 'held', 'known_from'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`diagnostics_${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ACTIONS.flatMap((action) =>
            Object.entries<string>(tactics[action]).map(([rung, fact], index) => {
              const there = test.rungs[action]?.find((each) => each.rung === rung)?.available;
              const at = held.get(rung);
              const [, source, date, confidence] = facts[fact] ?? [];
              return (
                <tr key={`${action} ${rung}`}>
                  <td>{index === 0 ? action : ''}</td>
                  <td>
                    <code>{rung}</code>
                  </td>
                  <td>{there === undefined ? '' : t(there ? 'diagnostics_yes' : 'diagnostics_no')}</td>
                  <td>{at === undefined ? t('diagnostics_never') : formatInstant(at)}</td>
                  <td>{source === undefined ? '' : `${source}, ${date}, ${confidence}`}</td>
                </tr>
              );
            }),
          )}
        </tbody>
      </table>
    </div>
  );
}

/** When each rung held last, in Unix milliseconds, by its name. */
function lastHeld(log: readonly FlightEntry[]): Map<string, number> {
  const held = new Map<string, number>();
  for (const { what, outcome, rungs, until } of log) {
    for (const rung of rungs ?? []) if (rung.endsWith(' held')) held.set(rung.slice(0, -' held'.length), until);
    if (what === 'progress') for (const way of outcome?.split(' ') ?? []) held.set(way, until);
  }
  return held;
}

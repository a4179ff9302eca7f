import type { FlightEntry } from '../store/flight-event';
import { formatInstant } from './format';
import { harmless, t } from './text';

/** So many entries are shown; the report holds them all. */
const SHOWN = 200;

/** The flight recorder's log, newest first. Its words are ours and not translated: a report must read the same everywhere. */
export function Timeline({ log }: { log: readonly FlightEntry[] }) {
  if (log.length === 0) return <p class="quiet">{t('diagnostics_timeline_empty')}</p>;
  return (
    <ol class="timeline" tabIndex={0} aria-label={t('diagnostics_timeline')}>
      {log
        .toReversed()
        .slice(0, SHOWN)
        .map(({ at, until, times, kind, what, why, outcome, rungs, text }) => (
          <li key={`${at} ${kind} ${what}`}>
            <time dateTime={new Date(until).toISOString()}>{formatInstant(until)}</time>
            <span>
              <b>{kind}</b> {what}
              {why !== undefined && ` (${why})`}
              {outcome !== undefined && ` → ${outcome}`}
              {times > 1 && ` · ${t('diagnostics_times', String(times))}`}
              {rungs !== undefined && rungs.length > 1 && <small class="quiet"> {rungs.join(', ')}</small>}
              {text !== undefined && (
                <small class="quiet">
                  {' '}
                  <bdi>{harmless(text)}</bdi>
                </small>
              )}
            </span>
          </li>
        ))}
    </ol>
  );
}

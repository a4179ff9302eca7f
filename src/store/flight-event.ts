type FlightKind =
  | 'state'
  | 'action'
  | 'nudge'
  | 'dialog'
  | 'progress'
  | 'command'
  | 'keep-alive'
  | 'self-test'
  | 'forged';

/**
 * One entry of the flight recorder: something that was seen, decided or done, and why. `what`, `why` and `outcome` are words of
 * ours (a state, an action, an error code), never the page's or the user's; what is theirs goes into `text` and `job`.
 */
export interface FlightEvent {
  kind: FlightKind;
  what: string;
  why?: string;
  /** The rung that held, or the code of what was in the way. */
  outcome?: string;
  /** What each rung did that was not simply unavailable: "page-object/run-button no-effect". */
  rungs?: string[];
  job?: string;
  /** The page's own words, or a message. Shown on this computer, never exported. */
  text?: string;
}

/** As it is kept. The same event again and again is one entry that counts. Times are Unix milliseconds. */
export interface FlightEntry extends FlightEvent {
  notebook: string;
  at: number;
  /** When it was last so; `at` for an event that came once. */
  until: number;
  times: number;
}

const MAX_WORD = 80;
const MAX_TEXT = 300;
const MAX_RUNGS = 20;

/** An entry for `event`, cut to a size that a page cannot blow up. */
export function flightEntry(notebook: string, event: FlightEvent, at: number): FlightEntry {
  const { kind, what, why, outcome, rungs, job, text } = event;
  return {
    notebook,
    at,
    until: at,
    times: 1,
    kind,
    what: what.slice(0, MAX_WORD),
    ...(why === undefined || why === '' ? {} : { why: why.slice(0, MAX_WORD) }),
    ...(outcome === undefined ? {} : { outcome: outcome.slice(0, MAX_WORD) }),
    ...(rungs === undefined || rungs.length === 0
      ? {}
      : { rungs: rungs.slice(0, MAX_RUNGS).map((rung) => rung.slice(0, MAX_WORD)) }),
    ...(job === undefined ? {} : { job: job.slice(0, MAX_WORD) }),
    ...(text === undefined || text === '' ? {} : { text: text.slice(0, MAX_TEXT) }),
  };
}

/** The entry before, counted up, if `next` says the same again; null if it is news. */
export function repeated(last: FlightEntry, next: FlightEntry): FlightEntry | null {
  const same = (['kind', 'what', 'why', 'outcome', 'job', 'text'] as const).every(
    (field) => last[field] === next[field],
  );
  return same && String(last.rungs) === String(next.rungs) ? { ...last, until: next.at, times: last.times + 1 } : null;
}

/** Lower-case words with dashes, slashes and dots, as we name things; any other could be somebody's. */
const OUR_WORD = /^[\w/.+:-]+( [\w/.+:-]+)*$/;

/** The entries as they may be given away: no notebook, no download, no text; instants only as seconds since the first. */
export function redacted(entries: readonly FlightEntry[]) {
  const start = entries[0]?.at ?? 0;
  const notebooks = [...new Set(entries.map(({ notebook }) => notebook))];
  const jobs = [...new Set(entries.flatMap(({ job }) => (job === undefined ? [] : [job])))];
  const word = (text: string) => (OUR_WORD.test(text) && !text.includes('://') ? text : '(left out)');
  return entries.map(({ notebook, at, until, times, kind, what, why, outcome, rungs, job, text }) => ({
    notebook: notebooks.indexOf(notebook) + 1,
    seconds: Math.round((at - start) / 1000),
    ...(times === 1 ? {} : { times, lasted: Math.round((until - at) / 1000) }),
    kind,
    what: word(what),
    ...(why === undefined ? {} : { why: word(why) }),
    ...(outcome === undefined ? {} : { outcome: word(outcome) }),
    ...(rungs === undefined ? {} : { rungs: rungs.map(word) }),
    ...(job === undefined ? {} : { job: jobs.indexOf(job) + 1 }),
    ...(text === undefined ? {} : { textLength: text.length }),
  }));
}

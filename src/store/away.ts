import type { FlightEntry } from './flight-event';

/** What happened in a notebook while its user was away, as the flight recorder has it. */
export interface Away {
  disconnects: number;
  reconnects: number;
  /** Times that the set-up cells were run through. */
  setups: number;
  /** Downloads that ended, by their jobs' ids: each counts once. */
  completed: number;
  failed: number;
  /** Keep-alive asked and got no answer, or paused for a CAPTCHA, or Colab blocked the runtime. */
  letGo: boolean;
  captcha: boolean;
  blocked: boolean;
  /** The runtime was ended on purpose, all being done. */
  released: boolean;
}

const LOST = new Set(['disconnected', 'lost']);

/** Sums up the entries from `since` (Unix milliseconds) on; null if none of them is worth a word. */
export function awaySince(entries: readonly FlightEntry[], since: number): Away | null {
  const recent = entries.filter(({ until }) => until >= since);
  const count = (wanted: (entry: FlightEntry) => boolean) =>
    recent.filter(wanted).reduce((sum, { times }) => sum + times, 0);
  const jobs = (state: string) =>
    new Set(recent.filter(({ kind, what }) => kind === 'progress' && what === state).map(({ job }) => job)).size;
  const guarded = (what: string) => recent.some((entry) => entry.kind === 'keep-alive' && entry.what === what);
  const held = ({ outcome }: FlightEntry) => outcome?.includes('/') === true;
  const losses = count(
    ({ kind, what, why }) => kind === 'state' && LOST.has(what) && (why === 'idle' || why === 'busy'),
  );
  // What was ended on purpose looks like a loss, too.
  const releases = count(({ kind, what }) => kind === 'keep-alive' && what === 'released');
  const away: Away = {
    disconnects: Math.max(0, losses - releases),
    reconnects: count((entry) => entry.kind === 'action' && entry.what === 'connect' && held(entry)),
    setups: count(({ kind, what, outcome }) => kind === 'action' && what === 'setup' && outcome === 'set-up-cells'),
    completed: jobs('completed'),
    failed: jobs('failed'),
    letGo: guarded('no-answer'),
    captcha: guarded('captcha'),
    blocked: guarded('blocked'),
    released: releases > 0,
  };
  return Object.values(away).some(Boolean) ? away : null;
}

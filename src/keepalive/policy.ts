export type KeepAliveMode = 'off' | 'while-working';

/** `unclear` is all that is neither: connecting, CAPTCHA, signed out, unknown. Nothing acts then. */
export type Connection = 'up' | 'down' | 'unclear';

export interface KeepAliveSignals {
  mode: KeepAliveMode;
  /** Whether a supervised download needs this runtime now. */
  working: boolean;
  connection: Connection;
  /** Unix milliseconds; null before the first. */
  lastNudgeAt: number | null;
  lastReconnectAt: number | null;
  /** When the page was first seen disconnected; null while it is connected. */
  downSince: number | null;
  /** Reconnects tried since then. */
  reconnects: number;
  now: number;
}

export type KeepAliveAct = 'nudge' | 'reconnect' | 'nothing';

/** The shortest idle interval that users report is about 10 minutes; two nudges fit into it. */
export const NUDGE_EVERY_MS = 4 * 60_000;
/**
 * The first wait lets the page reconnect by itself, as it does after a load or a lost socket; then ever more rarely, then not
 * at all: after that only a click helps.
 */
const RECONNECT_AFTER_MS = [15_000, 15_000, 30_000, 60_000, 120_000, 300_000];
export const MAX_RECONNECTS = RECONNECT_AFTER_MS.length;

/** What keep-alive does now. Anything but a clear need is `nothing`. */
export function decide(signals: KeepAliveSignals): KeepAliveAct {
  const { mode, working, connection, now } = signals;
  if (mode === 'off' || !working) return 'nothing';
  if (connection === 'up') return isDue(signals.lastNudgeAt, NUDGE_EVERY_MS, now) ? 'nudge' : 'nothing';
  if (connection === 'unclear') return 'nothing';
  const wait = RECONNECT_AFTER_MS[signals.reconnects];
  if (wait === undefined || signals.downSince === null) return 'nothing';
  const since = signals.reconnects === 0 ? signals.downSince : signals.lastReconnectAt;
  return isDue(since, wait, now) ? 'reconnect' : 'nothing';
}

/** A clock that was set back must not silence us for hours: an instant in the future counts as long ago. */
function isDue(last: number | null, every: number, now: number): boolean {
  return last === null || last > now || now - last >= every;
}

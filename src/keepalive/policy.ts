export type KeepAliveMode = 'off' | 'while-working';

export interface KeepAliveSignals {
  mode: KeepAliveMode;
  /** Whether a supervised download needs this runtime now. */
  working: boolean;
  /** `unclear` is all that is neither: connecting, CAPTCHA, signed out, unknown. Nothing acts then. */
  connection: 'up' | 'down' | 'unclear';
  /** Unix milliseconds; null before the first. */
  lastNudgeAt: number | null;
  lastReconnectAt: number | null;
  /** Reconnects since the page was last connected. */
  reconnects: number;
  now: number;
}

export type KeepAliveAct = 'nudge' | 'reconnect' | 'nothing';

/** Colab's shortest reported idle interval is about 10 minutes: one nudge in four is plenty. */
export const NUDGE_EVERY_MS = 4 * 60_000;
/** 15 s to 5 min, then no more: after that only a click helps (front-end facts, section 9). */
const RECONNECT_AFTER_MS = [15_000, 30_000, 60_000, 120_000, 300_000, 300_000];
export const MAX_RECONNECTS = RECONNECT_AFTER_MS.length + 1;

/** What keep-alive does now. Anything but a clear need is `nothing`. */
export function decide(signals: KeepAliveSignals): KeepAliveAct {
  const { mode, working, connection, now } = signals;
  if (mode === 'off' || !working) return 'nothing';
  if (connection === 'up') return isDue(signals.lastNudgeAt, NUDGE_EVERY_MS, now) ? 'nudge' : 'nothing';
  if (connection === 'unclear') return 'nothing';
  const wait = signals.reconnects === 0 ? 0 : RECONNECT_AFTER_MS[signals.reconnects - 1];
  return wait !== undefined && isDue(signals.lastReconnectAt, wait, now) ? 'reconnect' : 'nothing';
}

/** A clock that was set back must not silence us for hours: an instant in the future counts as long ago. */
function isDue(last: number | null, every: number, now: number): boolean {
  return last === null || last > now || now - last >= every;
}

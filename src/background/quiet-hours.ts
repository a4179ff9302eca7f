import type { Settings } from '../store/settings';

/** Until when (Unix milliseconds) nothing may be shown at `now`, null if it may; on the clock on the wall. */
export function quietUntil(quiet: Settings['quietHours'], now: Date): number | null {
  if (quiet === null) return null;
  const { from, to } = quiet;
  const minute = now.getHours() * 60 + now.getMinutes();
  const within = from <= to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!within) return null;
  const end = new Date(now);
  // By the calendar, not by adding minutes: the night may be an hour longer or shorter.
  end.setHours(Math.floor(to / 60), to % 60, 0, 0);
  if (end.getTime() <= now.getTime()) end.setDate(end.getDate() + 1);
  return end.getTime();
}

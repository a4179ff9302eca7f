import { locale } from './text';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Bytes in the unit that people read, decimal as download pages give them: `1.5 GB`. */
export function formatBytes(bytes: number, language = locale()): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2,
  }).format(value);
}

const DURATION = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Seconds as the two units that matter: `2 hr 10 min`, `45 sec`. */
export function formatDuration(seconds: number, language = locale()): string {
  let rest = Math.max(1, Math.round(seconds));
  const counts = DURATION.map(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return { unit, count };
  });
  const first = counts.findIndex(({ count }) => count > 0);
  const parts = counts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ unit, count }) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count),
    );
  return new Intl.ListFormat(language, { type: 'unit', style: 'narrow' }).format(parts);
}

/** Unix milliseconds as a time of day. */
export function formatTime(at: number, language = locale()): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(at);
}

/** Unix milliseconds with date and time. */
export function formatDateTime(at: number, language = locale()): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** Unix milliseconds to the second, as a log has it. */
export function formatInstant(at: number, language = locale()): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'medium' }).format(at);
}

/** Unix milliseconds as short as it is clear at `now`: the time for today, else the day. */
export function formatDay(at: number, now: number, language = locale()): string {
  if (new Date(at).toDateString() === new Date(now).toDateString()) return formatTime(at, language);
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(at);
}

/** Unix milliseconds as a time of day, with the date where that is not the one of `now`. */
export function formatMoment(at: number, now: number, language = locale()): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  return today ? formatTime(at, language) : formatDateTime(at, language);
}

/** A span of milliseconds that lies behind, in whole minutes: `3 min. ago`. */
export function formatAgo(milliseconds: number, language = locale()): string {
  return new Intl.RelativeTimeFormat(language, { style: 'short' }).format(-Math.round(milliseconds / 60_000), 'minute');
}

/** A day of the week, 0 for Sunday, in short. */
export function formatWeekday(day: number, language = locale()): string {
  // The fourth of January 1970 was a Sunday.
  return new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format((day + 3) * 86_400_000);
}

/** Things one after the other: `a, b, c`. */
export function formatList(things: readonly string[], language = locale()): string {
  return new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(things);
}

export function formatCount(count: number, language = locale()): string {
  return new Intl.NumberFormat(language).format(count);
}

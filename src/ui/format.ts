import { locale } from './text';

/** Makes a formatter of `Intl` once for each language: that takes longer than a hundred uses of it. */
function once<Formatter>(make: (language: string) => Formatter): (language: string) => Formatter {
  const made = new Map<string, Formatter>();
  return (language) => {
    const known = made.get(language);
    if (known !== undefined) return known;
    const formatter = make(language);
    made.set(language, formatter);
    return formatter;
  };
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
/** For each unit by how many digits follow the point: none, one, two. */
const BYTES = UNITS.map((unit, power) =>
  [0, 1, 2].map((digits) =>
    once(
      (language) =>
        new Intl.NumberFormat(language, {
          style: 'unit',
          unit,
          unitDisplay: power === 0 ? 'long' : 'short',
          maximumFractionDigits: digits,
        }),
    ),
  ),
);

/** Bytes in the unit that people read, decimal as download pages give them: `1.5 GB`. */
export function formatBytes(bytes: number, language = locale()): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const digits = power === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return BYTES[power]?.[digits]?.(language).format(value) ?? '';
}

const DURATION = (
  [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const
).map(([unit, length]) => ({
  length,
  format: once((language) => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' })),
}));
const SPAN = once((language) => new Intl.ListFormat(language, { type: 'unit', style: 'narrow' }));

/** Seconds as the two units that matter: `2 hr 10 min`, `45 sec`. */
export function formatDuration(seconds: number, language = locale()): string {
  let rest = Math.max(1, Math.round(seconds));
  const counts = DURATION.map(({ length, format }) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return { format, count };
  });
  const first = counts.findIndex(({ count }) => count > 0);
  const parts = counts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ format, count }) => format(language).format(count));
  return SPAN(language).format(parts);
}

const TIME = once((language) => new Intl.DateTimeFormat(language, { timeStyle: 'short' }));
const DAY = once((language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium' }));
const DAY_AND_TIME = once((language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }));
const INSTANT = once((language) => new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'medium' }));
const AGO = once((language) => new Intl.RelativeTimeFormat(language, { style: 'short' }));
const WEEKDAY = once((language) => new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }));
const LIST = once((language) => new Intl.ListFormat(language, { type: 'unit', style: 'short' }));
const COUNT = once((language) => new Intl.NumberFormat(language));

/** Unix milliseconds as a time of day. */
export function formatTime(at: number, language = locale()): string {
  return TIME(language).format(at);
}

/** Unix milliseconds with date and time. */
export function formatDateTime(at: number, language = locale()): string {
  return DAY_AND_TIME(language).format(at);
}

/** Unix milliseconds to the second, as a log has it. */
export function formatInstant(at: number, language = locale()): string {
  return INSTANT(language).format(at);
}

/** Unix milliseconds as short as it is clear at `now`: the time for today, else the day. */
export function formatDay(at: number, now: number, language = locale()): string {
  return isSameDay(at, now) ? formatTime(at, language) : DAY(language).format(at);
}

/** Unix milliseconds as a time of day, with the date where that is not the one of `now`. */
export function formatMoment(at: number, now: number, language = locale()): string {
  return isSameDay(at, now) ? formatTime(at, language) : formatDateTime(at, language);
}

function isSameDay(at: number, now: number): boolean {
  return new Date(at).toDateString() === new Date(now).toDateString();
}

/** A span of milliseconds that lies behind, in whole minutes: `3 min. ago`. */
export function formatAgo(milliseconds: number, language = locale()): string {
  return AGO(language).format(-Math.round(milliseconds / 60_000), 'minute');
}

/** A day of the week, 0 for Sunday, in short. */
export function formatWeekday(day: number, language = locale()): string {
  // The fourth of January 1970 was a Sunday.
  return WEEKDAY(language).format((day + 3) * 86_400_000);
}

/** Things one after the other: `a, b, c`. */
export function formatList(things: readonly string[], language = locale()): string {
  return LIST(language).format(things);
}

export function formatCount(count: number, language = locale()): string {
  return COUNT(language).format(count);
}

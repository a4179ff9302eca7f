import { MAX_ITEMS, type Problem } from './intake';

const RANGE = /\[(\d+|[a-z]|[A-Z])-(\d+|[a-z]|[A-Z])(?::(\d+))?\]/;
const MAX_DIGITS = 9;

/**
 * Writes out `[001-120]`, `[a-f]` and `[0-100:10]` as curl does; zeros in front give the width. Brackets that are no
 * range stay as they are, and so does a host in brackets (IPv6).
 */
export function expandRanges(address: string): string[] | Problem {
  const path = /^[a-z]+:\/\/[^/?#]*/i.exec(address)?.[0].length ?? 0;
  let expanded = [''];
  let rest = address.slice(path);
  for (let match = RANGE.exec(rest); match !== null; match = RANGE.exec(rest)) {
    const values = valuesOf(match[1] ?? '', match[2] ?? '', match[3]);
    if (values === null) return 'rangeInvalid';
    if (expanded.length * values.length > MAX_ITEMS) return 'tooMany';
    const before = rest.slice(0, match.index);
    expanded = expanded.flatMap((start) => values.map((value) => start + before + value));
    rest = rest.slice(match.index + match[0].length);
  }
  return expanded.map((start) => address.slice(0, path) + start + rest);
}

/** Null if the range makes no sense; never longer than it takes to see that it is too long. */
function valuesOf(first: string, last: string, stepText: string | undefined): string[] | null {
  const digits = /^\d+$/;
  if (digits.test(first) !== digits.test(last) || first.length > MAX_DIGITS || last.length > MAX_DIGITS) return null;
  const step = stepText === undefined ? 1 : Number(stepText);
  const letters = !digits.test(first);
  const [from, to] = letters ? [first.charCodeAt(0), last.charCodeAt(0)] : [Number(first), Number(last)];
  if (!(step >= 1) || from > to || (letters && from < 97 !== to < 97)) return null;
  const count = Math.min(Math.floor((to - from) / step) + 1, MAX_ITEMS + 1);
  const width = first.startsWith('0') ? first.length : 1;
  return Array.from({ length: count }, (_, index) => {
    const value = from + index * step;
    return letters ? String.fromCharCode(value) : String(value).padStart(width, '0');
  });
}

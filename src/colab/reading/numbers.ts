/** Marks that only set the direction of a text: right-to-left pages have them between words and numbers. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Decimal digits of the scripts that Colab's languages write numbers in: a block of ten each, by its zero. */
const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50];
const DIGIT = '[0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]';

/** A text as the patterns below want it: no direction marks, and every digit an ASCII digit. */
export function plainNumbers(text: string): string {
  return text.replace(DIRECTION_MARKS, '').replace(new RegExp(DIGIT, 'g'), (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (ZEROS.findLast((zero) => zero <= code) ?? code));
  });
}

const GROUPED = /^\d{1,3}(?:([.,'’\u066c\u00a0\u202f])\d{3}(?:\1\d{3})*)?$/;

/** A number of a text without foreign digits, as any locale writes it; NaN for what is none. "1,024" could be one or a thousand: that is neither. */
export function parseNumber(text: string): number {
  const trimmed = text.replace(/[^\d]+$/, '');
  const point = trimmed.search(/[.,\u066b]\d*$/);
  const [whole, fraction] = point < 0 ? [trimmed, ''] : [trimmed.slice(0, point), trimmed.slice(point + 1)];
  const mark = point < 0 ? '' : trimmed.charAt(point);
  if (!(GROUPED.test(whole) || /^\d+$/.test(whole)) || (mark !== '' && whole.includes(mark))) return Number.NaN;
  if (fraction.length === 3 && mark !== '\u066b' && /^[1-9]\d*$/.test(whole)) return Number.NaN;
  return Number(`${whole.replace(/\D/g, '')}.${fraction || '0'}`);
}

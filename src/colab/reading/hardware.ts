import { patterns } from '../facts/patterns';
import type { Amount } from '../notebook-page';
import { parseNumber, plainNumbers } from './numbers';

export interface Hardware {
  ram: Amount | null;
  disk: Amount | null;
  accelerator: string | null;
}

/**
 * Reads the connect button's tooltip. Its words are localised, "GB", "/" and "RAM" are not (seen in eight languages); in 2024
 * it held runs of blanks and empty lines, so only the amounts and the words before them count. What is not certain is null.
 */
export function parseTooltip(tooltip: string): Hardware {
  const text = plainNumbers(tooltip);
  const named: { ram: Amount | null; disk: Amount | null } = { ram: null, disk: null };
  const nameless: Amount[] = [];
  for (const match of text.matchAll(patterns.amount)) {
    const [, label = '', used = '', usedUnit, usedUnitToo, total = '', totalUnit, totalUnitToo] = match;
    if (patterns.acceleratorMemory.test(label)) continue;
    const amount = amountOf(gigabytes(used, usedUnit ?? usedUnitToo), gigabytes(total, totalUnit ?? totalUnitToo));
    if (amount === null) continue;
    if (patterns.ram.test(label)) named.ram ??= amount;
    else if (patterns.disk.test(label)) named.disk ??= amount;
    else nameless.push(amount);
  }
  // In a language whose word for one of the two is not known, the other one tells it apart.
  const [other] = nameless;
  if (other !== undefined && nameless.length === 1) {
    if (named.ram !== null) named.disk ??= other;
    else if (named.disk !== null) named.ram = other;
  }
  const bracketed = [...text.matchAll(patterns.parenthesised)].map(([, inner = '']) => inner);
  return { ...named, accelerator: bracketed.find((inner) => patterns.acceleratorName.test(inner)) ?? null };
}

/** "T4 (Python 3)" in the status bar names the accelerator, "Python 3" alone says that there is none. */
export function acceleratorOfRuntime(status: string): string | null {
  return acceleratorNamed(patterns.beforeKernel.exec(status.trim())?.[1] ?? '');
}

/** `text` if it is the name of an accelerator: beside it stand others, such as "High-RAM". */
export function acceleratorNamed(text: string): string | null {
  return patterns.acceleratorName.test(text) ? text : null;
}

function amountOf(usedGb: number, totalGb: number): Amount | null {
  return totalGb > 0 && usedGb <= totalGb ? { usedGb, totalGb } : null;
}

const SCALE: Record<string, number> = { K: 1e-6, М: 1e-3, M: 1e-3, Г: 1, G: 1, Т: 1000, T: 1000, К: 1e-6 };

/** NaN for what is no number, or could be two. */
function gigabytes(amount: string, unit: string | undefined): number {
  return Math.round(parseNumber(amount) * (SCALE[(unit ?? '').toUpperCase()] ?? Number.NaN) * 1e6) / 1e6;
}

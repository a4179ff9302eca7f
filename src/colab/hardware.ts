import { patterns } from './facts';
import type { Amount } from './notebook-page';

export interface Hardware {
  ram: Amount | null;
  disk: Amount | null;
  accelerator: string | null;
}

/**
 * Reads the connect button's tooltip. Its words are localised, "GB", "/" and "RAM" are not (seen in eight languages);
 * in 2024 it held runs of blanks and empty lines, so only the amounts and the word before them count.
 */
export function parseTooltip(tooltip: string): Hardware {
  const hardware: Hardware = { ram: null, disk: null, accelerator: null };
  for (const match of tooltip.matchAll(patterns.amount)) {
    const [, label = '', used = '', usedUnit = '', total = '', totalUnit = ''] = match;
    const amount = { usedGb: gigabytes(used, usedUnit), totalGb: gigabytes(total, totalUnit) };
    if (!patterns.ram.test(label)) hardware.disk ??= amount;
    else if (!patterns.accelerator.test(label)) hardware.ram ??= amount;
  }
  hardware.accelerator = patterns.backendAccelerator.exec(tooltip)?.[1] ?? null;
  return hardware;
}

/** "T4 (Python 3)" in the status bar names the accelerator, "Python 3" alone says that there is none. */
export function acceleratorOfRuntime(status: string): string | null {
  return patterns.runtimeAccelerator.exec(status.trim())?.[1] ?? null;
}

const SCALE: Record<string, number> = { M: 1 / 1000, G: 1, T: 1000 };

function gigabytes(amount: string, unit: string): number {
  return Number(amount.replace(',', '.')) * (SCALE[unit.charAt(0).toUpperCase()] ?? 1);
}

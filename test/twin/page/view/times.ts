import type { Cell } from '../model/cell.ts';
import { fill, type Texts } from './texts.ts';

/** The line that says how long a finished cell took. */
export function executedIn(cell: Cell, texts: Texts): string {
  return fill(texts.executedIn, { s: (((cell.finishedAt ?? 0) - cell.startedAt) / 1000).toFixed(3) });
}

export function timeOf(time: number | null): string {
  return time === null ? '' : new Date(time).toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' });
}

import { rootOf } from '../dom';
import { selectors } from '../facts/selectors';

/**
 * "…may last up to 4 hours 10 minutes": what the resource panel says of a runtime (quoted in an issue thread of 2026; the
 * panel's element is from the bundle, 2026-03; nobody has saved a page that shows it). English only: nothing else is known.
 */
const WORDS =
  /may last up to\s+(?:(\d{1,3})\s*(?:hours?|hrs?|h)\b)?[\s,]*(?:and\s+)?(?:(\d{1,3})\s*(?:minutes?|mins?|m)\b)?/i;
const MINUTE_MS = 60_000;

/** Milliseconds that a runtime may last by these words; null if they do not say. */
export function parseLasts(words: string): number | null {
  const [, hours, minutes] = WORDS.exec(words) ?? [];
  if (hours === undefined && minutes === undefined) return null;
  return (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE_MS;
}

/** The same from the page: its resource panel, where that is open, or one of `snackbars`. */
export function readLasts(document: Document, snackbars: readonly string[]): number | null {
  const panels = [...document.querySelectorAll(selectors.resourcePanel)].flatMap((panel) => [panel, rootOf(panel)]);
  const words = [...panels.map((part) => part?.textContent ?? ''), ...snackbars];
  return words.map(parseLasts).find((lasts) => lasts !== null) ?? null;
}

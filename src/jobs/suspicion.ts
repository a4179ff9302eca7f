import type { InterruptReason } from './job';

/** A sign that a notebook's downloads stand still: what it says, and since when without a break (Unix milliseconds). */
export interface Suspicion {
  reason: InterruptReason;
  since: number;
  /** Colab says so itself, in words of its own. */
  told: boolean;
}

/**
 * How long a sign must last until it is believed, in milliseconds. Colab's page connects again by itself after a lost socket,
 * draws its connect button anew, and is connected before it shows which cell runs (reports, 2021 to 2026).
 */
export const DOUBT_MS = 5_000;

/** What is suspected after one more look at the page; null where it shows that all is well. Another sign begins anew. */
export function suspect(before: Suspicion | null, sign: Omit<Suspicion, 'since'> | null, at: number): Suspicion | null {
  if (sign === null) return null;
  // A clock that was set back makes nothing wait until it is there again.
  return { ...sign, since: before?.reason === sign.reason ? Math.min(before.since, at) : at };
}

export function isBelieved({ since, told }: Suspicion, at: number): boolean {
  return told || at - since >= DOUBT_MS;
}

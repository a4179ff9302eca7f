/** A planned end of a runtime. Times are Unix milliseconds. */
export interface Release {
  /** When it is due; null if none is planned. */
  due: number | null;
  /** When the user last undid it; null for never. */
  kept: number | null;
}

export interface ReleaseSigns {
  /** Whether the user wants that at all. */
  wanted: boolean;
  /** When the last download ended that ran here, if all are complete and verified; null else. */
  doneAt: number | null;
  /** Whether the page is connected and nothing runs in it. */
  idle: boolean;
  now: number;
}

/** How long it can be undone. */
export const RELEASE_AFTER_MS = 5 * 60_000;
/** A clock that beats twice a minute is not that late: the computer slept, and nobody could undo anything. */
const SLEPT_MS = 2 * 60_000;

/** When the runtime is to be ended, null for not at all. What the user has undone comes again only after a later download. */
export function releaseDue({ due, kept }: Release, { wanted, doneAt, idle, now }: ReleaseSigns): number | null {
  if (!wanted || !idle || doneAt === null || (kept !== null && doneAt <= kept)) return null;
  // A clock that was set back must not let the countdown run for hours.
  const counts = due !== null && due <= now + RELEASE_AFTER_MS && now - due < SLEPT_MS;
  return counts ? due : now + RELEASE_AFTER_MS;
}

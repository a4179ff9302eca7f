/** A moment, on both clocks that a service worker has. */
export interface Moment {
  /** Unix milliseconds: goes on while the machine sleeps, and jumps when somebody sets it. */
  wall: number;
  /** Milliseconds on a clock that nobody can set. It may stand still while the machine sleeps, and starts anew with each life. */
  steady: number;
  /** Which life of the worker `steady` belongs to. */
  life: string;
}

/**
 * The milliseconds that really passed. A wall clock that was set back cannot hide time that the steady clock counted, and a
 * sleep that the steady clock slept through is counted by the wall clock. A wall clock that was set forward looks like a
 * sleep: it counts, since stopping too early is the lesser evil. What is lost at worst is the gap between two lives of the
 * worker (half a minute) in which the clock was set back.
 */
export function passedBetween(before: Moment, after: Moment): number {
  const steady = before.life === after.life ? after.steady - before.steady : 0;
  return Math.max(0, steady, after.wall - before.wall);
}

/** Whether something is due again. An instant in the future means that the clock was set back: that must not silence us for hours. */
export function isDue(last: number | null, every: number, now: number): boolean {
  return last === null || last > now || now - last >= every;
}

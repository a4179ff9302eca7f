import type { Guard } from './guard';
import { type Rules, type Signals, type Step, step } from './policy';
import { type Release, releaseDue } from './release';
import { dueWarning, forecast, type Need, type Session, sessionAfter, type Warning } from './session';

/** All that is remembered of a notebook's runtime. */
export interface Care {
  guard: Guard;
  session: Session | null;
  release: Release;
}

/** What one look at a notebook brings. */
export interface Look extends Signals {
  /** The VM that was heard last. */
  boot: string | null;
  /** Milliseconds that the runtime may last, by what the page says now. */
  lasts: number | null;
  /** Free bytes of its disk. */
  free: number | null;
  need: Need;
  /** When the last download ended, if all that there were are complete and verified; null else. */
  doneAt: number | null;
  /** Since when nobody has looked at the page: what ended after that ended on the runtime that it has now. */
  unseenSince: number;
}

/** `release` tells that the runtime is to be ended; the last two what came of that. */
export type News = NonNullable<Step['news']> | Warning | 'release' | 'released' | 'not-released';

export interface Attended {
  care: Care;
  acts: (NonNullable<Step['act']> | 'release')[];
  news: News[];
}

/** Everything that keep-alive decides at one look: whether to act, what to warn of, and whether the runtime is to end. */
export function attend(before: Care, look: Look, rules: Rules & { release: boolean }): Attended {
  const now = look.at.wall;
  const up = look.connection === 'up';
  const { guard, act, news } = step(before.guard, look, rules);
  const from = look.doneAt !== null && look.doneAt >= look.unseenSince ? look.doneAt : now;
  const session = sessionAfter(before.session, { ...look, up, from, now });
  const warning = session === null ? null : dueWarning(session, forecast(session, look.need, now));
  const due = releaseDue(before.release, {
    wanted: rules.release,
    doneAt: session !== null && look.doneAt !== null && look.doneAt >= session.since ? look.doneAt : null,
    // A set time is the user's word to keep the runtime without work.
    idle: up && !look.cellRunning && guard.plan.mode !== 'timed',
    now,
  });
  const ends = due !== null && due <= now;
  return {
    care: {
      guard,
      session: session === null || warning === null ? session : { ...session, warned: [...session.warned, warning] },
      release: { ...before.release, due: ends ? null : due },
    },
    acts: [...(act === null ? [] : [act]), ...(ends ? (['release'] as const) : [])],
    news: [
      ...(news === null ? [] : [news]),
      ...(warning === null ? [] : [warning]),
      ...(due !== null && due !== before.release.due ? (['release'] as const) : []),
    ],
  };
}

import type { Moment } from './clock';
import type { Schedule } from './schedule';

/** What the user wants for a notebook. */
export type Plan =
  | { mode: 'off' }
  /** Only while work needs the runtime. */
  | { mode: 'while-working' }
  /** Also without work, for so many milliseconds more; then as `while-working`. */
  | { mode: 'timed'; left: number };

export type GuardStatus =
  | 'off'
  /** On, and there is nothing to guard. */
  | 'resting'
  | 'guarding'
  | 'reconnecting'
  /** The user is asked whether it should go on; nothing acts meanwhile. */
  | 'asking'
  /** Nobody answered: nothing acts until the user has a say. */
  | 'let-go'
  | 'outside-hours'
  | 'offline'
  | 'captcha'
  | 'blocked'
  /** The page says nothing clear: connecting, signed out, unknown, or no tab at all. */
  | 'unclear';

export interface Question {
  /** A set time is over and the runtime is idle, or the session's budget is used up. */
  why: 'time-over' | 'budget-over';
  /** Milliseconds that are left for an answer; 0: no answer came, which is a no. */
  left: number;
}

/** All that keep-alive knows of one notebook's runtime. Durations are milliseconds, times Unix milliseconds. */
export interface Guard {
  plan: Plan;
  /** Whether any running cell is work; null: as the settings say. */
  countCells: boolean | null;
  /** How long it guards before it asks; null: as the settings say. */
  budget: number | null;
  /** When it may act; null: as the settings say. */
  schedule: Schedule | 'any' | null;
  status: GuardStatus;
  /** Time guarded since the user last had a say. */
  spent: number;
  /** When it was looked at last; null before the first time. */
  seenAt: Moment | null;
  question: Question | null;
  lastNudgeAt: number | null;
  lastReconnectAt: number | null;
  /** When the page was first seen disconnected; null while it is connected. */
  downSince: number | null;
  /** Reconnects tried since then. */
  reconnects: number;
}

/** What a notebook may have otherwise than the settings say. */
export type Overrides = Pick<Guard, 'countCells' | 'budget' | 'schedule'>;

/** All that a user may want for a notebook. */
export type Wishes = Pick<Guard, 'plan'> & Overrides;

/** How long an answer to "go on?" is waited for. A runtime's idle interval is many times that, so nothing is lost by waiting. */
export const ANSWER_MS = 5 * 60_000;
/** What a yes to "your time is over" adds. */
export const EXTENSION_MS = 60 * 60_000;

export function newGuard(plan: Plan): Guard {
  return {
    plan,
    countCells: null,
    budget: null,
    schedule: null,
    status: plan.mode === 'off' ? 'off' : 'resting',
    spent: 0,
    seenAt: null,
    question: null,
    lastNudgeAt: null,
    lastReconnectAt: null,
    downSince: null,
    reconnects: 0,
  };
}

/** The user had a say, as by starting a download: the session's budget begins anew. */
export function renewed(guard: Guard): Guard {
  return { ...guard, spent: 0, question: null, reconnects: 0 };
}

/** The user chose a plan. */
export function planned(guard: Guard, plan: Plan): Guard {
  return { ...renewed(guard), plan, status: plan.mode === 'off' ? 'off' : 'resting' };
}

/** The user answered what keep-alive asked. A no to a used-up budget stands until the next say. */
export function answered(guard: Guard, yes: boolean): Guard {
  const { question } = guard;
  if (question === null) return guard;
  if (question.why === 'time-over')
    return yes
      ? planned(guard, { mode: 'timed', left: EXTENSION_MS })
      : { ...guard, question: null, status: 'resting' };
  return yes ? renewed(guard) : { ...guard, question: { ...question, left: 0 }, status: 'let-go' };
}

import { isDue, type Moment, passedBetween } from './clock';
import { ANSWER_MS, type Guard, type GuardStatus, type Question } from './guard';
import { isWithin, type LocalTime, type Schedule } from './schedule';

/** `unclear` is all that is none of the others: connecting, signed out, unknown, no tab. Nothing acts then. */
export type Connection = 'up' | 'down' | 'captcha' | 'blocked' | 'unclear';

export interface Signals {
  at: Moment;
  local: LocalTime;
  connection: Connection;
  /** Whether this computer has a network. */
  online: boolean;
  /** Whether a supervised download needs this runtime now. */
  downloading: boolean;
  /** Whether any cell of the notebook runs. */
  cellRunning: boolean;
}

/** What the settings say for all notebooks; a guard may overrule each. */
export interface Rules {
  /** Milliseconds. */
  budget: number;
  countCells: boolean;
  /** Null: at any time. */
  schedule: Schedule | null;
}

export interface Step {
  guard: Guard;
  act: 'nudge' | 'reconnect' | null;
  /** What the user should hear of, at the moment at which it comes about. */
  news: 'time-over' | 'budget-over' | 'no-answer' | 'captcha' | 'blocked' | null;
}

/** The shortest idle interval that users report is about 10 minutes; two nudges fit into it. */
export const NUDGE_EVERY_MS = 4 * 60_000;
/**
 * The first wait lets the page reconnect by itself, as it does after a load or a lost socket; then ever more rarely, then not
 * at all: after that only a click helps.
 */
const RECONNECT_AFTER_MS = [15_000, 15_000, 30_000, 60_000, 120_000, 300_000];
export const MAX_RECONNECTS = RECONNECT_AFTER_MS.length;

/** The connection is the user's to mend: it is not tried again before they have had a say, or it is back. */
export function letBe(guard: Guard): Guard {
  return { ...guard, reconnects: MAX_RECONNECTS };
}

/** Whether the connection is lost, and is not tried again by itself. What is not tried any more needs no guard: it may rest. */
export function gaveUpReconnecting({ status, downSince, reconnects }: Guard): boolean {
  return (status === 'reconnecting' || status === 'resting') && downSince !== null && reconnects >= MAX_RECONNECTS;
}

const ACTING: ReadonlySet<GuardStatus> = new Set(['guarding', 'reconnecting']);

/** What keep-alive does now, and what it knows after that. Anything but a clear need leads to no act. */
export function step(before: Guard, signals: Signals, rules: Rules): Step {
  const noted = settled({ ...count(before, signals.at), ...connectionNoted(before, signals) }, signals, rules);
  const needed = noted.plan.mode === 'timed' || isWork(noted, signals, rules);
  const barrier = barrierOf(noted, signals, rules);
  const after: Guard = { ...noted, question: questionOf(noted, needed, barrier, rules) };
  after.status = statusOf(after, needed, barrier, signals.connection);
  if (after.status === 'resting') after.spent = 0;
  const act = actOf(after, signals.at.wall);
  if (act === 'nudge') after.lastNudgeAt = signals.at.wall;
  if (act === 'reconnect') {
    after.lastReconnectAt = signals.at.wall;
    after.reconnects += 1;
  }
  return { guard: after, act, news: newsOf(before, after) };
}

/** Whether keep-alive wants a notebook looked at, although no download does. `shown`: a tab shows it, with its cells. */
export function wantsWatch({ plan, question, countCells }: Guard, shown: boolean, rules: Rules): boolean {
  if (plan.mode === 'off') return false;
  const timeRuns = plan.mode === 'timed' || (question !== null && question.left > 0);
  return timeRuns || (shown && (countCells ?? rules.countCells));
}

function count(guard: Guard, at: Moment): Guard {
  const passed = guard.seenAt === null ? 0 : passedBetween(guard.seenAt, at);
  const { plan, question } = guard;
  return {
    ...guard,
    seenAt: at,
    spent: ACTING.has(guard.status) ? guard.spent + passed : guard.spent,
    plan: plan.mode === 'timed' ? { ...plan, left: Math.max(0, plan.left - passed) } : plan,
    question: question === null ? null : { ...question, left: Math.max(0, question.left - passed) },
  };
}

function connectionNoted({ downSince }: Guard, { connection, at }: Signals): Partial<Guard> {
  if (connection === 'down') return { downSince: downSince ?? at.wall };
  return connection === 'up' && downSince !== null ? { downSince: null, reconnects: 0 } : {};
}

function isWork(guard: Guard, { downloading, cellRunning }: Signals, rules: Rules): boolean {
  return downloading || (cellRunning && (guard.countCells ?? rules.countCells));
}

/** A block ends every plan; a time that is over ends its own, and asks where the runtime would be let go. */
function settled(guard: Guard, signals: Signals, rules: Rules): Guard {
  if (signals.connection === 'blocked') return { ...guard, plan: { mode: 'off' } };
  if (guard.plan.mode !== 'timed' || guard.plan.left > 0) return guard;
  const idle = signals.connection === 'up' && !isWork(guard, signals, rules);
  return {
    ...guard,
    plan: { mode: 'while-working' },
    question: idle ? { why: 'time-over', left: ANSWER_MS } : guard.question,
  };
}

/** What stands against acting, although it is needed. */
function barrierOf(guard: Guard, { connection, online, local }: Signals, rules: Rules): GuardStatus | null {
  const schedule = guard.schedule ?? rules.schedule;
  if (schedule !== null && schedule !== 'any' && !isWithin(schedule, local)) return 'outside-hours';
  if (connection === 'captcha') return 'captcha';
  return online ? null : 'offline';
}

/** A question lives as long as its reason. One about the budget stays, unanswered, as the no that it was taken for. */
function questionOf(
  { plan, question, spent, budget }: Guard,
  needed: boolean,
  barrier: GuardStatus | null,
  rules: Rules,
): Question | null {
  if (plan.mode === 'off') return null;
  if (!needed) return question?.why === 'time-over' && question.left > 0 ? question : null;
  if (spent < (budget ?? rules.budget)) return null;
  if (question?.why === 'budget-over') return question;
  return barrier === null ? { why: 'budget-over', left: ANSWER_MS } : null;
}

function statusOf(
  { plan, status, question }: Guard,
  needed: boolean,
  barrier: GuardStatus | null,
  connection: Connection,
): GuardStatus {
  if (plan.mode === 'off') return connection === 'blocked' || status === 'blocked' ? 'blocked' : 'off';
  if (question !== null) return question.left > 0 ? 'asking' : 'let-go';
  if (!needed) return 'resting';
  if (barrier !== null) return barrier;
  return connection === 'up' ? 'guarding' : connection === 'down' ? 'reconnecting' : 'unclear';
}

function actOf(guard: Guard, now: number): Step['act'] {
  if (guard.status === 'guarding') return isDue(guard.lastNudgeAt, NUDGE_EVERY_MS, now) ? 'nudge' : null;
  if (guard.status !== 'reconnecting') return null;
  const wait = RECONNECT_AFTER_MS[guard.reconnects];
  if (wait === undefined) return null;
  return isDue(guard.reconnects === 0 ? guard.downSince : guard.lastReconnectAt, wait, now) ? 'reconnect' : null;
}

function newsOf(before: Guard, { status, question }: Guard): Step['news'] {
  if (status === before.status) return null;
  if (status === 'asking') return question?.why ?? null;
  if (status === 'captcha' || status === 'blocked') return status;
  const unanswered = before.status === 'asking' && (status === 'let-go' || status === 'resting');
  return unanswered ? 'no-answer' : null;
}

import { type Action, type Tactic, tacticsOf } from './facts/tactics';
import type { ActionErrorCode, ActionResult, RungTrace } from './notebook-page';

/** How long an effect may take that comes at once, in milliseconds. */
export const SOON = 5_000;

/** One way to do a thing to the page. */
export interface Rung<T> {
  name: string;
  available: () => boolean | Promise<boolean>;
  attempt: () => unknown;
  /** The effect that was seen, or null if there is none yet; asked again and again until `within` (milliseconds) is over. */
  verify: () => T | null | Promise<T | null>;
  within: number;
}

export interface Obstacle {
  code: ActionErrorCode;
  message: string;
}

/** Polls `look` until it gives something other than null or `within` milliseconds are over; the last look is at the end. */
export type Until = <T>(look: () => T | null | Promise<T | null>, within: number) => Promise<T | null>;

export class Stop extends Error {
  readonly obstacle: Obstacle;
  constructor(obstacle: Obstacle) {
    super(obstacle.message);
    this.obstacle = obstacle;
  }
}

/** The rungs of an action: what the table of tactics lists, in its order, as `ways` carries it out. */
export function ladder<A extends Action, T>(action: A, ways: Record<Tactic<A>, Omit<Rung<T>, 'name'>>): Rung<T>[] {
  return tacticsOf(action).map((name) => ({ name, ...ways[name] }));
}

/** An action that was not begun. */
export function refusal({ code, message }: Obstacle): { ok: false } & Obstacle & { trace: RungTrace[] } {
  return { ok: false, code, message, trace: [] };
}

/**
 * Tries the rungs from the first on until one is seen to hold. `obstacle` is asked right before each attempt, because the
 * page may have changed since the rung before: a dialog, a run that started late. A verifier may throw `Stop` to end the climb.
 */
export async function climb<T>(
  rungs: readonly Rung<T>[],
  until: Until,
  obstacle: () => Obstacle | null | Promise<Obstacle | null>,
): Promise<ActionResult<T>> {
  const trace: RungTrace[] = [];
  const fail = ({ code, message }: Obstacle): ActionResult<T> => ({ ok: false, code, message, trace });
  for (const rung of rungs) {
    try {
      if (!(await rung.available())) {
        trace.push({ rung: rung.name, outcome: 'unavailable' });
        continue;
      }
      // A rung before this one may have taken hold after its deadline: look before a second attempt doubles the effect.
      const late = trace.some(({ outcome }) => outcome !== 'unavailable') ? await rung.verify() : null;
      if (late !== null) {
        const rungBefore = trace.findLast(({ outcome }) => outcome !== 'unavailable') as RungTrace;
        rungBefore.outcome = 'held';
        return { ok: true, value: late, rung: rungBefore.rung, trace };
      }
      const inTheWay = await obstacle();
      if (inTheWay !== null) return fail(inTheWay);
      await rung.attempt();
      const effect = await until(rung.verify, rung.within);
      if (effect !== null) {
        trace.push({ rung: rung.name, outcome: 'held' });
        return { ok: true, value: effect, rung: rung.name, trace };
      }
      trace.push({ rung: rung.name, outcome: 'no-effect' });
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      trace.push({ rung: rung.name, outcome: 'failed', detail });
      if (error instanceof Stop) return fail(error.obstacle);
    }
  }
  const inTheWay = await obstacle();
  return fail(inTheWay ?? { code: 'no-rung-held', message: 'Colab did not react to any of the known ways.' });
}

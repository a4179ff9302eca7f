import { climb, ladder, type Rung, refusal } from '../ladder';
import type { ActionResult } from '../notebook-page';
import { byObject } from '../press';
import type { Sight } from '../sight';

const RELEASED = 'released';
/** Colab asks its server first; milliseconds. */
const WITHIN = 20_000;

/** Ends the notebook's runtime, and with it all that is on its disk. Only while nothing runs in it. */
export async function release(sight: Sight): Promise<ActionResult<null>> {
  const obstacle = () => {
    const found = sight.obstacle();
    if (found !== null) return found;
    const state = sight.state();
    return state === 'idle'
      ? null
      : { code: 'unknown-state' as const, message: `The notebook is not idle (${state}).` };
  };
  const before = obstacle();
  if (before !== null) return refusal(before);
  const released = await climb(releaseRungs(sight), sight.until, obstacle);
  return released.ok ? { ...released, value: null } : released;
}

/** Colab's own menu item asks the user first, and that question is not ours to answer: there is no way by the page alone. */
export function releaseRungs(sight: Sight): Rung<typeof RELEASED>[] {
  const verify = () => (sight.state() === 'disconnected' ? RELEASED : null);
  return ladder('release', {
    'page-object/unassign-vm': byObject(sight, 'unassign', {}, verify, WITHIN),
  });
}

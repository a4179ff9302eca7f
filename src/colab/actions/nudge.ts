import { ladder, type Rung, refusal } from '../ladder';
import type { ActionResult, RungTrace } from '../notebook-page';
import { byObject } from '../press';
import { type Sight, unlessConnected } from '../sight';

const SENT = 'sent';

/** Tells Colab once that the user is there, by every way at once, and never by a click. */
export async function nudge(sight: Sight): Promise<ActionResult<null>> {
  const obstacle = sight.obstacle() ?? unlessConnected(sight.state());
  if (obstacle !== null) return refusal(obstacle);
  const trace: RungTrace[] = [];
  for (const { name, available, attempt } of nudgeRungs(sight)) {
    if (!(await available())) {
      trace.push({ rung: name, outcome: 'unavailable' });
      continue;
    }
    try {
      await attempt();
      trace.push({ rung: name, outcome: 'held', detail: 'sent; whether it counts cannot be seen' });
    } catch (error) {
      trace.push({ rung: name, outcome: 'failed', detail: String(error) });
    }
  }
  const held = trace.find(({ outcome }) => outcome === 'held');
  if (held === undefined) return { ok: false, code: 'no-rung-held', message: 'No way to tell Colab held.', trace };
  return { ok: true, value: null, rung: held.rung, trace };
}

export function nudgeRungs(sight: Sight): Rung<typeof SENT>[] {
  const { document } = sight;
  return ladder('nudge', {
    'page-object/user-interaction': byObject(sight, 'touch', {}, () => SENT),
    'dom/activity-events': {
      available: () => true,
      attempt: () => {
        // On `document` itself: listeners there hear it, no editor, menu or button does. Whether it counts is Colab's secret.
        for (const type of ['pointermove', 'mousemove'] as const) {
          document.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerType: 'mouse' }));
        }
        for (const type of ['keydown', 'keyup'] as const) {
          document.dispatchEvent(new KeyboardEvent(type, { key: 'Shift', code: 'ShiftLeft', bubbles: true }));
        }
      },
      verify: () => SENT,
      within: 0,
    },
  });
}

import type { KeepAliveRequest } from '../keep-alive-request';
import { climb, ladder, type Rung, refusal } from '../ladder';
import type { ActionResult } from '../notebook-page';
import { byObject } from '../press';
import { type Sight, unlessConnected } from '../sight';

const SENT = 'sent';
/** It may wait for an answer, see `KeepAliveRequest`; milliseconds. */
const WITHIN = 0;

/**
 * Tells Colab that the user is there, in the least intrusive way that the page offers; with `request` also by a request, which
 * is for its server and not for the page. Nothing is clicked, and no editor, menu or shortcut hears of it.
 */
export async function nudge(sight: Sight, request: KeepAliveRequest | null): Promise<ActionResult<null>> {
  const obstacle = sight.obstacle() ?? unlessConnected(sight.state());
  if (obstacle !== null) return refusal(obstacle);
  const rungs = nudgeRungs(sight, request);
  const isRequest = ({ name }: Rung<unknown>) => name === 'request/keep-alive';
  const climbed = await climb(
    rungs.filter((rung) => !isRequest(rung)),
    sight.until,
    () => sight.obstacle(),
  );
  const sent = request === null ? null : await climb(rungs.filter(isRequest), sight.until, () => null);
  const trace = [...climbed.trace, ...(sent?.trace ?? [])];
  return climbed.ok ? { ...climbed, value: null, trace } : { ...climbed, trace };
}

export function nudgeRungs(sight: Sight, request: KeepAliveRequest | null): Rung<typeof SENT>[] {
  const { document } = sight;
  const sent = (): typeof SENT => SENT;
  return ladder('nudge', {
    'page-object/user-interaction': byObject(sight, 'touch', {}, sent),
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
      verify: sent,
      within: WITHIN,
    },
    'request/keep-alive': {
      available: () => request?.mayBeSent(performance.now()) === true && sight.vm() !== null,
      attempt: () => request?.send(document.location, sight.vm() ?? '', performance.now()),
      verify: sent,
      within: WITHIN,
    },
  });
}

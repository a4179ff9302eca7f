import { selectors } from '../facts/selectors';
import { climb, ladder, type Obstacle, type Rung, SOON, Stop } from '../ladder';
import type { ActionResult, PageState } from '../notebook-page';
import { byObject, byPress, press } from '../press';
import { connectButton, readRuntime } from '../reading/connect-button';
import { shownConnection } from '../reading/state';
import { type Sight, unlessKnown } from '../sight';

/** How long a runtime may take to come up, in milliseconds. */
const CONNECTED = 90_000;
/** A page that shows no connection for so long after it had begun to connect has given up; milliseconds. */
const GIVEN_UP = 8_000;

/** Connects the notebook to a runtime, and waits until it is there. */
export async function connect(sight: Sight): Promise<ActionResult<PageState>> {
  const state = sight.state();
  if (state === 'idle' || state === 'busy') return { ok: true, value: state, rung: 'already-connected', trace: [] };
  const obstacle = () => (lostDialog(sight) === null ? (sight.obstacle() ?? mayConnect(sight.state())) : null);
  const first =
    state === 'connecting'
      ? { ok: true as const, value: state, rung: 'already-connecting', trace: [] }
      : await climb(connectRungs(sight), sight.until, obstacle);
  if (!first.ok) return first;
  const settled = await settledState(sight);
  if (settled === 'idle' || settled === 'busy') return { ...first, value: settled };
  const found = sight.obstacle();
  if (found !== null) return { ok: false, ...found, trace: first.trace };
  const [message = 'Colab did not connect in time.'] = sight.read().snackbars;
  return { ok: false, code: 'not-connected', message, trace: first.trace };
}

/** How the page stands when it is done with connecting; null if it never is. */
function settledState(sight: Sight): Promise<PageState | null> {
  let downSince: number | null = null;
  return sight.until(() => {
    const now = sight.state();
    if (now !== 'disconnected') downSince = null;
    else if (performance.now() - (downSince ??= performance.now()) < GIVEN_UP) return null;
    return now === 'connecting' ? null : now;
  }, CONNECTED);
}

export function connectRungs(sight: Sight): Rung<PageState>[] {
  const begun = () => {
    if (lostDialog(sight) !== null) return null;
    const found = sight.obstacle();
    if (found !== null) throw new Stop(found);
    const now = sight.state();
    return now === 'connecting' || now === 'idle' || now === 'busy' ? now : null;
  };
  return ladder('connect', {
    'dialog/reconnect': {
      available: () => lostDialog(sight) !== null,
      attempt: () => press(lostDialog(sight)?.querySelector(selectors.dialogOk)),
      verify: begun,
      within: SOON,
    },
    'page-object/attempt-autoconnect': byObject(sight, 'autoconnect', {}, begun),
    'page-object/connect-to-kernel': byObject(sight, 'connect', {}, begun),
    // Pressed while connected it opens the Resources pane: only where the button itself shows no connection.
    'dom/connect-button': byPress(() => {
      const { connect: signs, ...others } = readRuntime(sight.document);
      const shown = signs === null ? null : shownConnection(signs, others);
      return shown === 'disconnected' ? connectButton(sight.document) : null;
    }, begun),
  });
}

/** The one dialog that may be answered, where it is open and can be. */
function lostDialog(sight: Sight): Element | null {
  const dialog = sight.modal();
  return dialog?.class.policy === 'reconnect' ? dialog.element : null;
}

function mayConnect(state: PageState): Obstacle | null {
  if (state === 'signed-out') return { code: 'signed-out', message: 'Nobody is signed in.' };
  return unlessKnown(state);
}

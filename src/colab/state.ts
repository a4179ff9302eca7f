import type { DialogClass } from './dialog';
import { connectWords, patterns } from './facts';
import type { PageState } from './notebook-page';

/** What the connect button shows; null where its shadow root cannot be read or it is not there. */
export interface ConnectSigns {
  icon: boolean;
  resources: boolean;
  spinner: boolean;
  /** The icon's ligature says that the runtime is at work. */
  working: boolean;
  caption: string;
  tooltip: string;
}

export interface Signs {
  connect: ConnectSigns | null;
  /** From the status bar and the toolbar, which say it in no language: true, false, or null where they are missing. */
  runtimeShown: boolean | null;
  restartEnabled: boolean | null;
  executionShown: boolean;
  cellActive: boolean;
  signedIn: boolean | null;
  object: { connected: boolean | null; kernelState: string | null; executing: boolean | null } | null;
  dialogs: DialogClass[];
}

/** Decides the state from signals that do not depend on each other. Where they contradict each other it is `unknown`. */
export function decideState(signs: Signs): PageState {
  for (const means of ['captcha', 'blocked', 'lost'] as const) {
    if (signs.dialogs.some((dialog) => dialog.means === means)) return means;
  }
  if (signs.signedIn === false) return 'signed-out';
  const shown = signs.connect === null ? null : shownConnection(signs.connect, signs);
  const told = toldConnection(signs.object);
  if (shown === 'connecting' || (told === 'connecting' && shown !== 'connected')) return 'connecting';
  if (shown === 'connected' && told === 'disconnected') return 'lost';
  if (shown === 'disconnected' && told === 'connected') return 'unknown';
  switch (shown ?? told) {
    case 'connected':
      return isBusy(signs) ? 'busy' : 'idle';
    case 'disconnected':
      return 'disconnected';
    default:
      return 'unknown';
  }
}

type Connection = 'connected' | 'connecting' | 'disconnected';

/**
 * The icon decides first: a connected button may lack its resource display (pages of 2024-10, 2025-01, 2025-05), and the
 * resource display may be all there is after a reload during a run.
 */
export function shownConnection(
  connect: ConnectSigns,
  signs: Pick<Signs, 'runtimeShown' | 'restartEnabled'>,
): Connection | null {
  const { caption, tooltip } = connect;
  patterns.amount.lastIndex = 0;
  if (connect.icon || connect.resources || patterns.amount.test(tooltip)) return 'connected';
  if (connect.spinner || connectWords.connecting.test(caption)) return 'connecting';
  if (connectWords.busy.test(caption) || connectWords.busy.test(tooltip)) return 'connected';
  if (connectWords.connected.test(caption)) return 'connected';
  if (connectWords.disconnected.test(caption)) return 'disconnected';
  // A language that the table lacks: both signs without words must agree.
  if (caption !== '' && signs.runtimeShown === false && signs.restartEnabled === false) return 'disconnected';
  return null;
}

function toldConnection(object: Signs['object']): Connection | null {
  if (object === null) return null;
  if (object.kernelState !== null && /^(allocating|connecting|reconnecting|initializing)$/i.test(object.kernelState))
    return 'connecting';
  if (object.connected === null) return null;
  return object.connected ? 'connected' : 'disconnected';
}

/** The connect button and the cells are two facts: a page of 2024-11 was busy with no running cell. */
function isBusy(signs: Signs): boolean {
  return (
    signs.connect?.working === true ||
    signs.executionShown ||
    signs.cellActive ||
    signs.object?.executing === true ||
    (signs.connect !== null &&
      (connectWords.busy.test(signs.connect.tooltip) || connectWords.busy.test(signs.connect.caption)))
  );
}

import { patterns } from '../facts/patterns';
import { connectWords } from '../facts/words';
import type { PageState } from '../notebook-page';
import type { DialogClass } from './classify-dialog';

/** What the connect button shows; null where its shadow root cannot be read or it is not there. */
export interface ConnectSigns {
  icon: boolean;
  resources: boolean;
  /** The tooltip holds amounts of memory or disk. */
  amounts: boolean;
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
  const shown = signs.connect === null ? null : shownConnection(signs.connect, signs);
  const told = toldConnection(signs.object);
  if (signs.signedIn === false && shown !== 'connected') return 'signed-out';
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
 * resource display may be all there is after a reload during a run. Words count only where nothing without words is against it.
 */
export function shownConnection(
  connect: ConnectSigns,
  { runtimeShown, restartEnabled }: Pick<Signs, 'runtimeShown' | 'restartEnabled'>,
): Connection | null {
  const { caption, tooltip } = connect;
  if (connect.resources || connect.amounts) return 'connected';
  if (connect.spinner) return 'connecting';
  if (connect.icon) return 'connected';
  const said = saidConnection(caption) ?? (caption === '' ? null : saidConnection(tooltip));
  const others = [runtimeShown, restartEnabled].filter((sign) => sign !== null);
  if (said === 'connected') return others.every((sign) => !sign) && others.length > 0 ? null : said;
  if (said === 'disconnected') return others.some((sign) => sign) ? null : said;
  if (said !== null) return said;
  // A language that the table lacks: both signs without words must agree.
  return caption !== '' && runtimeShown === false && restartEnabled === false ? 'disconnected' : null;
}

function saidConnection(words: string): Connection | null {
  if (connectWords.connecting.test(words)) return 'connecting';
  if (connectWords.busy.test(words) || connectWords.connected.test(words)) return 'connected';
  return connectWords.disconnected.test(words) ? 'disconnected' : null;
}

function toldConnection(object: Signs['object']): Connection | null {
  if (object === null) return null;
  if (object.kernelState !== null && patterns.connectingState.test(object.kernelState)) return 'connecting';
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

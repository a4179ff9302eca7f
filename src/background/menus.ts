import type { Menus } from 'webextension-polyfill';
import { contextMenus } from '../platform/optional';
import { message } from '../platform/texts';
import { openAddPage, send } from './send';

const HERE = 'send';
const CHOOSE = 'choose';

function clicked({ menuItemId, linkUrl, srcUrl, selectionText }: Menus.OnClickData): void {
  const text = linkUrl ?? srcUrl ?? selectionText;
  if (text === undefined) return;
  void (menuItemId === HERE ? send(text) : openAddPage(text));
}

/**
 * Hears clicks in the context menu, if the user has allowed it. To be called when the worker starts, synchronously. Safe to
 * repeat: the browser takes the same listener once.
 */
export function listenToMenus(): void {
  contextMenus()?.onClicked.addListener(clicked);
}

/** Puts our entries on links, media and chosen text. Safe to repeat; the browser keeps them until the extension changes. */
export async function makeMenus(): Promise<void> {
  const menus = contextMenus();
  if (menus === undefined) return;
  await menus.removeAll();
  const contexts = ['link', 'video', 'audio', 'image', 'selection'] as const;
  for (const [id, key] of [
    [HERE, 'menu_send'],
    [CHOOSE, 'menu_choose'],
  ] as const)
    menus.create({ id, title: message(key), contexts: [...contexts] });
}

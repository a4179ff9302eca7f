import type { Menus } from 'webextension-polyfill';
import { coalesced } from '../platform/coalesced';
import { contextMenus } from '../platform/optional';
import { message } from '../platform/texts';
import { ready } from './ready';
import { openAddPage, send } from './send';
import { notebookChoices } from './targets';

/*
 * "Download in Colab" in the menu of links, media and chosen text: a right click, and a click on the notebook. Only where the
 * user has allowed it.
 */

const MENU = 'menu';
const LAST = 'last';
const CHOOSE = 'choose';
/** Before the key of a notebook. */
const NOTEBOOK = 'notebook ';
const CONTEXTS: Menus.ContextType[] = ['link', 'video', 'audio', 'image', 'selection'];
const MOST_NOTEBOOKS = 8;
const LONGEST_TITLE = 50;

function clicked({ menuItemId, linkUrl, srcUrl, selectionText }: Menus.OnClickData): void {
  const text = linkUrl ?? srcUrl ?? selectionText;
  const id = String(menuItemId);
  if (text === undefined) return;
  if (id === CHOOSE) void openAddPage(text);
  else void send(text, id.startsWith(NOTEBOOK) ? id.slice(NOTEBOOK.length) : null);
}

/**
 * Hears clicks in the context menu, if the user has allowed it. To be called when the worker starts, synchronously. Safe to
 * repeat: the browser takes the same listener once.
 */
export function listenToMenus(): void {
  contextMenus()?.onClicked.addListener(clicked);
}

/** What the menu was made of last, in this life of the worker: it is not taken apart under a hand for nothing. */
let written = '';

/** Writes the menu anew if other notebooks are there than before. The browser keeps it until then. */
export const makeMenus = coalesced(async () => {
  const menus = contextMenus();
  if (menus === undefined) return;
  await ready();
  const notebooks = (await notebookChoices())
    .slice(0, MOST_NOTEBOOKS)
    .map(({ notebook, title }) => ({ notebook, title }));
  const content = JSON.stringify([message('menu_send'), notebooks]);
  if (content === written) return;
  await menus.removeAll();
  written = content;
  const add = (id: string, title: string, parent?: string) =>
    menus.create({ id, title, contexts: CONTEXTS, ...(parent === undefined ? {} : { parentId: parent }) });
  if (notebooks.length === 0) {
    add(CHOOSE, message('menu_send'));
    return;
  }
  add(MENU, message('menu_send'));
  // The menu is not written at each look at a tab: which notebook was used last is seen at the click.
  if (notebooks.length > 1) add(LAST, message('menu_last'), MENU);
  for (const { notebook, title } of notebooks.toSorted((a, b) => a.title.localeCompare(b.title)))
    add(NOTEBOOK + notebook, labelOf(title) || message('page_untitled'), MENU);
  add(CHOOSE, message('menu_choose'), MENU);
});

/** A menu takes "&" for the mark of a key, and "%s" for the chosen text. */
function labelOf(title: string): string {
  const short = title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1)}…` : title;
  return short.replaceAll('&', '&&').replaceAll('%', '%\u200b');
}

import type { Item } from '../intake/intake';
import { readPaste } from '../intake/paste';
import { browser } from '../platform/browser';
import { handOver } from '../platform/handed-over';
import { addDownloads } from './add';
import { ready } from './ready';
import { notebookChoices, targetOf } from './targets';

/**
 * Hands what was picked outside the faces (a link, an omnibox text) to the notebook that was looked at last. Whatever needs
 * a decision is taken to the page *Add downloads*: a notebook without our cell, a problem, a secret, a list. Returns whether
 * the notebook has it.
 */
export async function send(text: string): Promise<boolean> {
  await ready();
  const { items, problems } = readPaste(text, () => null);
  const [item, ...more] = items;
  const [choice] = await notebookChoices();
  const plain = item !== undefined && more.length === 0 && problems.length === 0 && item.headers.length === 0;
  if (plain && choice !== undefined && (await sendTo(choice.notebook, item))) return true;
  await openAddPage(text);
  return false;
}

/** Opens the page *Add downloads* with a text in it. */
export async function openAddPage(text: string): Promise<void> {
  await handOver(text);
  await browser.tabs.create({ url: browser.runtime.getURL('src/add/index.html') });
}

async function sendTo(notebook: string, { url, output, digest }: Item): Promise<boolean> {
  const target = await targetOf(notebook);
  if (target === null) return false;
  const input = { url, output: output ?? '', checksum: digest?.hex ?? '' };
  const result = await addDownloads(target, [{ id: crypto.randomUUID(), input }], false);
  return 'added' in result && result.added.length > 0;
}

import type { Item } from '../intake/intake';
import { readPaste } from '../intake/paste';
import { displayName } from '../jobs/job';
import { browser } from '../platform/browser';
import { handOver } from '../platform/handed-over';
import { message } from '../platform/texts';
import { addDownloads } from './add';
import { show } from './outbox';
import { ready } from './ready';
import { notebookChoices, targetOf } from './targets';

/**
 * Hands what was picked outside the faces (a link, an omnibox text) to a notebook: the chosen one, else the one that was looked
 * at last. Whatever needs a decision is taken to the page *Add downloads*: a notebook without our cell, a problem, a secret,
 * a list. Returns whether the notebook has it.
 */
export async function send(text: string, chosen: string | null = null): Promise<boolean> {
  await ready();
  const { items, problems } = readPaste(text, () => null);
  const [item, ...more] = items;
  const notebook = chosen ?? (await notebookChoices())[0]?.notebook ?? null;
  const plain = item !== undefined && more.length === 0 && problems.length === 0 && item.headers.length === 0;
  if (plain && notebook !== null && (await sendTo(notebook, item))) return true;
  await openAddPage(text, notebook);
  return false;
}

/** Opens the page *Add downloads* with a text in it, and a notebook chosen if that is known. */
export async function openAddPage(text: string, notebook: string | null = null): Promise<void> {
  await handOver({ text, notebook });
  await browser.tabs.create({ url: browser.runtime.getURL('src/add/index.html') });
}

async function sendTo(notebook: string, { url, output, digest }: Item): Promise<boolean> {
  const target = await targetOf(notebook);
  if (target === null) return false;
  const input = { url, output: output ?? '', checksum: digest?.hex ?? '' };
  const result = await addDownloads(target, [{ id: crypto.randomUUID(), input }], false);
  const [job] = 'added' in result ? result.added : [];
  if (job === undefined) return false;
  // At once, unlike other news: it answers a click, and nothing else on the screen does.
  await show({
    id: `sent ${notebook}`,
    title: message('sent_title'),
    lines: [displayName(job)],
    context: target.title,
    button: null,
  });
  return true;
}

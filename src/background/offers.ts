import * as v from 'valibot';
import { browser } from '../platform/browser';
import { browserDownloads } from '../platform/optional';
import { message } from '../platform/texts';
import { show } from './outbox';
import { ready } from './ready';
import { send } from './send';

/*
 * A big file that the browser itself begins to download can go to Colab instead. Only where the user has allowed the browser's
 * downloads to be seen; nothing is stopped before the user says so and the notebook has it.
 */

/** Smaller files are on the computer before anyone has read the offer. */
const WORTH_BYTES = 50_000_000;
const PREFIX = 'offer ';
const KEY = 'offered';

/**
 * Hears of the browser's downloads, if the user has allowed it. To be called when the worker starts, synchronously. Safe to
 * repeat: the browser takes the same listener once.
 */
export function listenToDownloads(): void {
  const downloads = browserDownloads();
  downloads?.onCreated.addListener(heard);
  // The size is often known only after the answer has begun.
  downloads?.onChanged.addListener(heard);
}

function heard({ id }: { id: number }): void {
  void ready().then(() => offer(id));
}

async function offer(id: number): Promise<void> {
  const [item] = (await browserDownloads()?.search({ id })) ?? [];
  if (item?.state !== 'in_progress' || Math.max(item.fileSize, item.totalBytes) < WORTH_BYTES) return;
  if (item.incognito || !/^https?:/.test(item.url) || !(await isFirst(id))) return;
  await show({
    id: `${PREFIX}${id}`,
    title: message('offer_title'),
    lines: [item.filename.split(/[\\/]/).at(-1) || new URL(item.url).hostname],
    context: '',
    button: message('offer_accept'),
  });
}

/** Whether a notification's id is that of an offer. */
export function isOffer(notification: string): boolean {
  return notification.startsWith(PREFIX);
}

/** Hands an offered download to the notebook, and stops the browser's own once the notebook has it. */
export async function accept(notification: string): Promise<void> {
  const id = Number(notification.slice(PREFIX.length));
  const [item] = (await browserDownloads()?.search({ id })) ?? [];
  if (item === undefined) return;
  // The address before its redirects: one that leads to a signed address lives longer than that.
  if (await send(item.url)) await browserDownloads()?.cancel(id);
}

/** Each download is offered once, however often its size is told. */
async function isFirst(id: number): Promise<boolean> {
  const stored = (await browser.storage.session.get(KEY))[KEY];
  const offered = v.is(v.array(v.number()), stored) ? stored : [];
  if (offered.includes(id)) return false;
  await browser.storage.session.set({ [KEY]: [...offered, id].slice(-100) });
  return true;
}

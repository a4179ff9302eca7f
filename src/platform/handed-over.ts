import { browser } from './browser';

/** What was picked elsewhere for the page *Add downloads*. Only in the browser's memory: an address may hold a key. */
const KEY = 'handed-over';

export function handOver(text: string): Promise<void> {
  return browser.storage.session.set({ [KEY]: text });
}

/** Takes it: a reload of the page finds nothing any more. */
export async function takeHandedOver(): Promise<string> {
  const text = (await browser.storage.session.get(KEY))[KEY];
  await browser.storage.session.remove(KEY);
  return typeof text === 'string' ? text : '';
}

import { browser } from './browser';

/** What was picked elsewhere for the page *Add downloads*. */
export interface HandedOver {
  text: string;
  /** The notebook that was chosen for it; null where none was. */
  notebook: string | null;
}

/** Only in the browser's memory: an address may hold a key. */
const KEY = 'handed-over';

export function handOver(handed: HandedOver): Promise<void> {
  return browser.storage.session.set({ [KEY]: handed });
}

/** Takes it: a reload of the page finds nothing any more. */
export async function takeHandedOver(): Promise<HandedOver> {
  const handed = (await browser.storage.session.get(KEY))[KEY] as HandedOver | undefined;
  await browser.storage.session.remove(KEY);
  return handed ?? { text: '', notebook: null };
}

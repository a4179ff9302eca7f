import type { JobInput } from '../jobs/new-job';
import { browser } from '../platform/browser';

/*
 * What was typed for a notebook and not sent yet. The popup closes whenever its user goes elsewhere, as to fetch a checksum.
 * Only in the browser's memory: an address may hold a key.
 */
const key = (notebook: string) => `draft ${notebook}`;

export const EMPTY: JobInput = { url: '', output: '', checksum: '' };

export async function readDraft(notebook: string): Promise<JobInput> {
  const stored = (await browser.storage.session.get(key(notebook)))[key(notebook)];
  return { ...EMPTY, ...(stored as Partial<JobInput> | undefined) };
}

export async function keepDraft(notebook: string, draft: JobInput): Promise<void> {
  await browser.storage.session.set({ [key(notebook)]: draft });
}

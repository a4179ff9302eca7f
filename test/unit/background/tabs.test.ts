import { fakeBrowser } from '@webext-core/fake-browser';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { knownTab, leadingTab, notebookKeyOf, openTab, pagelessTab, renameTab } from '../../../src/background/tabs';

const url = 'https://colab.research.google.com/notebooks/empty.ipynb';

beforeEach(() => {
  fakeBrowser.reset();
  vi.spyOn(fakeBrowser.tabs, 'create').mockResolvedValue({ id: 9 } as never);
  vi.spyOn(fakeBrowser.tabs, 'get').mockImplementation(async (id) => ({ id }) as never);
});
afterEach(() => vi.restoreAllMocks());

it('knows a scratchpad by its first tab, in those too that stand for it later', async () => {
  const key = notebookKeyOf(null, 7, undefined);
  await openTab({ key, url, title: 'Scratch' });
  // Its page has not said hello yet: nothing is asked of it, and another relaunch opens no second one.
  expect(await leadingTab(key)).toBeNull();
  expect(await pagelessTab(key)).toMatchObject({ tabId: 9 });
  expect(notebookKeyOf(null, 9, await knownTab(9))).toBe(key);
  await renameTab(9, 11);
  expect(notebookKeyOf(null, 11, await knownTab(11))).toBe(key);
  expect(notebookKeyOf('drive:n', 11, await knownTab(11))).toBe('drive:n');
});

it('leaves a notebook with an address of its own to be known by that', async () => {
  await openTab({ key: 'drive:n', url, title: 'Notes' });
  expect(await knownTab(9)).toBeUndefined();
  expect(notebookKeyOf(null, 9, { notebook: 'drive:n' } as never)).toBe('tab:9');
});

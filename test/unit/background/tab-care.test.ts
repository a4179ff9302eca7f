import { fakeBrowser } from '@webext-core/fake-browser';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { afterDiscard, careForTabs, tabReplaced } from '../../../src/background/tab-care';
import { rememberTab } from '../../../src/background/tabs';

/** Whether the browser may discard each tab that there is. */
let discardable: Map<number, boolean>;
const reloaded: number[] = [];

const show = (tabId: number, notebook: string) => {
  discardable.set(tabId, true);
  return rememberTab({
    tabId,
    notebook,
    url: 'https://colab.research.google.com/',
    title: '',
    dialog: null,
    state: 'idle',
  });
};

beforeEach(() => {
  discardable = new Map();
  reloaded.length = 0;
  const real = async (id: number) => {
    if (!discardable.has(id)) throw new Error('No tab with id');
    return { id, autoDiscardable: discardable.get(id) } as never;
  };
  vi.spyOn(fakeBrowser.tabs, 'get').mockImplementation(real);
  vi.spyOn(fakeBrowser.tabs, 'update').mockImplementation((async (id: number, change: { autoDiscardable: boolean }) => {
    await real(id);
    discardable.set(id, change.autoDiscardable);
  }) as never);
  vi.spyOn(fakeBrowser.tabs, 'reload').mockImplementation((async (id: number) => reloaded.push(id)) as never);
});
afterEach(() => vi.restoreAllMocks());

it('keeps the tabs of watched notebooks, and gives them back afterwards', async () => {
  await show(1, 'a');
  await show(2, 'b');
  await careForTabs(new Set(['a']));
  await careForTabs(new Set(['a']));
  expect([...discardable]).toEqual([
    [1, false],
    [2, true],
  ]);
  await careForTabs(new Set());
  expect([...discardable.values()]).toEqual([true, true]);
});

it('leaves alone a tab that was undiscardable before', async () => {
  await show(1, 'a');
  discardable.set(1, false);
  await careForTabs(new Set(['a']));
  await careForTabs(new Set());
  expect(discardable.get(1)).toBe(false);
});

it('gives back a tab that shows something else now, and minds none that is closed', async () => {
  await show(1, 'a');
  await show(2, 'a');
  await careForTabs(new Set(['a']));
  await show(1, 'b');
  discardable.set(1, false);
  discardable.delete(2);
  await careForTabs(new Set(['a']));
  expect([...discardable]).toEqual([[1, true]]);
});

it('gives back a tab that was discarded meanwhile, and came back under another id', async () => {
  await show(1, 'a');
  await careForTabs(new Set(['a']));
  discardable.delete(1);
  // The flag outlives the discard (measured on Chromium 150).
  discardable.set(2, false);
  await tabReplaced(1, 2);
  await careForTabs(new Set(['a']));
  await careForTabs(new Set());
  expect([...discardable]).toEqual([[2, true]]);
});

it('loads a tab again that was discarded over work, and no other', async () => {
  await show(1, 'a');
  await show(2, 'b');
  expect(await afterDiscard(1, new Set(['a']))).toBe('a');
  expect(await afterDiscard(2, new Set(['a']))).toBe('b');
  expect(await afterDiscard(3, new Set(['a']))).toBeNull();
  expect(reloaded).toEqual([1]);
});

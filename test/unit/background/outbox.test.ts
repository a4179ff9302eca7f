import { fakeBrowser } from '@webext-core/fake-browser';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Notice } from '../../../src/background/outbox';

let outbox: typeof import('../../../src/background/outbox');

let clock: number;
let shown: { id: string; title: string; message: string }[];

const notice = (lines: string[], id = 'done drive:n'): Notice => ({
  id,
  title: 'Done',
  lines,
  context: '',
  button: null,
});

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  vi.resetModules();
  outbox = await import('../../../src/background/outbox');
  clock = new Date(2026, 0, 5, 12).getTime();
  shown = [];
  vi.spyOn(Date, 'now').mockImplementation(() => clock);
  vi.spyOn(fakeBrowser.notifications, 'create').mockImplementation((async (
    id: string,
    { title, message }: { title: string; message: string },
  ) => {
    shown.push({ id, title, message });
    return id;
  }) as never);
});
afterEach(() => vi.restoreAllMocks());

it('shows the first at once, and what comes right after it together', async () => {
  await outbox.post([notice(['a'])]);
  await Promise.all(['b', 'c', 'c', 'd'].map((name) => outbox.post([notice([name])])));
  expect(shown).toEqual([{ id: 'done drive:n', title: 'Done', message: 'a' }]);
  expect((await fakeBrowser.alarms.get(outbox.OUTBOX_ALARM))?.scheduledTime).toBe(clock + outbox.PAUSE_MS);
  clock += outbox.PAUSE_MS;
  await outbox.sendPosted();
  expect(shown.slice(1)).toEqual([{ id: 'done drive:n', title: 'Done (3)', message: 'b\nc\nd' }]);
  await outbox.sendPosted();
  expect(shown).toHaveLength(2);
});

it('names no more than a notification can hold, and says how many more', async () => {
  await outbox.post([notice(Array.from({ length: 40 }, (_, n) => `file-${n}`))]);
  expect(shown).toMatchObject([{ title: 'Done (40)', message: 'file-0\nfile-1\nfile-2\nfile-3\n+ 36' }]);
});

it('is silent in the quiet hours, and tells afterwards what happened, one of each kind', async () => {
  const { writeSettings, readSettings } = await import('../../../src/store/settings');
  await writeSettings({ ...(await readSettings()), quietHours: { from: 11 * 60, to: 13 * 60 } });
  await outbox.post([notice(['a'])]);
  await outbox.post([notice(['b']), notice(['c'], 'failed drive:n')]);
  expect(shown).toEqual([]);
  expect((await fakeBrowser.alarms.get(outbox.OUTBOX_ALARM))?.scheduledTime).toBe(new Date(2026, 0, 5, 13).getTime());
  clock = new Date(2026, 0, 5, 13).getTime();
  await outbox.sendPosted();
  expect(shown.map(({ message }) => message)).toEqual(['a\nb', 'c']);
});

it('is not silenced for hours by a clock that was set back', async () => {
  await outbox.post([notice(['a'])]);
  clock -= 3_600_000;
  await outbox.post([notice(['b'])]);
  expect(shown).toHaveLength(2);
});

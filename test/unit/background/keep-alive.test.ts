import { fakeBrowser } from '@webext-core/fake-browser';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KnownTab } from '../../../src/background/tabs';
import type { PageView, Request } from '../../../src/messaging/messages';

/* What the background does with the policy's word: acts in the page, tells the user, remembers. Real store, scripted page. */

const MINUTE = 60_000;
const KEY = 'drive:n';
const tab: KnownTab = {
  notebook: KEY,
  tabId: 7,
  url: 'https://colab.research.google.com/drive/n',
  title: 'Notes',
  state: 'idle',
  dialog: null,
};
const idle: PageView = {
  state: 'idle',
  disk: null,
  lasts: null,
  vm: 'vm-1',
  layers: { pageObject: true, dom: true },
  dialogs: [],
};
const refused = (kind: string): PageView => ({
  ...idle,
  state: 'blocked',
  dialogs: [{ kind, title: '', text: '', buttons: [] }],
});

let clock: number;
let calls: string[];

async function background() {
  vi.resetModules();
  return {
    ...(await import('../../../src/background/keep-alive')),
    ...(await import('../../../src/background/keep-alive-commands')),
    ...(await import('../../../src/background/tabs')),
    ...(await import('../../../src/store/read')),
    ...(await import('../../../src/store/settings')),
  };
}
let app: Awaited<ReturnType<typeof background>>;

const guard = async () => (await app.findNotebook(KEY))?.guard;
const told = async () => Object.keys(await fakeBrowser.notifications.getAll()).map((id) => id.split(' ')[0]);
async function look(page: PageView, minutes = 0): Promise<void> {
  clock += minutes * MINUTE;
  await app.keepAlive(KEY, tab, page);
}

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  clock = Date.UTC(2026, 0, 1);
  calls = [];
  vi.spyOn(Date, 'now').mockImplementation(() => clock);
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  vi.spyOn(fakeBrowser.i18n, 'getMessage').mockImplementation((key: string) => key);
  vi.spyOn(fakeBrowser.tabs, 'get').mockResolvedValue({ id: tab.tabId, discarded: true } as never);
  vi.spyOn(fakeBrowser.tabs, 'sendMessage').mockImplementation((async (_id: number, { kind }: Request) => {
    calls.push(kind);
    return { ok: true, value: { ok: true, value: null, rung: 'test', trace: [] } };
  }) as never);
  app = await background();
  await app.rememberTab(tab);
  await app.setPlan(tab.tabId, { mode: 'timed', left: 60 * MINUTE });
});
afterEach(() => vi.restoreAllMocks());

it('nudges for as long as was set, asks when that is over, and goes on after a yes', async () => {
  for (let minute = 0; minute <= 60; minute += 4) await look(idle, minute === 0 ? 0 : 4);
  expect(calls.filter((kind) => kind === 'tab/nudge')).toHaveLength(15);
  expect(await guard()).toMatchObject({ status: 'asking' });
  expect(await told()).toEqual(['time-over']);
  await app.answerNews('time-over', KEY);
  await look(idle, 4);
  expect(await guard()).toMatchObject({ status: 'guarding', plan: { mode: 'timed', left: 56 * MINUTE } });
});

it('pauses at a CAPTCHA, and tells of it once', async () => {
  await look({ ...idle, state: 'captcha' });
  await look({ ...idle, state: 'captcha' }, 8);
  expect(calls).toEqual([]);
  expect(await told()).toEqual(['captcha']);
  await look(idle, 4);
  expect(calls).toEqual(['tab/nudge']);
});

it('stops for good when Colab refuses what the notebook does, and only then', async () => {
  await look(refused('too-many-sessions'));
  expect(await guard()).toMatchObject({ status: 'unclear', plan: { mode: 'timed' } });
  await look(refused('disallowed-disconnect'), 1);
  expect(await guard()).toMatchObject({ status: 'blocked', plan: { mode: 'off' } });
  await look(idle, 30);
  expect(calls).toEqual([]);
  expect(await told()).toEqual(['blocked']);
});

it('knows the session by its VM, and begins a new one with another', async () => {
  await look(idle);
  const { session } = (await app.findNotebook(KEY)) ?? {};
  expect(session).toMatchObject({ boot: 'vm-1', since: clock });
  await look({ ...idle, lasts: 90 * MINUTE, disk: { usedGb: 20, totalGb: 100 } }, 1);
  expect((await app.findNotebook(KEY))?.session).toMatchObject({ since: clock - MINUTE, free: 80e9 });
  await look({ ...idle, vm: 'vm-2' }, 1);
  expect((await app.findNotebook(KEY))?.session).toMatchObject({ boot: 'vm-2', since: clock, free: null });
});

it('sends the keep-alive request only where the user wants it', async () => {
  const send = vi.mocked(fakeBrowser.tabs.sendMessage);
  await look(idle);
  expect(send).toHaveBeenLastCalledWith(7, { kind: 'tab/nudge', payload: { request: false } }, { frameId: 0 });
  await app.writeSettings({ ...(await app.readSettings()), keepAliveRequest: true });
  await look(idle, 4);
  expect(send).toHaveBeenLastCalledWith(7, { kind: 'tab/nudge', payload: { request: true } }, { frameId: 0 });
});

import { fakeBrowser } from '@webext-core/fake-browser';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createJob, type Job } from '../../../src/jobs/job';
import { newGuard } from '../../../src/keepalive/guard';
import type { PageView, Request } from '../../../src/messaging/messages';
import type { KnownTab } from '../../../src/messaging/shown';
import type { Notebook } from '../../../src/store/schema';

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
    ...(await import('../../../src/store/write')),
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

it.each(['refused', 'signed-out'])('tries no reconnect again where only the user can help (%s)', async (code) => {
  const down: PageView = { ...idle, state: 'disconnected' };
  vi.mocked(fakeBrowser.tabs.sendMessage).mockImplementation((async (_id: number, { kind }: Request) => {
    calls.push(kind);
    return { ok: true, value: { ok: false, code, message: 'Colab asks', trace: [] } };
  }) as never);
  await look(down);
  for (let minute = 0; minute < 30; minute++) await look(down, 1);
  expect(calls).toEqual(['tab/connect']);
  // A word of the user's, and it is tried again.
  await app.setPlan(tab.tabId, { mode: 'timed', left: 60 * MINUTE });
  await look(down, 1);
  expect(calls).toEqual(['tab/connect', 'tab/connect']);
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

describe('a runtime that is to end when all is done', () => {
  const done = (changes: Partial<Job> = {}): Job => ({
    ...createJob({ id: 'a', notebook: KEY, url: 'https://example.org/a', output: '', checksum: null, at: clock }),
    state: 'completed',
    verified: 'sha256',
    finishedAt: clock,
    ...changes,
  });
  const put = (...jobs: Job[]) => app.changeNotebook(KEY, () => ({ jobs }));
  const due = async () => (await app.findNotebook(KEY))?.release.due ?? null;

  beforeEach(async () => {
    await app.writeSettings({ ...(await app.readSettings()), releaseWhenDone: true });
    await app.setPlan(tab.tabId, { mode: 'while-working' });
  });

  it('ends after a countdown, and the user hears of both', async () => {
    await look(idle);
    await put(done());
    await look(idle, 1);
    expect(await due()).toBe(clock + 5 * MINUTE);
    expect(await told()).toEqual(['release']);
    await look(idle, 4);
    expect(calls).toEqual([]);
    await look(idle, 1);
    expect(calls).toEqual(['tab/release']);
    expect(await told()).toEqual(['release', 'released']);
    await look(idle, 30);
    expect(calls).toEqual(['tab/release']);
  });

  it('does not end while the computer sleeps: its user hears of it again', async () => {
    await look(idle);
    await put(done());
    await look(idle, 1);
    await fakeBrowser.notifications.clear(`release ${KEY}`);
    await look(idle, 8 * 60);
    expect(calls).toEqual([]);
    expect(await due()).toBe(clock + 5 * MINUTE);
    expect(await told()).toEqual(['release']);
  });

  it('says so where the page offers no way, and does not try again', async () => {
    vi.mocked(fakeBrowser.tabs.sendMessage).mockResolvedValue({
      ok: true,
      value: { ok: false, code: 'no-rung-held', message: 'none', trace: [] },
    } as never);
    await look(idle);
    await put(done());
    for (let minute = 0; minute < 30; minute++) await look(idle, 1);
    expect(await told()).toEqual(['release', 'not-released']);
  });

  it('is kept by one click, until a later download ends', async () => {
    await look(idle);
    await put(done());
    await look(idle, 1);
    await app.answerNews('release', KEY);
    for (let minute = 0; minute < 10; minute++) await look(idle, 1);
    expect(calls).toEqual([]);
    await put(done(), done({ id: 'b' }));
    await look(idle, 1);
    expect(await due()).toBe(clock + 5 * MINUTE);
  });

  it('counts a download that ended before the page was first looked at, and none of an earlier runtime', async () => {
    const yesterday = clock - 24 * 60 * MINUTE;
    await put(done({ finishedAt: yesterday, verified: 'none' }));
    await look(idle);
    expect(await due()).toBeNull();
    await app.changeNotebook(KEY, ({ notebook }) => ({
      notebook: {
        ...(notebook as Notebook),
        session: null,
        awaySince: clock,
        guard: newGuard({ mode: 'while-working' }),
      },
    }));
    clock += 1000;
    await put(done({ id: 'b' }));
    await look(idle, 1);
    expect(await due()).toBe(clock + 5 * MINUTE);
  });

  it.each<[string, () => Promise<unknown>, Partial<PageView>]>([
    ['a set time is to be kept', () => app.setPlan(tab.tabId, { mode: 'timed', left: 60 * MINUTE }), {}],
    [
      'one download has nothing that it could be checked against',
      () => put(done(), done({ id: 'b', verified: 'none' })),
      {},
    ],
    ['one download is not complete', () => put(done(), done({ id: 'b', state: 'failed', finishedAt: null })), {}],
    ['a cell runs', () => put(done()), { state: 'busy' }],
  ])('goes on where %s', async (_, prepare, page) => {
    await look(idle);
    await put(done());
    await prepare();
    await look({ ...idle, ...page }, 1);
    expect(await due()).toBeNull();
  });
});

import { fakeBrowser } from '@webext-core/fake-browser';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PATIENCE_MS } from '../../../src/background/delivery';
import { createJob, type Job } from '../../../src/jobs/job';
import { MAX_RELAUNCHES } from '../../../src/jobs/relaunch';
import type { Request } from '../../../src/messaging/messages';
import { listIn } from '../../../src/runtime/cell-list';
import { wayOut } from '../jobs/way-out';
import { COLAB, FakeTab, identity, URL_OF_NOTEBOOK } from './fake-tab';
import { Worker } from './worker';

/*
 * The whole background over an in-memory browser, a real store (fake-indexeddb) and a scripted notebook tab. `restart` is the
 * death of the service worker: all module state is gone, the store is not.
 */

const TAB = 7;

let tab: FakeTab;
let clock: number;
/** A page connects; what it gives back ends the line. */
let connect: (line: object) => void;
function holdLine(): () => void {
  let end = () => {};
  const onDisconnect = { addListener: (listener: () => void) => (end = listener) };
  connect({ sender: { url: URL_OF_NOTEBOOK, frameId: 0, tab: { id: TAB } }, onDisconnect });
  return () => end();
}

let worker: Worker | undefined;
async function start() {
  worker?.kill();
  worker = await Worker.start();
}
const restart = start;

function send(request: Request, sender: object): Promise<{ ok: boolean; value: unknown }> {
  return new Promise((resolve) => {
    void (fakeBrowser.runtime.onMessage as unknown as { trigger(...args: unknown[]): Promise<unknown> }).trigger(
      request,
      sender,
      resolve,
    );
  });
}
const fromPopup = (kind: string, payload: unknown) =>
  send({ kind, payload }, { url: fakeBrowser.runtime.getURL('/src/popup/index.html') });
const fromPage = (kind: string, payload: unknown) =>
  send({ kind, payload }, { url: URL_OF_NOTEBOOK, frameId: 0, tab: { id: TAB } });
const hello = () => fromPage('page/hello', identity(tab));
const progress = () => fromPage('page/progress', { line: tab.line, cellId: 'c', running: tab.running });
const tick = async () => {
  clock += 30_000;
  await fakeBrowser.alarms.onAlarm.trigger({ name: 'tick', scheduledTime: clock } as never);
};
/** Has the page looked at, and waits for that. */
const look = async () => (await import('../../../src/background/watch')).look('drive:n');
/** A loss is believed when it lasts. */
const tickTwice = async () => {
  await tick();
  await look();
  await tick();
};

async function jobs(): Promise<Job[]> {
  const { allJobs } = await import('../../../src/store/read');
  return allJobs();
}
async function job(): Promise<Job> {
  const [only] = await jobs();
  if (only === undefined) throw new Error('no job');
  return only;
}
const stateIs = (state: string) => vi.waitFor(async () => expect((await job()).state).toBe(state));

async function add(name = 'a.bin'): Promise<void> {
  const input = { url: `https://example.org/${name}`, output: '', checksum: '' };
  // The same file is the same request.
  const digits = Array.from(name, (letter) => letter.charCodeAt(0).toString(16)).join('');
  const answer = await fromPopup('ui/add', {
    notebook: 'drive:n',
    downloads: [{ id: `5f0c1b9e-6b1f-4a57-9c51-${digits.padStart(12, '0').slice(-12)}`, input }],
    consent: true,
  });
  expect(answer).toMatchObject({ ok: true, value: { added: [{ state: 'starting' }], problems: {} } });
}

async function addAndRun(): Promise<void> {
  await add();
  await vi.waitFor(() => expect(tab.running).toBe(true));
  tab.print({ offset: 400 });
  await progress();
  await stateIs('running');
  await commandDone();
}

async function commandDone(): Promise<void> {
  const { findNotebook } = await import('../../../src/store/read');
  await vi.waitFor(async () => expect((await findNotebook('drive:n'))?.command).toBeNull());
}

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  tab = new FakeTab();
  clock = Date.UTC(2026, 0, 1);
  vi.spyOn(Date, 'now').mockImplementation(() => clock);
  vi.spyOn(fakeBrowser.tabs, 'sendMessage').mockImplementation((async (_id: number, request: Request) => {
    if (!tab.open) throw new Error('Could not establish connection. Receiving end does not exist.');
    return tab.answer(request);
  }) as never);
  vi.spyOn(fakeBrowser.tabs, 'get').mockImplementation(async (id: number) => {
    if (!tab.open) throw new Error('No tab with id');
    return { id, discarded: false } as never;
  });
  vi.spyOn(fakeBrowser.tabs.onReplaced, 'addListener').mockImplementation(() => undefined);
  vi.spyOn(fakeBrowser.i18n, 'getMessage').mockImplementation((key: string) => key);
  vi.spyOn(fakeBrowser.runtime.onConnect, 'addListener').mockImplementation((listener) => {
    connect = listener as never;
  });
  await start();
  await hello();
});

afterEach(() => vi.restoreAllMocks());

describe('the background', () => {
  it('brings a download through, and is quiet afterwards', async () => {
    await addAndRun();
    expect(await fakeBrowser.alarms.get('tick')).toBeDefined();
    tab.print({ seq: 2, state: 'completed', offset: 1000, verified: 'size' }, { end: 'finished' });
    tab.running = false;
    await progress();
    await stateIs('completed');
    await tick();
    await vi.waitFor(async () => expect(await fakeBrowser.alarms.get('tick')).toBeUndefined());
    expect(await fakeBrowser.notifications.getAll()).toEqual({ 'done drive:n': true });
  });

  it('forgets the history beyond its limits as soon as something is added to it, or the limits change', async () => {
    const { changeNotebook } = await import('../../../src/store/write');
    const { readSettings } = await import('../../../src/store/settings');
    const past = (id: string, days: number): Job => {
      const at = clock - days * 86_400_000;
      const made = createJob({ id, notebook: 'drive:n', url: 'https://example.org/b', output: '', checksum: null, at });
      return { ...made, state: 'completed', finishedAt: at };
    };
    await changeNotebook('drive:n', () => ({ jobs: [past('old', 91), past('b', 5), past('c', 2)] }));
    await addAndRun();
    tab.print({ seq: 2, state: 'completed', offset: 1000, verified: 'size' }, { end: 'finished' });
    await progress();
    await vi.waitFor(async () => expect((await jobs()).map(({ id }) => id)).not.toContain('old'));
    expect(await jobs()).toHaveLength(3);
    await fromPopup('ui/settings', { ...(await readSettings()), historyCount: 2 });
    expect((await jobs()).map(({ id }) => id)).not.toContain('b');
    expect(await jobs()).toHaveLength(2);
    clock += 100 * 86_400_000;
    await restart();
    await vi.waitFor(async () => expect(await jobs()).toEqual([]));
  });

  it('imports beside what is there: nothing of that is lost, whatever limits the file brings', async () => {
    await addAndRun();
    tab.print({ seq: 2, state: 'completed', offset: 1000, verified: 'size' }, { end: 'finished' });
    await progress();
    await stateIs('completed');
    await fromPopup('ui/keep-alive', { tabId: TAB, plan: { mode: 'off' } });
    const { value } = await fromPopup('ui/export', null);
    const file = JSON.parse(String(value));
    const other = { ...file.jobs[0], id: 'other', state: 'paused', finishedAt: null };
    const changed = { ...file, jobs: [...file.jobs, other], settings: { ...file.settings, historyCount: 0 } };
    const text = JSON.stringify(changed).replaceAll('"mode":"off"', '"mode":"while-working"');
    const again = () => fromPopup('ui/import', { text });
    expect(await again()).toMatchObject({ value: { added: 1, known: 1, leftOut: 0 } });
    expect(await again()).toMatchObject({ value: { added: 0, known: 2, leftOut: 0 } });
    await restart();
    expect((await jobs()).map(({ state }) => state).toSorted()).toEqual(['completed', 'paused']);
    const { findNotebook } = await import('../../../src/store/read');
    expect((await findNotebook('drive:n'))?.guard.plan.mode).toBe('off');
  });

  it('adds the same request once, however often it is sent', async () => {
    await add();
    await add();
    expect(await jobs()).toHaveLength(1);
    await commandDone();
    expect(tab.runs).toBe(1);
  });

  it('delivers a command that the worker died over', async () => {
    tab.open = false;
    await add();
    const { knownTab } = await import('../../../src/background/tabs');
    await vi.waitFor(async () => expect(await knownTab(TAB)).toBeUndefined());
    await restart();
    expect(tab.runs).toBe(0);
    tab.open = true;
    await hello();
    await vi.waitFor(() => expect(tab.runs).toBe(1));
    await commandDone();
  });

  it('keeps offset and state over a restart of the worker between any two steps', async () => {
    await addAndRun();
    await restart();
    tab.print({ seq: 2, offset: 600 });
    await progress();
    await restart();
    expect(await job()).toMatchObject({ state: 'running', offset: 600 });
    tab.running = false;
    await tickTwice();
    await stateIs('interrupted');
    await restart();
    await fromPopup('ui/relaunch', { jobs: [(await job()).id], overwriteEdited: false, consent: false });
    await restart();
    await tick();
    await vi.waitFor(() => expect(tab.running).toBe(true));
    await commandDone();
    expect((await job()).offset).toBe(600);
  });

  it('says that the tab is gone, and goes on by itself when it is back', async () => {
    await addAndRun();
    tab.open = false;
    await fakeBrowser.tabs.onRemoved.trigger(TAB, { windowId: 1, isWindowClosing: false });
    await stateIs('interrupted');
    expect((await job()).reason).toBe('tab-closed');
    tab.open = true;
    tab.print({ seq: 5, offset: 900 });
    await hello();
    await stateIs('running');
  });

  it('tells a stopped cell from a lost connection', async () => {
    await addAndRun();
    tab.running = false;
    await tickTwice();
    await stateIs('interrupted');
    expect((await job()).reason).toBe('kernel-restarted');
    await fromPopup('ui/relaunch', { jobs: [(await job()).id], overwriteEdited: false, consent: false });
    await vi.waitFor(() => expect(tab.running).toBe(true));
    tab.print({ seq: 3, offset: 500 });
    await progress();
    await stateIs('running');
    tab.state = 'disconnected';
    tab.running = false;
    await fromPage('page/state', identity(tab));
    await tickTwice();
    await stateIs('interrupted');
    expect((await job()).reason).toBe('disconnected');
  });

  it('believes no loss that is over at once', async () => {
    await addAndRun();
    for (const [state, running] of [
      ['disconnected', false],
      ['connecting', false],
      ['idle', false],
      ['busy', true],
      ['disconnected', false],
      ['busy', true],
    ] as const) {
      Object.assign(tab, { state, running });
      clock += 2_000;
      await fromPage('page/state', identity(tab));
      await look();
      expect((await job()).state).toBe('running');
    }
  });

  it('reconnects by itself after a while, once, and leaves the relaunch to the user', async () => {
    await addAndRun();
    tab.state = 'disconnected';
    tab.running = false;
    await look();
    expect(tab.calls).not.toContain('tab/connect');
    await tick();
    await stateIs('interrupted');
    await vi.waitFor(() => expect(tab.state).toBe('idle'));
    await tick();
    expect(tab.calls.filter((kind) => kind === 'tab/connect')).toHaveLength(1);
    expect(tab.runs).toBe(1);
    expect((await job()).state).toBe('interrupted');
  });

  it('relaunches by itself if the user wants that', async () => {
    const { readSettings } = await import('../../../src/store/settings');
    await fromPopup('ui/settings', { ...(await readSettings()), relaunchByItself: true });
    await addAndRun();
    tab.running = false;
    await tickTwice();
    await vi.waitFor(async () => expect((await job()).relaunchAt).not.toBeNull());
    await tick();
    await vi.waitFor(() => expect(tab.runs).toBe(2));
    expect((await job()).relaunches).toBe(1);
  });

  it('nudges while bytes flow, not when keep-alive is off', async () => {
    await addAndRun();
    await tick();
    await vi.waitFor(() => expect(tab.calls).toContain('tab/nudge'));
    tab.calls = [];
    await fromPopup('ui/keep-alive', { tabId: TAB, plan: { mode: 'off' } });
    for (let minute = 0; minute < 20; minute++) await tick();
    expect(tab.calls).not.toContain('tab/nudge');
  });

  it('asks before it overwrites an edited cell', async () => {
    await addAndRun();
    tab.running = false;
    tab.edited = true;
    await tickTwice();
    await stateIs('interrupted');
    await fromPopup('ui/relaunch', { jobs: [(await job()).id], overwriteEdited: false, consent: false });
    await stateIs('failed');
    expect((await job()).error?.code).toBe('cell-edited');
    await fromPopup('ui/relaunch', { jobs: [(await job()).id], overwriteEdited: true, consent: false });
    await vi.waitFor(() => expect(tab.runs).toBe(2));
    await commandDone();
  });

  it('asks before it puts its cell into a notebook that has none, whatever starts a download there', async () => {
    await addAndRun();
    tab.running = false;
    await tickTwice();
    await stateIs('interrupted');
    await fromPopup('ui/remove-cell', { tabId: TAB });
    const [{ id }, toRelaunch] = [await job(), { overwriteEdited: false, consent: false }];
    const asked = { state: 'failed', offset: 400, error: { code: 'no-consent', retryable: true } };
    await fromPopup('ui/relaunch', { jobs: [id], ...toRelaunch });
    expect(await job()).toMatchObject(asked);
    await fromPopup('ui/replace-link', { job: id, url: 'https://mirror.example/a.bin' });
    await commandDone();
    expect(await job()).toMatchObject(asked);
    expect(tab.text).toBe('');
    await fromPopup('ui/relaunch', { jobs: [id], ...toRelaunch, consent: true });
    await vi.waitFor(() => expect(tab.running).toBe(true));
    await commandDone();
    expect(await job()).toMatchObject({ state: 'starting', offset: 400 });
  });

  it('puts no cell back into a notebook whose user took it out, when a download is removed from the list', async () => {
    await addAndRun();
    tab.print(
      { seq: 2, state: 'failed', error: { code: 'not-found', message: '', retryable: false } },
      { end: 'finished' },
    );
    tab.running = false;
    await progress();
    await stateIs('failed');
    await fromPopup('ui/remove-cell', { tabId: TAB });
    expect(tab.text).toBe('');
    await fromPopup('ui/remove', { jobs: [(await job()).id] });
    await commandDone();
    expect(tab.text).toBe('');
  });

  it('tells a running cell of a new order and of new limits, and of nothing that changes nothing', async () => {
    await addAndRun();
    await add('b.bin');
    await commandDone();
    const listed = () =>
      [...tab.text.matchAll(/"url": "https:\/\/example.org\/(\w)/g)].map(([, name]) => name).join('');
    expect(listed()).toBe('ab');
    const [b, a] = await jobs();
    await fromPopup('ui/move', { job: b?.id, before: a?.id });
    await vi.waitFor(() => expect(listed()).toBe('ba'));
    await commandDone();
    await fromPopup('ui/priority', { jobs: [a?.id], priority: 1 });
    await vi.waitFor(() => expect(listed()).toBe('ab'));
    await commandDone();
    const { readSettings } = await import('../../../src/store/settings');
    await fromPopup('ui/settings', { ...(await readSettings()), speedLimit: 5_000_000 });
    await vi.waitFor(() => expect(tab.text).toContain('"speedLimit": 5000000'));
    await fromPopup('ui/settings', { ...(await readSettings()), engine: 'curl', connections: 4, tries: 7 });
    await vi.waitFor(() => expect(tab.text).toMatch(/"engine": "curl",\s+"connections": 4,\s+"tries": 7/));
    await commandDone();
    const { calls } = tab;
    tab.calls = [];
    await fromPopup('ui/priority', { jobs: [a?.id], priority: 1 });
    await fromPopup('ui/settings', { ...(await readSettings()), notifyDone: false });
    // New settings have the page looked at, and no more than that.
    await look();
    expect(calls).toContain('tab/ensure');
    for (const told of ['tab/ensure', 'tab/interrupt', 'tab/watch']) expect(tab.calls).not.toContain(told);
  });

  it('goes on with a fresh link in the very file that the old one was filling', async () => {
    await addAndRun();
    tab.print({ seq: 2, state: 'failed', offset: 400, error: { code: 'forbidden', message: '', retryable: false } });
    tab.running = false;
    await progress();
    await stateIs('failed');
    const fresh = 'https://mirror.example/get?file=7&signature=new';
    const { id } = await job();
    expect(await fromPopup('ui/replace-link', { job: id, url: 'nowhere' })).toMatchObject({
      value: { url: 'urlInvalid' },
    });
    await fromPopup('ui/replace-link', { job: id, url: fresh });
    await commandDone();
    expect(JSON.parse(listIn(tab.text) ?? '')).toMatchObject({ jobs: [{ id, url: fresh, output: '/content/a.bin' }] });
    expect(await job()).toMatchObject({ state: 'starting', offset: 400, lost: null });
  });

  it('pauses, relaunches and removes several at once', async () => {
    await addAndRun();
    await add('b.bin');
    await commandDone();
    const both = (await jobs()).map(({ id }) => id);
    await fromPopup('ui/pause', { jobs: both });
    expect((await jobs()).map(({ state }) => state)).toEqual(['paused', 'paused']);
    await fromPopup('ui/relaunch', { jobs: both, overwriteEdited: false, consent: false });
    expect((await jobs()).map(({ state }) => state)).toEqual(['starting', 'starting']);
    await fromPopup('ui/remove', { jobs: both });
    expect(await jobs()).toEqual([]);
    expect(await fromPopup('ui/pause', { jobs: both })).toMatchObject({ ok: false, error: { code: 'no-job' } });
  });

  it('relaunches all that another try can help, with one request', async () => {
    await addAndRun();
    tab.running = false;
    await tickTwice();
    await stateIs('interrupted');
    await fromPopup('ui/relaunch', {
      jobs: (await jobs()).map(({ id }) => id),
      overwriteEdited: false,
      consent: false,
    });
    await vi.waitFor(() => expect(tab.runs).toBe(2));
    await commandDone();
    expect((await job()).state).toBe('starting');
  });

  it('writes mere numbers once a second, a change of state at once, and the newest numbers always', async () => {
    await addAndRun();
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    tab.print({ seq: 2, offset: 500 });
    const answered = vi.fn();
    void progress().then(answered);
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1), { interval: 1 });
    expect((await job()).offset).toBe(400);
    tab.print({ seq: 3, state: 'stalled', offset: 600 });
    await progress();
    expect(await job()).toMatchObject({ state: 'stalled', offset: 600 });
    expect(answered).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(answered).toHaveBeenCalled());
    expect(await job()).toMatchObject({ state: 'stalled', offset: 600 });
  });

  it('says that the browser was closed, not that each tab was', async () => {
    await addAndRun();
    worker?.kill();
    // Tabs and what is kept for the session end with the browser.
    await fakeBrowser.storage.session.clear();
    tab.open = false;
    await start();
    await stateIs('interrupted');
    await tick();
    expect((await job()).reason).toBe('browser-closed');
    tab.open = true;
    tab.print({ seq: 9, offset: 700 });
    await hello();
    await stateIs('running');
  });

  it('waits for its notebook when the tab goes on to another one, and says so', async () => {
    await addAndRun();
    await fromPage('page/hello', { ...identity(tab), notebook: 'drive:other', url: `${COLAB}/drive/other` });
    await stateIs('interrupted');
    expect((await job()).reason).toBe('tab-closed');
  });

  it('knows of a crash by the end of the page’s line, and loads the tab again with a relaunch', async () => {
    await addAndRun();
    const end = holdLine();
    tab.open = false;
    vi.mocked(fakeBrowser.tabs.get).mockImplementation(async (id: number) => ({ id, discarded: false }) as never);
    end();
    await stateIs('interrupted');
    await tick();
    expect(await job()).toMatchObject({ reason: 'tab-crashed', offset: 400 });
    const reload = vi.spyOn(fakeBrowser.tabs, 'reload').mockImplementation(async () => undefined);
    await fromPopup('ui/relaunch', { jobs: [(await job()).id], overwriteEdited: false, consent: false });
    expect(reload.mock.calls).toEqual([[TAB]]);
    tab.open = true;
    await hello();
    await commandDone();
    tab.print({ seq: 5, offset: 900 });
    await progress();
    await stateIs('running');
  });

  it('takes no reload, and no page that still answers, for a crash', async () => {
    await addAndRun();
    const end = holdLine();
    end();
    vi.mocked(fakeBrowser.tabs.get).mockImplementation(async (id: number) => ({ id, status: 'loading' }) as never);
    tab.open = false;
    end();
    tab.open = true;
    await tick();
    expect((await job()).state).toBe('running');
  });

  it('tells a page of its work before the caller hears that it is taken, and knows whether there is any', async () => {
    expect(await hello()).toMatchObject({ value: { watch: null, working: false } });
    await add();
    expect(tab.calls).toContain('tab/watch');
    expect(await hello()).toMatchObject({ value: { watch: {}, working: true } });
  });

  it('waits for its notebook when the tab goes on to a page that is not Colab', async () => {
    await addAndRun();
    const change = { status: 'complete' } as const;
    await fakeBrowser.tabs.onUpdated.trigger(TAB, change, { id: TAB, url: URL_OF_NOTEBOOK } as never);
    expect((await job()).state).toBe('running');
    await fakeBrowser.tabs.onUpdated.trigger(TAB, change, { id: TAB } as never);
    await stateIs('interrupted');
    expect((await job()).reason).toBe('tab-closed');
  });

  it('calls a page silent that has crashed', async () => {
    await addAndRun();
    vi.mocked(fakeBrowser.tabs.sendMessage).mockRejectedValue(new Error('Could not establish connection.'));
    clock += PATIENCE_MS;
    await tick();
    await stateIs('interrupted');
    expect((await job()).reason).toBe('silent');
  });

  it('says so when Colab has taken the VM back', async () => {
    await addAndRun();
    tab.state = 'lost';
    tab.running = false;
    tab.dialogs = ['inactivity-disconnect'];
    await fromPage('page/state', identity(tab));
    await stateIs('interrupted');
    expect((await job()).reason).toBe('vm-replaced');
  });

  it('leaves it to the user after the last try, says so, and rests', async () => {
    const { readSettings } = await import('../../../src/store/settings');
    await fromPopup('ui/settings', { ...(await readSettings()), relaunchByItself: true });
    await addAndRun();
    await fromPopup('ui/keep-alive', { tabId: TAB, plan: { mode: 'off' } });
    for (let tries = 1; tries <= MAX_RELAUNCHES; tries++) {
      tab.running = false;
      await tickTwice();
      await vi.waitFor(async () => expect((await job()).relaunchAt).not.toBeNull());
      clock += 600_000;
      await tick();
      await vi.waitFor(async () => expect(await job()).toMatchObject({ state: 'starting', relaunches: tries }));
      await commandDone();
    }
    tab.running = false;
    await tickTwice();
    await stateIs('interrupted');
    await tick();
    await vi.waitFor(async () => expect(await fakeBrowser.alarms.get('tick')).toBeUndefined());
    const end = await job();
    expect(end).toMatchObject({ state: 'interrupted', relaunches: MAX_RELAUNCHES, relaunchAt: null });
    expect(await fakeBrowser.notifications.getAll()).toHaveProperty(['needs-you drive:n']);
    expect(wayOut(end)).toBe('relaunch');
  });

  it('rests while a command waits for a notebook that no tab shows, and delivers it when one does', async () => {
    await addAndRun();
    tab.open = false;
    await fakeBrowser.tabs.onRemoved.trigger(TAB, { windowId: 1, isWindowClosing: false });
    await stateIs('interrupted');
    await fromPopup('ui/remove', { jobs: [(await job()).id] });
    clock += PATIENCE_MS;
    await tick();
    await vi.waitFor(async () => expect(await fakeBrowser.alarms.get('tick')).toBeUndefined());
    tab.open = true;
    await hello();
    await commandDone();
    expect(tab.running).toBe(false);
  });

  it('lets a download wait for its turn as long as the runtime speaks of others', async () => {
    await addAndRun();
    await add('b.bin');
    await commandDone();
    const waiting = (await jobs()).find(({ state }) => state === 'starting');
    const waitingIs = (state: string) =>
      vi.waitFor(async () => expect((await jobs()).find(({ id }) => id === waiting?.id)).toMatchObject({ state }));
    tab.print({ job: waiting?.id ?? '', seq: 1, state: 'queued', offset: 0 });
    await progress();
    await waitingIs('queued');
    clock += PATIENCE_MS;
    const running = (await jobs()).find(({ state }) => state === 'running');
    tab.print({ job: running?.id ?? '', seq: 2, offset: 600 });
    await tick();
    await vi.waitFor(async () =>
      expect((await jobs()).find(({ id }) => id === running?.id)).toMatchObject({ offset: 600 }),
    );
    await waitingIs('queued');
    tab.print({ job: waiting?.id ?? '', seq: 2, offset: 100 });
    await tick();
    await waitingIs('running');
    clock += PATIENCE_MS;
    await tick();
    await waitingIs('interrupted');
  });

  it('gives up on a launch that brings no record, and says so', async () => {
    await add();
    await vi.waitFor(() => expect(tab.running).toBe(true));
    clock += PATIENCE_MS;
    await tick();
    await stateIs('interrupted');
    expect((await job()).reason).toBe('silent');
  });

  it('believes no record with another token, and no page that is not Colab', async () => {
    await addAndRun();
    tab.print({ seq: 9, state: 'completed', offset: 1000 });
    const forged = (tab.line ?? '').replace(/"token":"[^"]+"/, '"token":"guess"');
    await fromPage('page/progress', { line: forged, cellId: 'c', running: true });
    expect((await job()).state).toBe('running');
    const answered = vi.fn();
    const { onMessage } = fakeBrowser.runtime as unknown as {
      onMessage: { trigger(...args: unknown[]): Promise<unknown> };
    };
    await onMessage.trigger(
      { kind: 'ui/export', payload: null },
      { url: URL_OF_NOTEBOOK, frameId: 0, tab: { id: TAB } },
      answered,
    );
    await onMessage.trigger(
      { kind: 'page/progress', payload: {} },
      { url: 'https://evil.example/', frameId: 0, tab: { id: TAB } },
      answered,
    );
    await onMessage.trigger(
      { kind: 'page/progress', payload: {} },
      { url: URL_OF_NOTEBOOK, frameId: 3, tab: { id: TAB } },
      answered,
    );
    expect(answered).not.toHaveBeenCalled();
  });
});

describe('when the database is lost', () => {
  /** As Chromium does with a damaged one: all databases are gone, the rest of the extension's storage is not. */
  async function loseDatabase() {
    globalThis.indexedDB = new IDBFactory();
    await restart();
  }
  const report = async () => (await import('../../../src/store/rescue')).readRescue();
  /** The copy that there is when the job's state is in it. */
  const copyOf = (state: string) =>
    vi.waitFor(async () => {
      const { 'safety-copy': copy } = await fakeBrowser.storage.local.get('safety-copy');
      expect(copy).toContain(`"state":"${state}"`);
      return JSON.parse(String(copy));
    });

  it('brings the open downloads back from the copy, and says so until the user has seen it', async () => {
    await addAndRun();
    await copyOf('running');
    await loseDatabase();
    await stateIs('interrupted');
    expect(await job()).toMatchObject({ offset: 400, reason: 'browser-closed' });
    await vi.waitFor(async () => expect(await report()).toMatchObject({ cause: 'lost', restored: 1, leftOut: 0 }));
    await restart();
    await fromPopup('ui/rescue-seen', null);
    expect(await report()).toBeNull();
    expect(await jobs()).toHaveLength(1);
  });

  it('takes over what a notebook that is opened lists, and believes what its cell prints', async () => {
    await addAndRun();
    const copy = await copyOf('running');
    worker?.kill();
    await fakeBrowser.storage.local.set({ 'safety-copy': JSON.stringify({ ...copy, jobs: [] }) });
    await loseDatabase();
    await vi.waitFor(async () => expect(await report()).toMatchObject({ restored: 0 }));
    expect(await jobs()).toEqual([]);
    tab.print({ seq: 2, offset: 700 });
    await hello();
    await vi.waitFor(async () => expect(await jobs()).toHaveLength(1));
    await stateIs('running');
    expect(await job()).toMatchObject({ url: 'https://example.org/a.bin', offset: 700 });
    expect(await report()).toMatchObject({ restored: 1 });
    await hello();
    expect(await jobs()).toHaveLength(1);
  });

  it('takes over nothing that could not have been added here', async () => {
    await addAndRun();
    const copy = await copyOf('running');
    worker?.kill();
    await fakeBrowser.storage.local.set({ 'safety-copy': JSON.stringify({ ...copy, jobs: [] }) });
    await loseDatabase();
    tab.text = tab.text.replace('https://example.org/a.bin', 'javascript:alert(1)');
    await hello();
    await vi.waitFor(() => expect(tab.calls).toContain('tab/list'));
    expect(await jobs()).toEqual([]);
  });

  it('asks no cell where nothing was lost', async () => {
    await hello();
    expect(tab.calls).not.toContain('tab/list');
  });
});

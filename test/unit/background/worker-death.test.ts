import { fakeBrowser } from '@webext-core/fake-browser';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '../../../src/jobs/job';
import type { JobRecord } from '../../../src/jobs/progress';
import type { Request } from '../../../src/messaging/messages';
import { FakeTab, identity, URL_OF_NOTEBOOK } from './fake-tab';
import { Worker } from './worker';

/*
 * The service worker dies right before each single step that it takes: each call of the browser, each use of the store. It is
 * started again by what starts a real one: the alarm, a message, a tab that closes. Whoever got no answer asks again, as the
 * faces and the page do. Nobody else helps, and the outcome must be the same.
 */

/** All steps by `ALL_STEPS=1`; else one of so many, from a place that is another one in each scenario. */
const EVERY = process.env.ALL_STEPS === undefined ? 41 : 1;
const TAB = 7;
const ID = '5f0c1b9e-6b1f-4a57-9c51-6dd9b8c3a001';

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

class World {
  readonly tab = new FakeTab();
  #clock = Date.UTC(2026, 0, 1);
  #worker!: Worker;

  static async create(diesBefore: number): Promise<World> {
    globalThis.indexedDB = new IDBFactory();
    fakeBrowser.reset();
    const world = new World();
    vi.spyOn(Date, 'now').mockImplementation(() => world.#clock);
    vi.spyOn(fakeBrowser.tabs, 'sendMessage').mockImplementation((async (_id: number, request: Request) => {
      if (!world.tab.open) throw new Error('Could not establish connection. Receiving end does not exist.');
      return world.tab.answer(request);
    }) as never);
    vi.spyOn(fakeBrowser.tabs, 'get').mockImplementation(async (id: number) => {
      if (!world.tab.open) throw new Error('No tab with id');
      return { id, discarded: false } as never;
    });
    vi.spyOn(fakeBrowser.tabs, 'create').mockImplementation(async () => ({ id: TAB }) as never);
    vi.spyOn(fakeBrowser.tabs.onReplaced, 'addListener').mockImplementation(() => undefined);
    vi.spyOn(fakeBrowser.i18n, 'getMessage').mockImplementation((key: string) => key);
    world.#worker = await Worker.start(diesBefore);
    await world.hello();
    return world;
  }

  get steps(): number {
    return this.#worker.steps;
  }

  end(): void {
    this.#worker.kill();
    vi.restoreAllMocks();
  }

  /** Any event starts a worker that is not there. */
  async #awake(): Promise<void> {
    if (this.#worker.dead) this.#worker = await Worker.start();
  }

  /** Sends a message until a worker has lived long enough to answer it. */
  async #send(request: Request, sender: object): Promise<unknown> {
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.#awake();
      const answers: unknown[] = [];
      const { onMessage } = fakeBrowser.runtime as unknown as {
        onMessage: { trigger(...args: unknown[]): Promise<unknown> };
      };
      void onMessage.trigger(request, sender, (value: unknown) => answers.push(value));
      for (let turn = 0; turn < 2000 && answers.length === 0 && !this.#worker.dead; turn++) await turns(1);
      if (answers.length > 0) return answers[0];
    }
    throw new Error(`nobody answers ${request.kind}`);
  }

  async ask(kind: string, payload: unknown): Promise<void> {
    const url = fakeBrowser.runtime.getURL('/src/popup/index.html');
    expect(await this.#send({ kind, payload }, { url }), kind).toMatchObject({ ok: true });
  }

  #fromPage(kind: string, payload: unknown): Promise<unknown> {
    return this.#send({ kind, payload }, { url: URL_OF_NOTEBOOK, frameId: 0, tab: { id: TAB } });
  }

  async hello(): Promise<void> {
    await this.#fromPage('page/hello', identity(this.tab));
  }

  add(): Promise<void> {
    const input = { url: 'https://example.org/a.bin', output: '', checksum: '' };
    return this.ask('ui/add', { notebook: 'drive:n', downloads: [{ id: ID, input }], consent: true });
  }

  /** The cell's output changes, and the page tells. */
  async print(change: Partial<JobRecord>, end: string | null = null): Promise<void> {
    if (end !== null) this.tab.running = false;
    this.tab.print(change, { end });
    await this.#push();
  }

  async #push(): Promise<void> {
    // More than a second after the last time: mere numbers do not wait.
    this.#clock += 2000;
    await this.#fromPage('page/progress', this.tab.progress());
  }

  async closeTab(): Promise<void> {
    this.tab.open = false;
    await this.#awake();
    await fakeBrowser.tabs.onRemoved.trigger(TAB, { windowId: 1, isWindowClosing: false });
  }

  async openTab(): Promise<void> {
    this.tab.open = true;
    await this.hello();
    // What the page does when it is told that its downloads may progress.
    await this.#push();
  }

  /** Time passes until something is so: nothing but the alarm happens meanwhile. */
  async until(so: () => boolean | Promise<boolean>): Promise<void> {
    for (let beat = 0; beat < 8; beat++) {
      for (let turn = 0; turn < 40; turn++) {
        if (await so()) return;
        // The cell's checksum is made outside of the event loop's turns.
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      if ((await fakeBrowser.alarms.get('tick')) === undefined) continue;
      this.#clock += 30_000;
      await this.#awake();
      await fakeBrowser.alarms.onAlarm.trigger({ name: 'tick', scheduledTime: this.#clock } as never);
    }
    throw new Error(`never came about: ${String(so)}; ${JSON.stringify(await this.jobs())}`);
  }

  untilJob(wanted: Partial<Job>): Promise<void> {
    return this.until(async () => {
      const [job] = await this.jobs();
      return job !== undefined && Object.entries(wanted).every(([key, value]) => job[key as keyof Job] === value);
    });
  }

  /** Whether the cell's list has the download. */
  lists(): boolean {
    return this.tab.text.includes('"https://example.org/a.bin"');
  }

  /** Read past the worker, as a face does. */
  async jobs(): Promise<Job[]> {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('lifeline');
      request.addEventListener('success', () => resolve(request.result));
    });
    const all = await new Promise<Job[]>((resolve) => {
      const request = db.transaction('jobs').objectStore('jobs').getAll();
      request.addEventListener('success', () => resolve(request.result));
    });
    db.close();
    return all;
  }
}

const scenarios: Record<string, (world: World) => Promise<void>> = {
  async 'a download from the first click to the end'(world) {
    await world.add();
    await world.until(() => world.tab.running);
    await world.print({ offset: 400 });
    await world.untilJob({ state: 'running', offset: 400 });
    await world.print({ seq: 2, state: 'completed', offset: 1000, verified: 'size' }, 'finished');
    await world.untilJob({ state: 'completed' });
  },

  async 'an interruption, one click, and the end'(world) {
    await world.add();
    await world.until(() => world.tab.running);
    await world.print({ offset: 400 });
    await world.untilJob({ state: 'running' });
    world.tab.running = false;
    await world.untilJob({ state: 'interrupted', offset: 400 });
    await world.ask('ui/relaunch', { jobs: [ID], overwriteEdited: false });
    await world.until(() => world.tab.running);
    await world.print({ seq: 2, offset: 700, kept: 400 });
    await world.untilJob({ state: 'running', offset: 700 });
    await world.print({ seq: 3, state: 'completed', offset: 1000, verified: 'size' }, 'finished');
    await world.untilJob({ state: 'completed' });
  },

  async 'a pause, a resume, a closed tab and its return, and a removal'(world) {
    await world.add();
    await world.until(() => world.tab.running);
    await world.ask('ui/pause', { jobs: [ID] });
    await world.until(() => !world.tab.running);
    await world.ask('ui/resume-all', null);
    await world.until(() => world.tab.running);
    await world.print({ seq: 5, offset: 500 });
    await world.untilJob({ state: 'running', offset: 500 });
    await world.closeTab();
    await world.untilJob({ state: 'interrupted', reason: 'tab-closed' });
    world.tab.print({ seq: 6, offset: 600 });
    await world.openTab();
    await world.untilJob({ state: 'running', offset: 600 });
    await world.ask('ui/remove', { jobs: [ID] });
    await world.until(() => !world.tab.running && !world.lists());
  },
};

/** Plays a scenario with a worker that dies before a step; returns how many steps its first life took, and how it ended. */
async function play(scenario: (world: World) => Promise<void>, diesBefore: number) {
  const world = await World.create(diesBefore);
  try {
    await scenario(world);
    await turns(100);
    const { steps } = world;
    const jobs = (await world.jobs()).map(({ state, offset, size, verified, wanted, lost }) => {
      return { state, offset, size, verified, wanted, lost };
    });
    return { steps, end: { jobs, running: world.tab.running, listed: world.lists() } };
  } finally {
    world.end();
  }
}

afterEach(() => vi.restoreAllMocks());

describe.each(Object.entries(scenarios))('%s', (name, scenario) => {
  it('ends the same, whichever step the worker dies before', { timeout: 900_000 }, async () => {
    const { steps, end } = await play(scenario, Number.POSITIVE_INFINITY);
    expect(steps).toBeGreaterThan(50);
    for (let step = 1 + (name.length % EVERY); step <= steps; step += EVERY) {
      const died = await play(scenario, step).catch((error: Error) => {
        throw new Error(`died before step ${step} of ${steps}: ${error.message}`);
      });
      expect(died.end, `died before step ${step} of ${steps}`).toEqual(end);
    }
  });
});

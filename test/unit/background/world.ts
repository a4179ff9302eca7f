import { fakeBrowser } from '@webext-core/fake-browser';
import { IDBFactory } from 'fake-indexeddb';
import { expect, vi } from 'vitest';
import type { Job } from '../../../src/jobs/job';
import type { JobRecord } from '../../../src/jobs/progress';
import type { Request } from '../../../src/messaging/messages';
import { FakeTab, identity, URL_OF_NOTEBOOK } from './fake-tab';
import { Worker } from './worker';

const TAB = 7;
/** The download that a world begins with. */
export const ID = '5f0c1b9e-6b1f-4a57-9c51-6dd9b8c3a001';

export const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** The background over an in-memory browser and a real store, one notebook's page, and a clock that goes when it is told to. */
export class World {
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
    expect(await this.answerTo(kind, payload), kind).toMatchObject({ ok: true });
  }

  /** What the background answers a face, be it an error. */
  answerTo(kind: string, payload: unknown): Promise<unknown> {
    return this.#send({ kind, payload }, { url: fakeBrowser.runtime.getURL('/src/popup/index.html') });
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

  /** The page tells what stands in the cell's output, whatever that is and whenever it was printed. */
  async tell(line: string): Promise<void> {
    this.tab.line = line;
    await this.#push();
  }

  killWorker(): void {
    this.#worker.kill();
  }

  /** Sets the clock, forward or back. */
  jump(ms: number): void {
    this.#clock += ms;
  }

  /** One beat of the alarm, if it is set; then what it began comes to its end. */
  async beat(): Promise<void> {
    this.#clock += 30_000;
    if ((await fakeBrowser.alarms.get('tick')) !== undefined) {
      await this.#awake();
      await fakeBrowser.alarms.onAlarm.trigger({ name: 'tick', scheduledTime: this.#clock } as never);
    }
    await this.rest();
  }

  /** Lets the worker come to rest. The cell's checksum is made outside of the event loop's turns. */
  async rest(): Promise<void> {
    for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
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

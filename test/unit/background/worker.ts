import { fakeBrowser } from '@webext-core/fake-browser';
import { vi } from 'vitest';

/** These give their value at once; all else that a browser does takes a turn, and a dead worker gets no answer. */
const AT_ONCE = /^(addListener|removeListener|hasListener|getURL|getMessage|getUILanguage|getManifest)$/;

const Channel = BroadcastChannel;

/**
 * One life of the service worker: the background's modules, loaded afresh over a browser and a store that outlive them. Each
 * call of the browser and each use of the store is a step. A dead worker takes none: what it asks for is not done, and never
 * answered, as with a real one. What it had begun before that (a transaction) comes to its end.
 */
export class Worker {
  steps = 0;
  #dead = false;
  readonly #diesBefore: number;
  readonly #channels = new Set<BroadcastChannel>();

  private constructor(diesBefore: number) {
    this.#diesBefore = diesBefore;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Starts a worker that dies right before its step number `diesBefore` (from 1), or when it is told to. */
  static async start(diesBefore = Number.POSITIVE_INFINITY): Promise<Worker> {
    const worker = new Worker(diesBefore);
    for (const event of [
      fakeBrowser.runtime.onMessage,
      fakeBrowser.runtime.onStartup,
      fakeBrowser.runtime.onInstalled,
      fakeBrowser.alarms.onAlarm,
      fakeBrowser.tabs.onRemoved,
      fakeBrowser.tabs.onUpdated,
      fakeBrowser.notifications.onClicked,
      fakeBrowser.notifications.onButtonClicked,
    ])
      (event as unknown as { removeAllListeners(): void }).removeAllListeners();
    vi.resetModules();
    vi.stubGlobal(
      'BroadcastChannel',
      class extends Channel {
        constructor(name: string) {
          super(name);
          worker.#channels.add(this);
        }
      },
    );
    vi.doMock('../../../src/platform/browser', () => ({ browser: worker.#gate(fakeBrowser) }));
    vi.doMock('../../../src/store/database', async (importActual) => {
      const { database } = await importActual<typeof import('../../../src/store/database')>();
      return { database: () => worker.#step(database) };
    });
    await import('../../../src/background/index');
    vi.doUnmock('../../../src/platform/browser');
    vi.doUnmock('../../../src/store/database');
    return worker;
  }

  kill(): void {
    this.#dead = true;
    for (const channel of this.#channels) channel.close();
  }

  #step<T>(act: () => T): T {
    if (++this.steps >= this.#diesBefore) this.kill();
    return this.#dead ? (new Promise(() => undefined) as T) : act();
  }

  #gate<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (object, key) => {
        const value: unknown = Reflect.get(object, key);
        if (typeof value === 'function') {
          const call = (...args: unknown[]) => (value as (...args: unknown[]) => unknown).apply(object, args);
          return AT_ONCE.test(String(key)) ? call : (...args: unknown[]) => this.#step(() => call(...args));
        }
        return typeof value === 'object' && value !== null ? this.#gate(value) : value;
      },
    });
  }
}

import type { WebSocket } from 'ws';
import type { FromPage, Happening, Order, ToPage } from '../control.ts';

/** The pages of one notebook that are open now: what a test wants of them, and what they tell. */
export class OpenPages {
  readonly #pages = new Set<WebSocket>();
  readonly #waiting = new Map<number, () => void>();
  readonly #happened: (what: Happening) => void;
  #orders = 0;

  constructor(happened: (what: Happening) => void) {
    this.#happened = happened;
  }

  add(page: WebSocket): void {
    this.#pages.add(page);
    page.on('message', (data) => this.#take(JSON.parse((data as Buffer).toString('utf8')) as FromPage));
    page.once('close', () => this.#pages.delete(page));
  }

  /** Gives `order` to every open page, and resolves when each has carried it out or is gone. */
  async order(order: Order): Promise<void> {
    await Promise.all([...this.#pages].map((page) => this.#send(page, order)));
  }

  #send(page: WebSocket, order: Order): Promise<void> {
    const id = ++this.#orders;
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(id);
        page.off('close', done);
        resolve();
      };
      this.#waiting.set(id, done);
      page.once('close', done);
      page.send(JSON.stringify({ id, order } satisfies ToPage));
    });
  }

  #take(message: FromPage): void {
    if ('done' in message) this.#waiting.get(message.done)?.();
    else for (const what of message.happened) this.#happened(what);
  }
}

import type { FromPage, Happening, Order, ToPage } from '../control.ts';

/** The page's line to the test: orders come in, the journal goes out. */
export class TestLine {
  readonly #socket: WebSocket;
  #held: Happening[] = [];
  #queued = false;

  constructor(notebookId: string, obey: (order: Order) => void | Promise<void>) {
    this.#socket = new WebSocket(`wss://${location.host}/twin/page?nbh=${notebookId}`);
    this.#socket.addEventListener('open', () => this.#flush());
    this.#socket.addEventListener('message', async ({ data }) => {
      const { id, order } = JSON.parse(data as string) as ToPage;
      await obey(order);
      this.#flush();
      if (this.#socket.readyState === WebSocket.OPEN) this.#send({ done: id });
    });
  }

  /** Resolves when the test can reach this page. */
  get opened(): Promise<void> {
    if (this.#socket.readyState === WebSocket.OPEN) return Promise.resolve();
    return new Promise((resolve) => this.#socket.addEventListener('open', () => resolve(), { once: true }));
  }

  close(): void {
    this.#flush();
    this.#socket.close();
  }

  tell(what: Happening): void {
    this.#held.push(what);
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    this.#queued = false;
    if (this.#held.length > 0 && this.#socket.readyState === WebSocket.OPEN)
      this.#send({ happened: this.#held.splice(0) });
  }

  #send(message: FromPage): void {
    this.#socket.send(JSON.stringify(message));
  }
}

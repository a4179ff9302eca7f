import { WebSocket } from 'ws';

type Listener = (method: string, params: never) => void;

/** A bare line to Chromium's DevTools. Playwright attaches to every worker, and one with a debugger at it is never put to sleep. */
export class DevTools {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  #count = 0;

  private constructor(socket: WebSocket, onEvent: Listener) {
    this.#socket = socket;
    socket.on('message', (data) => {
      const { id, method, params, result, error } = JSON.parse((data as Buffer).toString());
      if (id === undefined) return onEvent(method, params as never);
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(result as never);
      else waiting?.reject(new Error(error.message));
    });
  }

  static async connect(endpoint: string, onEvent: Listener): Promise<DevTools> {
    const socket = new WebSocket(endpoint);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return new DevTools(socket, onEvent);
  }

  send<T>(method: string, params: object = {}, sessionId?: string): Promise<T> {
    const id = ++this.#count;
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** Evaluates in a target, attached for no longer than that takes. Rejects where that throws. */
  async evaluate<T>(targetId: string, expression: string): Promise<T> {
    const { sessionId } = await this.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
    const how = { expression, awaitPromise: true, returnByValue: true };
    const answer = await this.send<{ result: { value: T }; exceptionDetails?: { text: string } }>(
      'Runtime.evaluate',
      how,
      sessionId,
    );
    await this.send('Target.detachFromTarget', { sessionId });
    if (answer.exceptionDetails) throw new Error(`${expression}: ${answer.exceptionDetails.text}`);
    return answer.result.value;
  }

  close(): void {
    this.#socket.close();
  }
}

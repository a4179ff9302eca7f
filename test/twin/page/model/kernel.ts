import type { Clock } from '../../clock.ts';
import type { Refusal } from '../../control.ts';
import type { Assignment, JupyterMessage, SessionEvent } from '../../protocol.ts';

/**
 * `never`: no runtime since the page opened ("Connect"). `lost`: there was one ("Reconnect"). `allocating` and
 * `connecting` lie between the click and the first answer of the kernel.
 */
export type Connection = 'never' | 'allocating' | 'connecting' | 'connected' | 'lost';

/** What the kernel tells the notebook. */
export interface KernelListener {
  connectionChanged(): void;
  /** A page that attaches again gets what is unfinished. */
  attached(runs: Extract<SessionEvent, { kind: 'attached' }>['runs']): void;
  message(event: Extract<SessionEvent, { kind: 'message' }>): void;
  queued(run: Extract<SessionEvent, { kind: 'run' }>['run']): void;
  restarted(): void;
  crashed(): void;
  /** The server gave no runtime. */
  refused(refusal: Refusal): void;
  /** The connection ended because the VM did. */
  vmGone(): void;
}

const KEEP_ALIVE_URL =
  'https://colab.clients6.google.com/$rpc/google.internal.colab.v1.RuntimeService/KeepAliveAssignment';
const KEEP_ALIVE_EVERY_MS = 60_000;

/** The page's side of the runtime: assignment, the WebSocket, and messages of Jupyter's protocol. */
export class Kernel {
  connection: Connection = 'never';
  assignment: Assignment | null = null;
  /** Number of the last message that was handled, of runtime `endpoint`. */
  seen: number;
  endpoint: string | null;
  lastConnectedAt = -1;
  readonly #notebookId: string;
  readonly #clock: Clock;
  readonly #listener: KernelListener;
  readonly #session = crypto.randomUUID();
  readonly #replies = new Map<string, (content: Record<string, unknown>) => void>();
  #socket: WebSocket | null = null;
  #connecting: Promise<boolean> | null = null;
  #asking: Promise<void> = Promise.resolve();
  #nextKeepAlive: number | null = null;

  constructor(
    notebookId: string,
    saved: { endpoint: string | null; seen: number },
    clock: Clock,
    listener: KernelListener,
  ) {
    this.#notebookId = notebookId;
    this.#clock = clock;
    this.seen = saved.seen;
    this.endpoint = saved.endpoint;
    this.#listener = listener;
  }

  get connected(): boolean {
    return this.connection === 'connected';
  }

  /** Gets a runtime if there is none, and attaches to it. Resolves to whether the page is connected then. */
  connect(): Promise<boolean> {
    if (this.connected) return Promise.resolve(true);
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  /** Leaves the runtime to itself: it is not given back. */
  disconnect(): void {
    this.#socket?.close();
    this.#socket = null;
    this.#set('lost');
  }

  /** Gives the runtime back. */
  async unassign(): Promise<void> {
    // The socket closes with the runtime: no loss that the page would ask the user about.
    this.#socket = null;
    await this.#post('unassign');
    this.#set('lost');
  }

  interrupt(): Promise<Response> {
    return this.#post(`${this.assignment?.endpoint}/interrupt`);
  }

  restart(): Promise<Response> {
    return this.#post(`${this.assignment?.endpoint}/restart`);
  }

  /** A path below the runtime's proxy, with the query that it needs. */
  address(path: string): string {
    return `/tun/m/${this.assignment?.endpoint}/${path}?nbh=${this.#notebookId}`;
  }

  /** Sends code. `cellId` makes it a cell's run; without it the code runs silently. */
  execute(code: string, cellId: string | null): Promise<Record<string, unknown>> {
    const content = {
      code,
      silent: cellId === null,
      store_history: cellId !== null,
      user_expressions: {},
      allow_stdin: cellId !== null,
      stop_on_error: true,
    };
    const id = this.#send('shell', 'execute_request', content, cellId === null ? {} : { cellId });
    return new Promise((resolve) => this.#replies.set(id, resolve));
  }

  /** The user's answer to `input()`. */
  answerInput(value: string): void {
    this.#send('stdin', 'input_reply', { value, status: 'ok' }, {});
  }

  #send(channel: JupyterMessage['channel'], type: string, content: object, metadata: object): string {
    const id = crypto.randomUUID();
    const date = new Date().toISOString();
    const header = { msg_id: id, msg_type: type, session: this.#session, username: 'user', date, version: '5.3' };
    this.#socket?.send(JSON.stringify({ channel, header, parent_header: {}, metadata, content, buffers: [] }));
    return id;
  }

  async #connect(): Promise<boolean> {
    this.#set('allocating');
    const answer = await this.#post('assign')
      .then((response) => response.json() as Promise<Assignment | { refusal: Refusal }>)
      .catch((): { refusal: Refusal } => ({ refusal: 'error' }));
    if (!('refusal' in answer)) return this.#attach(answer);
    this.#set(this.endpoint === null ? 'never' : 'lost');
    this.#listener.refused(answer.refusal);
    return false;
  }

  async #attach(assignment: Assignment): Promise<boolean> {
    this.assignment = assignment;
    if (this.endpoint !== assignment.endpoint) this.seen = 0;
    this.endpoint = assignment.endpoint;
    this.#set('connecting');
    const path = `/tun/m/${assignment.endpoint}/api/kernels/${assignment.kernelId}/channels`;
    const socket = new WebSocket(`wss://${location.host}${path}?nbh=${this.#notebookId}&after=${this.seen}`);
    this.#socket = socket;
    return new Promise((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        this.#take(JSON.parse(data as string) as SessionEvent);
        resolve(this.connected);
      });
      socket.addEventListener('close', () => {
        resolve(false);
        // A socket that was given up on purpose is no longer ours.
        if (this.#socket === socket) void this.#lost();
      });
    });
  }

  /** Whether only the connection is gone or the VM with it, the page learns by asking. */
  async #lost(): Promise<void> {
    this.#set('lost');
    const answer = await fetch(`/tun/m/assign?nbh=${this.#notebookId}`).catch(() => null);
    if (answer?.ok && (await answer.json()) === null) this.#listener.vmGone();
  }

  /** While it is connected the page asks once a minute to keep the VM, whatever the user does. */
  #keepAlive(): void {
    if (!this.connected) return;
    this.#asking = fetch(KEEP_ALIVE_URL, {
      method: 'POST',
      mode: 'no-cors',
      body: this.assignment?.endpoint ?? '',
    }).then(
      () => undefined,
      () => undefined,
    );
    this.#nextKeepAlive = this.#clock.after(KEEP_ALIVE_EVERY_MS, () => this.#keepAlive());
  }

  /** Resolves when the last keep-alive request has arrived. */
  get settled(): Promise<void> {
    return this.#asking;
  }

  #take(event: SessionEvent): void {
    if (event.kind === 'attached') {
      this.lastConnectedAt = Date.now();
      this.#set('connected');
      this.#listener.attached(event.runs);
    } else if (event.kind === 'run') {
      this.#listener.queued(event.run);
    } else if (event.kind === 'restarted' || event.kind === 'crashed') {
      this.#replies.clear();
      this.#listener[event.kind]();
    } else {
      this.seen = event.seq;
      const { message } = event;
      if (message.header.msg_type === 'execute_reply') this.#reply(message);
      this.#listener.message(event);
    }
  }

  #reply(message: JupyterMessage): void {
    const id = message.parent_header.msg_id ?? '';
    this.#replies.get(id)?.(message.content);
    this.#replies.delete(id);
  }

  #set(connection: Connection): void {
    this.connection = connection;
    this.#clock.cancel(this.#nextKeepAlive);
    if (connection === 'connected') this.#keepAlive();
    this.#listener.connectionChanged();
  }

  #post(path: string): Promise<Response> {
    return fetch(`/tun/m/${path}?nbh=${this.#notebookId}`, { method: 'POST' });
  }
}

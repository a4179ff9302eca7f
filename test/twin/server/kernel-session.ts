import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { type JupyterMessage, type Run, type SessionEvent, SOCKET_CUT } from '../protocol.ts';
import { jupyterFetch } from './jupyter.ts';
import { ReplyOrder } from './reply-order.ts';
import type { Vm } from './vm.ts';

/**
 * A kernel and the one connection to it that outlives every tab, as Colab's server-side execution queue does
 * (experiment flag `server_execution_queue`). What the kernel says is numbered and kept until the saved notebook takes it
 * into account, so that a page which attaches later, or again, catches up.
 */
export class KernelSession {
  readonly id = randomUUID();
  readonly kernelId: string;
  readonly #vm: Vm;
  #kernel: WebSocket | null = null;
  readonly #pages = new Set<WebSocket>();
  readonly #runs = new Map<string, Run>();
  readonly #cells = new Map<string, string>();
  readonly #order = new ReplyOrder();
  #log: Extract<SessionEvent, { kind: 'message' }>[] = [];
  #last = 0;

  private constructor(vm: Vm, kernelId: string) {
    this.#vm = vm;
    this.kernelId = kernelId;
  }

  static async start(vm: Vm): Promise<KernelSession> {
    const response = await jupyterFetch(vm.jupyter, '/api/sessions', {
      method: 'POST',
      body: JSON.stringify({ path: 'content/notebook.ipynb', type: 'notebook', name: '', kernel: { name: 'python3' } }),
    });
    if (!response.ok) throw new Error(`no kernel: ${response.status} ${await response.text()}`);
    const { kernel } = (await response.json()) as { kernel: { id: string } };
    const session = new KernelSession(vm, kernel.id);
    await session.#listen();
    return session;
  }

  /** Lets `page` take part: it gets what came after message `after`, then everything as it comes. */
  attach(page: WebSocket, after: number): void {
    this.#pages.add(page);
    page.once('close', () => this.#pages.delete(page));
    page.on('message', (data) => this.#fromPage((data as Buffer).toString('utf8')));
    send(page, { kind: 'attached', runs: [...this.#runs.values()] });
    for (const event of this.#log) if (event.seq > after) send(page, event);
  }

  /** Executions that the kernel has not finished, in its order. */
  get runs(): readonly Run[] {
    return [...this.#runs.values()];
  }

  /** How many pages are attached. */
  get pages(): number {
    return this.#pages.size;
  }

  /** Forgets the messages up to `seen`: the saved notebook has them. */
  forget(seen: number): void {
    this.#log = this.#log.filter((event) => event.seq > seen);
  }

  /** The pages lose their connection; the kernel does not notice. */
  cut(): void {
    for (const page of this.#pages) page.close(SOCKET_CUT, 'connection lost');
  }

  /** A new kernel process with the same id; files stay, memory is gone, nothing that was queued will run. */
  async restart(): Promise<void> {
    this.#kernel?.removeAllListeners();
    this.#kernel?.terminate();
    await jupyterFetch(this.#vm.jupyter, `/api/kernels/${this.kernelId}/restart`, { method: 'POST' });
    this.#forgetRuns();
    await this.#listen();
    this.#broadcast({ kind: 'restarted' });
  }

  async interrupt(): Promise<void> {
    await jupyterFetch(this.#vm.jupyter, `/api/kernels/${this.kernelId}/interrupt`, { method: 'POST' });
  }

  close(): void {
    this.#kernel?.removeAllListeners();
    this.#kernel?.on('error', () => {});
    this.#kernel?.terminate();
    for (const page of this.#pages) page.close(SOCKET_CUT, 'runtime gone');
  }

  async #listen(): Promise<void> {
    const { port, token } = this.#vm.jupyter;
    const kernel = new WebSocket(
      `ws://127.0.0.1:${port}/api/kernels/${this.kernelId}/channels?session_id=${this.id}&token=${token}`,
      { perMessageDeflate: false, maxPayload: 0 },
    );
    await new Promise<void>((resolve, reject) => {
      kernel.once('open', resolve);
      kernel.once('error', reject);
    });
    kernel.on('message', (data) => this.#fromKernel(JSON.parse((data as Buffer).toString('utf8')) as JupyterMessage));
    kernel.on('error', () => {}); // the VM went away; whoever took it closes this session
    this.#kernel = kernel;
  }

  #forgetRuns(): void {
    this.#runs.clear();
    this.#order.clear();
  }

  #fromKernel(message: JupyterMessage): void {
    if (isCrash(message)) {
      this.#forgetRuns();
      this.#broadcast({ kind: 'crashed' });
      return;
    }
    for (const next of this.#order.take(message)) this.#publish(next);
  }

  #publish(message: JupyterMessage): void {
    const parent = message.parent_header.msg_id ?? '';
    if (message.header.msg_type === 'execute_reply') this.#runs.delete(parent);
    const cellId = this.#cells.get(parent) ?? null;
    const event = { kind: 'message', seq: ++this.#last, cellId, message } as const;
    this.#log.push(event);
    this.#broadcast(event);
  }

  #fromPage(text: string): void {
    const message = JSON.parse(text) as JupyterMessage;
    const { cellId } = message.metadata;
    if (message.header.msg_type === 'execute_request' && typeof cellId === 'string') {
      const run = { cellId, messageId: message.header.msg_id, startedAt: Date.now() };
      this.#runs.set(run.messageId, run);
      this.#cells.set(run.messageId, cellId);
      this.#broadcast({ kind: 'run', run });
    }
    this.#kernel?.send(text);
  }

  #broadcast(event: SessionEvent): void {
    for (const page of this.#pages) send(page, event);
  }
}

/** The kernel's process died and Jupyter starts another. */
function isCrash(message: JupyterMessage): boolean {
  const state = message.content['execution_state'];
  return message.header.msg_type === 'status' && (state === 'restarting' || state === 'dead');
}

function send(page: WebSocket, event: SessionEvent): void {
  if (page.readyState === WebSocket.OPEN) page.send(JSON.stringify(event));
}

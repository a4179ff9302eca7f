import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { Clock } from '../clock.ts';
import type { ActivityCounts, DialogName, Happening, Refusal, SnackbarName } from '../control.ts';
import type { Assignment, SavedCell, SavedNotebook } from '../protocol.ts';
import type { Variant } from '../variant.ts';
import { KernelSession } from './kernel-session.ts';
import { OpenPages } from './open-pages.ts';
import { Vm } from './vm.ts';

/** The longest step in which time is let pass: shorter than what any timer of page and server waits for the other. */
const STEP_MS = 30_000;

/** The address of every scratchpad. */
export const SCRATCHPAD = '/notebooks/empty.ipynb';

/** What a notebook needs to boot its VMs. */
export interface VmOptions {
  python: string;
  folder: string;
  env: Record<string, string>;
}

/** One notebook of the twin: its saved state in "Drive", the runtime that is assigned to it, if any, and its open pages. */
export class TwinNotebook {
  readonly id: string;
  readonly name: string;
  readonly variant: Variant;
  readonly clockSpeed: number;
  readonly #clock: Clock;
  readonly #pages: OpenPages;
  readonly #counts: ActivityCounts = { method: 0, events: 0, ignoredEvents: 0, pageKeepAlives: 0, tunnelKeepAlives: 0 };
  #journal: Happening[] = [];
  #saved: SavedNotebook;
  /** As it was added: all that a load of a scratchpad finds. */
  readonly #first: SavedNotebook;
  readonly #vmOptions: VmOptions;
  #vm: Vm | null = null;
  #session: KernelSession | null = null;
  #booting: Promise<Assignment> | null = null;
  #refusal: Refusal | null = null;
  /** Fires when nobody has asked to keep the VM for too long. */
  #reclaim: number | null = null;
  /** Fires at the VM's greatest age. */
  #retire: number | null = null;

  constructor(options: {
    id: string;
    name: string;
    variant: Variant;
    clockSpeed: number;
    cells: readonly { kind: 'code' | 'text'; text: string }[];
    vm: VmOptions;
  }) {
    this.id = options.id;
    this.name = options.name;
    this.variant = options.variant;
    this.clockSpeed = options.clockSpeed;
    this.#clock = new Clock(options.clockSpeed);
    this.#pages = new OpenPages((what) => this.#take(what));
    this.#vmOptions = options.vm;
    this.#first = {
      cells: options.cells.map((cell) => ({ ...cell, id: randomId(12), outputs: [], executionCount: null })),
      endpoint: null,
      seen: 0,
    };
    this.#saved = this.#first;
  }

  /** Address of the notebook in the browser. */
  get url(): string {
    const path = this.variant.source === 'scratch' ? SCRATCHPAD : `/drive/${this.id}`;
    return `https://colab.research.google.com${path}`;
  }

  /** The cells as they are saved, with their outputs. */
  cells(): readonly SavedCell[] {
    return this.#saved.cells;
  }

  /** The VM that is assigned to this notebook now. */
  get vm(): Vm | null {
    return this.#vm;
  }

  /** Executions that the kernel has not finished. */
  get runs(): readonly { cellId: string }[] {
    return this.#session?.runs ?? [];
  }

  /**
   * Lets `seconds` pass on Colab's clock, in the open pages and in the server side by side: idle timers, polls, keep-alive
   * requests, the VM's reclaim and its greatest age. The kernel's own time is not touched.
   */
  async advance(seconds: number): Promise<void> {
    for (let left = seconds * 1000; left > 0; left -= STEP_MS) {
      const ms = Math.min(left, STEP_MS);
      await this.#pages.order({ kind: 'advance', ms });
      this.#clock.advance(ms);
    }
  }

  /** What happened to the pages since the last call. */
  async takeJournal(): Promise<Happening[]> {
    await this.#pages.order({ kind: 'flush' });
    return this.#journal.splice(0);
  }

  /** What counted as somebody's presence since the notebook was made, and what did not. */
  async activity(): Promise<Readonly<ActivityCounts>> {
    await this.#pages.order({ kind: 'flush' });
    return { ...this.#counts };
  }

  /** Opens a dialog on the pages. Its answer is in the journal. */
  async showDialog(name: DialogName): Promise<void> {
    await this.#pages.order({ kind: 'dialog', name });
  }

  /** Gemini proposes `text` for a cell. */
  async propose(cell: string, text: string): Promise<void> {
    await this.#pages.order({ kind: 'propose', cell, text });
  }

  /** Closes the dialogs on the pages with neither button. */
  async dismissDialogs(): Promise<void> {
    await this.#pages.order({ kind: 'dismiss' });
  }

  async showSnackbar(name: SnackbarName): Promise<void> {
    await this.#pages.order({ kind: 'snackbar', name });
  }

  /** From now on the server gives no runtime, or gives them again (null). */
  refuse(refusal: Refusal | null): void {
    this.#refusal = refusal;
  }

  /** Shows `other` in this notebook's pages without loading a document. */
  async navigateTo(other: TwinNotebook): Promise<void> {
    await this.#pages.order({ kind: 'navigate', id: other.id });
  }

  /** What Colab does to a runtime whose code it disallows: the VM goes, and the page says why. */
  async disallow(): Promise<void> {
    await this.#pages.order({ kind: 'dialog', name: 'disallowed' });
    await this.takeVmAway();
  }

  /** Kills the kernel's process as the lack of memory does; Jupyter starts another by itself. */
  crashKernel(): void {
    if (!this.#vm) throw new Error('no VM is assigned');
    for (const pid of this.#vm.kernels()) process.kill(pid, 'SIGKILL');
  }

  /** Reclaims the VM: processes and files are gone. The next connection gets another one. */
  async takeVmAway(): Promise<void> {
    const vm = this.#vm;
    if (!vm) throw new Error('no VM is assigned');
    const session = this.#session;
    this.#vm = null;
    this.#session = null;
    this.#clock.cancel(this.#reclaim);
    this.#clock.cancel(this.#retire);
    await vm.takeAway();
    session?.close();
  }

  /** Restarts the kernel: memory is gone, files and detached processes stay. */
  async restartKernel(): Promise<void> {
    if (!this.#session) throw new Error('no kernel runs');
    await this.#session.restart();
  }

  /** Cuts the pages' connections to the kernel, which does not notice and goes on. */
  cutSocket(): void {
    if (!this.#session) throw new Error('no kernel runs');
    this.#session.cut();
  }

  /** For the server: the notebook's file. */
  load(): SavedNotebook {
    return this.variant.source === 'scratch' ? this.#first : this.#saved;
  }

  /** For the server: the page saves. */
  save(saved: SavedNotebook): void {
    this.#saved = saved;
    if (saved.endpoint === this.#vm?.id) this.#session?.forget(saved.seen);
  }

  /** For the server: the runtime that is assigned, as the front end asks at load and after a lost connection. */
  get assignment(): Assignment | null {
    if (!this.#vm || !this.#session) return null;
    return {
      endpoint: this.#vm.id,
      kernelId: this.#session.kernelId,
      fit: this.variant.idleTimeout,
      accelerator: this.variant.accelerator,
    };
  }

  /** For the server: the assigned runtime, a new one, or why there is none. */
  assign(): Promise<Assignment | { refusal: Refusal }> {
    const { assignment } = this;
    if (assignment) return Promise.resolve(assignment);
    if (this.variant.user === 'signed-out') return Promise.resolve({ refusal: 'error' });
    if (this.#refusal) return Promise.resolve({ refusal: this.#refusal });
    this.#booting ??= this.#boot().finally(() => {
      this.#booting = null;
    });
    return this.#booting;
  }

  /** For the server: a page's connection to the kernel. */
  attach(page: WebSocket, after: number): void {
    this.#session?.attach(page, after);
  }

  /** For the server: a page's line to the test. */
  open(page: WebSocket): void {
    this.#pages.add(page);
  }

  /** For the server: a request to keep the VM, from the page itself or by the tunnel's address. */
  keepAlive(from: 'page' | 'tunnel'): void {
    this.#counts[from === 'page' ? 'pageKeepAlives' : 'tunnelKeepAlives']++;
    this.#armReclaim();
  }

  /** For the server: the user interrupts from the page. */
  async interrupt(): Promise<void> {
    await this.#session?.interrupt();
  }

  /** For the server: the user gives the runtime back. */
  async unassign(): Promise<void> {
    if (this.#vm) await this.takeVmAway();
    this.#clock.stop();
  }

  async #boot(): Promise<Assignment> {
    const vm = await Vm.boot(this.#vmOptions);
    this.#session = await KernelSession.start(vm);
    this.#vm = vm;
    this.#armReclaim();
    this.#retire = this.#clock.after(this.variant.maxAge * 1000, () => this.#lose(vm));
    const { assignment } = this;
    if (!assignment) throw new Error('the VM was taken away while it booted');
    return assignment;
  }

  #armReclaim(): void {
    this.#clock.cancel(this.#reclaim);
    const vm = this.#vm;
    if (vm) this.#reclaim = this.#clock.after(this.variant.reclaimAfter * 1000, () => this.#lose(vm));
  }

  #lose(vm: Vm): void {
    if (this.#vm === vm) void this.takeVmAway();
  }

  #take(what: Happening): void {
    this.#journal.push(what);
    if (what.kind !== 'activity') return;
    if (what.by === 'method') this.#counts.method++;
    else this.#counts[what.counted ? 'events' : 'ignoredEvents']++;
  }
}

/** Random letters and digits as in Colab's cell and file ids. */
export function randomId(length: number): string {
  return randomBytes(length).toString('base64url').slice(0, length);
}

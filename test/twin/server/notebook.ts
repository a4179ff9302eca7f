import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { Assignment, SavedCell, SavedNotebook } from '../protocol.ts';
import type { Variant } from '../variant.ts';
import { KernelSession } from './kernel-session.ts';
import { Vm } from './vm.ts';

/** What a notebook needs to boot its VMs. */
export interface VmOptions {
  python: string;
  folder: string;
  env: Record<string, string>;
}

/** One notebook of the twin: its saved state in "Drive", and the runtime that is assigned to it, if any. */
export class TwinNotebook {
  readonly id: string;
  readonly name: string;
  readonly variant: Variant;
  #saved: SavedNotebook;
  readonly #vmOptions: VmOptions;
  #vm: Vm | null = null;
  #session: KernelSession | null = null;
  #booting: Promise<Assignment> | null = null;

  constructor(options: {
    id: string;
    name: string;
    variant: Variant;
    cells: readonly { kind: 'code' | 'text'; text: string }[];
    vm: VmOptions;
  }) {
    this.id = options.id;
    this.name = options.name;
    this.variant = options.variant;
    this.#vmOptions = options.vm;
    this.#saved = {
      cells: options.cells.map((cell) => ({ ...cell, id: randomId(12), outputs: [], executionCount: null })),
      endpoint: null,
      seen: 0,
    };
  }

  /** Address of the notebook in the browser. */
  get url(): string {
    return `https://colab.research.google.com/drive/${this.id}`;
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

  /** Reclaims the VM: processes and files are gone. The next connection gets another one. */
  async takeVmAway(): Promise<void> {
    const vm = this.#vm;
    if (!vm) throw new Error('no VM is assigned');
    const session = this.#session;
    this.#vm = null;
    this.#session = null;
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
    return this.#saved;
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
      accelerator: null,
    };
  }

  /** For the server: the assigned runtime, or a new one. */
  assign(): Promise<Assignment> {
    const { assignment } = this;
    if (assignment) return Promise.resolve(assignment);
    this.#booting ??= this.#boot().finally(() => {
      this.#booting = null;
    });
    return this.#booting;
  }

  /** For the server: a page's connection to the kernel. */
  attach(page: WebSocket, after: number): void {
    this.#session?.attach(page, after);
  }

  /** For the server: the user interrupts from the page. */
  async interrupt(): Promise<void> {
    await this.#session?.interrupt();
  }

  /** For the server: the user gives the runtime back. */
  async unassign(): Promise<void> {
    if (this.#vm) await this.takeVmAway();
  }

  async #boot(): Promise<Assignment> {
    const vm = await Vm.boot(this.#vmOptions);
    this.#session = await KernelSession.start(vm);
    this.#vm = vm;
    const { assignment } = this;
    if (!assignment) throw new Error('the VM was taken away while it booted');
    return assignment;
  }
}

/** Random letters and digits as in Colab's cell and file ids. */
export function randomId(length: number): string {
  return randomBytes(length).toString('base64url').slice(0, length);
}

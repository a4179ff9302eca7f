import type { Clock } from '../clock.ts';
import type { DialogName, Happening } from '../control.ts';
import type { Boot, Run, SavedNotebook, SessionEvent } from '../protocol.ts';
import type { Variant } from '../variant.ts';
import { Cell } from './cell.ts';
import type { Dialogs } from './dialogs/dialogs.ts';
import { IdleTimer } from './idle-timer.ts';
import { Kernel, type KernelListener } from './kernel.ts';
import { applyOutput } from './outputs.ts';

const SAVE_AFTER_MS = 100;

/** The open notebook: its cells, its kernel, and what the user and scripts do to them. The page shows it, `changed` tells the page. */
export class Notebook implements KernelListener {
  readonly id: string;
  readonly name: string;
  readonly variant: Variant;
  readonly clock: Clock;
  readonly kernel: Kernel;
  cells: Cell[];
  focused: Cell | null = null;
  /** The page attached to a cell that already ran: Colab shows "Busy" instead of the resources until it ends. */
  attachedBusy = false;
  resourcesOpen = false;
  /** As the tooltips of cells that ran name the user. */
  readonly userName = 'Some One';
  readonly dialogs: Dialogs;
  readonly tell: (what: Happening) => void;
  readonly #changed: () => void;
  readonly #idle: IdleTimer;
  #saving: number | null = null;
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(
    boot: Boot,
    { clock, dialogs, tell, changed }: Pick<Notebook, 'clock' | 'dialogs' | 'tell'> & { changed: () => void },
  ) {
    this.id = boot.id;
    this.name = boot.name;
    this.variant = boot.variant;
    this.clock = clock;
    this.cells = boot.cells.map((cell) => new Cell(cell));
    this.kernel = new Kernel(boot.id, boot, clock, this);
    this.dialogs = dialogs;
    this.tell = tell;
    this.#changed = changed;
    this.#idle = new IdleTimer(clock, {
      idleLimit: () => (this.kernel.connected ? this.kernel.assignment?.fit : undefined),
      executing: () => this.executing,
      disconnect: () => this.#idleDisconnect(),
    });
    // A runtime that is still assigned is attached to without asking; a new one only if somebody wants it.
    if (boot.assignment || boot.variant.connectedAtLoad) void this.kernel.connect();
  }

  /** Shows and saves a change. */
  touch(): void {
    this.#changed();
    this.#saving ??= window.setTimeout(() => void this.save(), SAVE_AFTER_MS);
  }

  /** Shows a change that is not part of the file. */
  show(): void {
    this.#changed();
  }

  async save(): Promise<void> {
    if (this.#saving !== null) clearTimeout(this.#saving);
    this.#saving = null;
    const { endpoint, seen } = this.kernel;
    const saved: SavedNotebook = { cells: this.cells.map((cell) => cell.save()), endpoint, seen };
    await fetch(`/twin/notebook?nbh=${this.id}`, { method: 'PUT', body: JSON.stringify(saved) });
  }

  find(id: string): Cell | undefined {
    return this.cells.find((cell) => cell.id === id);
  }

  /** While any cell runs or waits, the idle timer does nothing when it fires. */
  get executing(): boolean {
    return this.cells.some((cell) => cell.phase !== 'idle');
  }

  /** Inserts an empty cell before position `at` and focuses it. */
  insert(kind: 'code' | 'text', at = this.cells.length): Cell {
    const cell = new Cell({ id: randomId(), kind, text: '', outputs: [], executionCount: null });
    this.cells = this.cells.toSpliced(at, 0, cell);
    this.focus(cell);
    this.touch();
    return cell;
  }

  /** Below the focused cell, as the toolbar's button does; at the end if none has the focus. */
  insertBelow(kind: 'code' | 'text'): Cell {
    return this.insert(kind, this.focused ? this.cells.indexOf(this.focused) + 1 : this.cells.length);
  }

  remove(cells: readonly Cell[]): void {
    this.cells = this.cells.filter((cell) => !cells.includes(cell));
    if (this.focused && cells.includes(this.focused)) this.focused = null;
    this.touch();
  }

  focus(cell: Cell | null): void {
    if (this.focused === cell) return;
    this.focused = cell;
    this.tell({ kind: 'focused-cell', cell: cell?.id ?? null });
    if (cell?.kind === 'code') cell.live = true;
    this.show();
  }

  setText(cell: Cell, text: string): void {
    if (cell.text === text) return;
    cell.text = text;
    cell.edited = cell.ranHere;
    this.touch();
  }

  /** The run button: runs an idle cell, interrupts one that runs or waits. */
  toggleRun(cell: Cell): void {
    if (cell.phase === 'idle') void this.run(cell);
    else void this.kernel.interrupt();
  }

  /** Runs a code cell, after connecting if need be. Resolves when the kernel is done with it. */
  async run(cell: Cell): Promise<void> {
    if (cell.kind !== 'code' || cell.phase !== 'idle') return;
    cell.phase = 'pending';
    this.show();
    if (!(await this.kernel.connect())) {
      cell.phase = 'idle';
      this.show();
      return;
    }
    cell.edited = false;
    const done = this.#whenDone(cell);
    void this.kernel.execute(cell.text, cell.id);
    await done;
  }

  /** A command of the menus, the toolbar or a script. Commands that this page does not have do nothing. */
  execute(command: string): void {
    const commands: Record<string, () => unknown> = {
      'insert-cell-below': () => this.insertBelow('code'),
      'add-text': () => this.insertBelow('text'),
      'delete-cell-or-selection': () => this.focused && this.remove([this.focused]),
      'clear-outputs': () => this.clearOutputs(),
      runall: () => this.runAll(),
      runfocused: () => this.focused && this.run(this.focused),
      runbefore: () => this.runAll(this.cells.slice(0, this.#position())),
      runafter: () => this.runAll(this.cells.slice(this.#position())),
      interrupt: () => this.kernel.connected && this.kernel.interrupt(),
      restart: () => this.kernel.connected && this.kernel.restart(),
      'powerwash-current-vm': () => this.kernel.unassign(),
      'open-resource-viewer': () => this.openResources(),
      save: () => this.save(),
    };
    void commands[command]?.();
  }

  clearOutputs(): void {
    for (const cell of this.cells) cell.outputs = [];
    this.touch();
  }

  async runAll(cells: readonly Cell[] = this.cells): Promise<void> {
    await Promise.all(cells.map((cell) => this.run(cell)));
  }

  openResources(): void {
    this.resourcesOpen = true;
    this.tell({ kind: 'panel', name: 'resources' });
    this.show();
  }

  answerInput(cell: Cell, value: string): void {
    cell.question = null;
    this.kernel.answerInput(value);
    this.show();
  }

  /** Re-arms the front end's idle timer: only this and the end of a cell do. */
  userInteractionOccurred(): void {
    this.#idle.rearm();
  }

  /** Opens a dialog as if its cause were there. */
  async showDialog(name: DialogName): Promise<void> {
    if (name === 'disconnected') await this.disconnected();
    else await this.dialogs.ask(name);
  }

  /** Tells the user that the runtime is gone; Reconnect is what the user, or a script, may answer. */
  async disconnected(): Promise<void> {
    if (await this.dialogs.ask('disconnected')) await this.kernel.connect();
  }

  // What the kernel says.

  connectionChanged(): void {
    const { connection } = this.kernel;
    if (connection === 'lost') {
      // The connection is lost, and the page shows every cell as stopped, also one that runs on.
      for (const cell of this.cells) this.#stop(cell);
      this.attachedBusy = false;
      this.#idle.clear();
    } else if (connection === 'connected') {
      this.#idle.rearm();
    }
    this.touch();
  }

  attached(runs: readonly Run[]): void {
    for (const run of runs) this.queued(run);
    this.attachedBusy = runs.length > 0;
    this.show();
  }

  queued(run: Run): void {
    const cell = this.find(run.cellId);
    if (!cell) return;
    if (cell.phase === 'idle') cell.phase = 'pending';
    cell.startedAt = run.startedAt;
    this.show();
  }

  vmGone(): void {
    void this.disconnected();
  }

  restarted(): void {
    for (const cell of this.cells) {
      this.#stop(cell);
      cell.ranHere = false;
    }
    this.touch();
  }

  message({ cellId, message }: Extract<SessionEvent, { kind: 'message' }>): void {
    const cell = cellId === null ? undefined : this.find(cellId);
    if (!cell) return;
    const { content } = message;
    switch (message.header.msg_type) {
      case 'status':
        if (content['execution_state'] === 'busy') this.#start(cell);
        break;
      case 'execute_input':
        this.#start(cell);
        cell.outputs = [];
        cell.clearNext = false;
        cell.executionCount = content['execution_count'] as number;
        break;
      case 'input_request':
        cell.question = String(content['prompt']);
        break;
      case 'execute_reply':
        this.#finish(cell, content);
        break;
      default:
        if (!applyOutput(cell, message)) return;
        if (message.header.msg_type === 'error') {
          cell.traceback = { ename: String(content['ename']), traceback: content['traceback'] as string[] };
        }
    }
    this.touch();
  }

  /** Of the focused cell; 0 without one. */
  #position(): number {
    return Math.max(0, this.focused ? this.cells.indexOf(this.focused) : 0);
  }

  #start(cell: Cell): void {
    if (cell.phase === 'running') return;
    cell.phase = 'running';
    cell.ranHere = true;
    cell.failed = false;
    cell.traceback = null;
    cell.startedAt = Date.now();
    cell.finishedAt = null;
    cell.blockId++;
  }

  #finish(cell: Cell, content: Record<string, unknown>): void {
    // An execution that was dropped from the queue has not run at all.
    if (content['status'] !== 'aborted') {
      cell.failed = content['status'] === 'error';
      cell.finishedAt = Date.now();
    }
    this.#stop(cell);
    if (!this.executing) this.attachedBusy = false;
    this.#idle.rearm();
  }

  #stop(cell: Cell): void {
    cell.phase = 'idle';
    cell.question = null;
    for (const resolve of this.#waiting.get(cell.id) ?? []) resolve();
    this.#waiting.delete(cell.id);
  }

  #whenDone(cell: Cell): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(cell.id) ?? new Set();
      this.#waiting.set(cell.id, waiting.add(resolve));
    });
  }

  /** The VM is not given back, and nothing reconnects by itself. */
  #idleDisconnect(): void {
    this.tell({ kind: 'idle-disconnect' });
    this.kernel.disconnect();
    void this.disconnected();
  }
}

function randomId(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => letters[byte % 64]).join('');
}

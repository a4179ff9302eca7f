import type { Clock } from '../../clock.ts';
import type { DialogName, Happening, Refusal } from '../../control.ts';
import type { Boot, SavedNotebook, SessionEvent } from '../../protocol.ts';
import type { Variant } from '../../variant.ts';
import { Cell } from './cell.ts';
import type { Dialogs } from './dialogs.ts';
import { IdleTimer } from './idle-timer.ts';
import { Kernel, type KernelListener } from './kernel.ts';
import { Runner } from './runner.ts';
import type { Snackbars } from './snackbars.ts';

const SAVE_AFTER_MS = 100;

/** What the notebook stands in: time, the questions and messages to the user, the journal, and who draws it. */
export interface Surroundings {
  clock: Clock;
  dialogs: Dialogs;
  snackbars: Snackbars;
  tell: (what: Happening) => void;
  changed: () => void;
}

/** The open notebook: its cells, its kernel, and what the user and scripts do to them. */
export class Notebook implements KernelListener {
  readonly id: string;
  readonly name: string;
  readonly variant: Variant;
  readonly clock: Clock;
  readonly dialogs: Dialogs;
  readonly snackbars: Snackbars;
  readonly tell: (what: Happening) => void;
  readonly kernel: Kernel;
  readonly runner: Runner;
  cells: Cell[];
  focused: Cell | null = null;
  /** As the tooltips of cells that ran name the user. */
  readonly userName = 'Some One';
  readonly #changed: () => void;
  readonly #idle: IdleTimer;
  #saving: number | null = null;

  constructor(boot: Boot, { clock, dialogs, snackbars, tell, changed }: Surroundings) {
    this.id = boot.id;
    this.name = boot.name;
    this.variant = boot.variant;
    this.clock = clock;
    this.dialogs = dialogs;
    this.snackbars = snackbars;
    this.tell = tell;
    this.#changed = changed;
    this.cells = boot.cells.map((cell) => new Cell(cell));
    this.kernel = new Kernel(boot.id, boot, clock, this);
    this.runner = new Runner(this);
    this.#idle = new IdleTimer(clock, {
      idleLimit: () => (this.kernel.connected ? this.kernel.assignment?.fit : undefined),
      executing: () => this.runner.executing,
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

  /** The page turns to another notebook; the runtime is left to itself. */
  async close(): Promise<void> {
    await this.save();
    this.#idle.clear();
    this.kernel.disconnect();
  }

  find(id: string): Cell | undefined {
    return this.cells.find((cell) => cell.id === id);
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

  propose(id: string, text: string): void {
    const cell = this.find(id);
    if (!cell) return;
    cell.proposal = text;
    cell.live = true;
    this.show();
  }

  /** A command of the menus, the toolbar or a script. Commands that this page does not have do nothing. */
  execute(command: string): void {
    const { runner, kernel } = this;
    const commands: Record<string, () => unknown> = {
      'insert-cell-below': () => this.insertBelow('code'),
      'add-text': () => this.insertBelow('text'),
      'delete-cell-or-selection': () => this.focused && this.remove([this.focused]),
      'clear-outputs': () => this.clearOutputs(),
      runall: () => this.runAll(),
      runfocused: () => this.focused && runner.run(this.focused),
      runbefore: () => this.runAll(this.cells.slice(0, this.#position())),
      runafter: () => this.runAll(this.cells.slice(this.#position())),
      interrupt: () => runner.interrupt(),
      restart: () => kernel.connected && kernel.restart(),
      'powerwash-current-vm': () => kernel.unassign(),
      'open-resource-viewer': () => this.openResources(),
      save: () => this.saveByCommand(),
    };
    void commands[command]?.();
  }

  clearOutputs(): void {
    for (const cell of this.cells) cell.outputs = [];
    this.touch();
  }

  async runAll(cells: readonly Cell[] = this.cells): Promise<void> {
    await Promise.all(cells.map((cell) => this.runner.run(cell)));
  }

  openResources(): void {
    this.tell({ kind: 'panel', name: 'resources' });
  }

  answerInput(cell: Cell, value: string): void {
    cell.question = null;
    this.kernel.answerInput(value);
    this.show();
  }

  /** A notebook that cannot be saved asks for a copy instead. */
  async saveByCommand(): Promise<void> {
    if (this.variant.user === 'owner') await this.save();
    else await this.showDialog('cannot-save');
  }

  /** Re-arms the front end's idle timer: only this and the end of a cell do. */
  userInteractionOccurred(): void {
    this.#idle.rearm();
  }

  /** Asks the user, and does what the answer asks for. */
  async showDialog(name: DialogName): Promise<void> {
    if (!(await this.dialogs.ask(name))) return;
    const reconnects: readonly DialogName[] = ['disconnected', 'disallowed', 'new-runtime', 'drive-revoke', 'no-gpu'];
    if (name === 'new-runtime' || name === 'drive-revoke') await this.kernel.unassign();
    if (reconnects.includes(name)) await this.kernel.connect();
    if (name === 'restart-session' && this.kernel.connected) await this.kernel.restart();
    if (name === 'drive' || name === 'credentials') openConsent();
  }

  /** A cell wants the user's Drive: resolves to whether it may have it, when the page that Google asks on has been closed. */
  async permitDrive(): Promise<boolean> {
    if (!(await this.dialogs.ask('drive'))) return false;
    const consent = openConsent();
    if (consent) await closing(consent);
    return true;
  }

  // What the kernel says.

  connectionChanged(): void {
    const { connection } = this.kernel;
    if (connection === 'lost') {
      this.runner.lost();
      this.#idle.clear();
    } else if (connection === 'connected') this.#idle.rearm();
    this.touch();
  }

  refused(refusal: Refusal): void {
    if (refusal === 'error') this.snackbars.show('cannot-connect');
    else void this.showDialog(refusal);
  }

  vmGone(): void {
    // The page may already know why.
    if (this.dialogs.open?.name !== 'disallowed') void this.showDialog('disconnected');
  }

  attached(runs: Extract<SessionEvent, { kind: 'attached' }>['runs']): void {
    this.runner.attached(runs);
  }

  queued(run: Extract<SessionEvent, { kind: 'run' }>['run']): void {
    this.runner.queued(run);
  }

  message(event: Extract<SessionEvent, { kind: 'message' }>): void {
    this.runner.message(event);
  }

  restarted(): void {
    this.runner.restarted();
  }

  crashed(): void {
    this.runner.restarted();
    this.snackbars.show('crashed');
  }

  /** Of the focused cell; 0 without one. */
  #position(): number {
    return Math.max(0, this.focused ? this.cells.indexOf(this.focused) : 0);
  }

  /** The VM is not given back, and nothing reconnects by itself. */
  #idleDisconnect(): void {
    this.tell({ kind: 'idle-disconnect' });
    this.kernel.disconnect();
    void this.showDialog('disconnected');
  }
}

function openConsent(): Window | null {
  return open('https://accounts.google.com/o/oauth2/auth', '', 'width=600,height=500');
}

/** No event of a window on another host tells that it closes. */
function closing(other: Window): Promise<void> {
  return new Promise((resolve) => {
    const looking = setInterval(() => {
      if (!other.closed) return;
      clearInterval(looking);
      resolve();
    }, 50);
  });
}

function randomId(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => letters[byte % 64]).join('');
}

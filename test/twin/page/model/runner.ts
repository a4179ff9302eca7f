import type { Run, SessionEvent } from '../../protocol.ts';
import type { Cell } from './cell.ts';
import { Gate } from './gate.ts';
import type { Notebook } from './notebook.ts';
import { applyOutput } from './outputs.ts';

/** Runs cells, and follows what the kernel says of them. */
export class Runner {
  /** The page attached to a cell that already ran: Colab shows "Busy" instead of the resources until it ends. */
  attachedBusy = false;
  readonly #notebook: Notebook;
  readonly #gate: Gate;
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(notebook: Notebook) {
    this.#notebook = notebook;
    this.#gate = new Gate(notebook);
  }

  /** While any cell runs or waits, the idle timer does nothing when it fires. */
  get executing(): boolean {
    return this.#notebook.cells.some((cell) => cell.phase !== 'idle');
  }

  /** Runs a code cell, after its questions and after connecting if need be. Resolves when the kernel is done with it. */
  async run(cell: Cell): Promise<void> {
    if (cell.kind !== 'code' || cell.phase !== 'idle') return;
    this.#notebook.tell({ kind: 'run', cell: cell.id });
    cell.phase = 'pending';
    this.#notebook.show();
    if (!(await this.#gate.opens([cell])) || !(await this.#notebook.kernel.connect())) {
      cell.phase = 'idle';
      this.#notebook.show();
      return;
    }
    cell.edited = false;
    const done = this.#whenDone(cell);
    void this.#notebook.kernel.execute(cell.text, cell.id);
    await done;
  }

  /** The run button: runs an idle cell, interrupts one that runs or waits. */
  toggle(cell: Cell): void {
    if (cell.phase === 'idle') void this.run(cell);
    else this.interrupt();
  }

  interrupt(): void {
    if (!this.#notebook.kernel.connected) return;
    this.#notebook.tell({ kind: 'interrupt' });
    void this.#notebook.kernel.interrupt();
  }

  /** The page attached, maybe again: the kernel is at the first of `runs`, the others wait behind it. */
  attached(runs: readonly Run[]): void {
    for (const run of runs) this.queued(run);
    const current = this.#notebook.find(runs[0]?.cellId ?? '');
    if (current) {
      const { startedAt } = current;
      this.#start(current);
      current.startedAt = startedAt;
    }
    this.attachedBusy = runs.length > 0;
    this.#notebook.show();
  }

  queued(run: Run): void {
    const cell = this.#notebook.find(run.cellId);
    if (!cell) return;
    if (cell.phase === 'idle') cell.phase = 'pending';
    cell.startedAt = run.startedAt;
    this.#notebook.show();
  }

  /** The connection is lost, and the page shows every cell as stopped, also one that runs on. */
  lost(): void {
    for (const cell of this.#notebook.cells) this.#stop(cell);
    this.attachedBusy = false;
  }

  /** Another kernel: nothing that ran or waited is left. */
  restarted(): void {
    this.lost();
    for (const cell of this.#notebook.cells) cell.ranHere = false;
    this.#notebook.touch();
  }

  message({ cellId, message }: Extract<SessionEvent, { kind: 'message' }>): void {
    const cell = cellId === null ? undefined : this.#notebook.find(cellId);
    if (!cell) {
      // The end of a cell that was deleted while it ran.
      if (message.header.msg_type === 'execute_reply') this.#rested();
      return;
    }
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
      case 'colab_request':
        void this.#permitDrive();
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
    this.#notebook.touch();
  }

  async #permitDrive(): Promise<void> {
    const permitted = await this.#notebook.permitDrive();
    this.#notebook.kernel.answerInput(permitted ? 'yes' : 'no');
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
    this.#rested();
    this.#notebook.userInteractionOccurred();
  }

  #rested(): void {
    if (this.executing) return;
    this.attachedBusy = false;
    this.#notebook.show();
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
}

import type { Action } from './facts/tactics';

/** What the page looks like to us. `unknown` means that the signals do not agree or are not there: nothing clicks then. */
export type PageState =
  | 'unknown'
  | 'signed-out'
  | 'disconnected'
  | 'connecting'
  | 'idle'
  | 'busy'
  | 'lost'
  | 'captcha'
  | 'blocked';

export interface CellReading {
  id: string;
  kind: 'code' | 'text';
  /** `running` and `pending` come from the cell's own marks, `failed` from its run button. */
  state: 'never-run' | 'done' | 'stale' | 'failed' | 'pending' | 'running' | 'waiting-for-input' | 'unknown';
  hasOutput: boolean;
  /** True for the one cell that carries the Lifeline marker; undefined where the source cannot be read. */
  lifeline?: boolean;
}

export interface DialogReading {
  /** Stable name from the dialog table, `unknown` for one that is not in it. */
  kind: string;
  title: string;
  text: string;
  buttons: string[];
  /** Where Colab's refusal may be appealed, at Google; only there where its dialog has such a link. */
  appeal?: string;
}

export interface Amount {
  usedGb: number;
  totalGb: number;
}

/** One look at the page; plain JSON, so that it can be sent, shown in Diagnostics and compared in tests. */
export interface PageReading {
  url: string;
  /** Identity of the notebook, see `notebook-url.ts`; null where the page shows none. */
  notebook: string | null;
  title: string;
  state: PageState;
  accelerator: string | null;
  ram: Amount | null;
  disk: Amount | null;
  cells: CellReading[];
  dialogs: DialogReading[];
  snackbars: string[];
  /** Milliseconds that the runtime may last by Colab's own words, where the page shows them; null else. */
  lasts: number | null;
  /** The VM's name in Colab's addresses: another one for another VM. Null where the page does not tell. */
  vm: string | null;
  readOnly: boolean;
  versionTag: string | null;
  /** Which of the two layers can be used here. */
  layers: { pageObject: boolean; dom: boolean };
}

/** What one rung of a ladder did. */
export interface RungTrace {
  rung: string;
  outcome: 'unavailable' | 'failed' | 'no-effect' | 'held';
  detail?: string;
}

export type ActionErrorCode =
  | 'unknown-state'
  | 'not-connected'
  | 'dialog-open'
  /** Colab gives no runtime, or wants to know something first, and says so in a dialog. */
  | 'refused'
  | 'signed-out'
  | 'read-only'
  | 'cell-edited'
  | 'cell-running'
  | 'no-cell'
  | 'no-rung-held'
  | 'setup-failed';

/** What is read of the Lifeline cell's progress; see `readProgress`. */
export interface ProgressReading {
  line: string | null;
  cellId: string | null;
  running: boolean;
  /** The ways that told this line. */
  ways: string[];
  /** Lines that looked like ours and were not. */
  foreign: number;
  /** Nothing can be read, and the cell's output stands in a frame, which is another document. */
  framed: boolean;
}

/** Which of our ways are there on this page at this moment. Nothing was tried. */
export interface SelfTest {
  rungs: Record<Action, { rung: string; available: boolean }[]>;
  /** Actions that this state of the page should allow, and of which no rung is there. */
  lost: Action[];
}

/** Result of every action: never thrown, always with the trace of the rungs that were tried. */
export type ActionResult<T> =
  | { ok: true; value: T; rung: string; trace: RungTrace[] }
  | { ok: false; code: ActionErrorCode; message: string; trace: RungTrace[] };

/** The one door to Colab. Every method looks again before it acts and checks the effect afterwards. */
export interface NotebookPage {
  read(): Promise<PageReading>;
  connect(): Promise<ActionResult<PageState>>;
  /**
   * Puts `text` into the notebook's one Lifeline cell (found by its marker, else a new cell after the last one).
   * A cell whose text no longer matches its own checksum was edited by the user: `cell-edited`, unless `overwriteEdited`.
   */
  upsertCell(
    text: string,
    options: { overwriteEdited: boolean },
  ): Promise<ActionResult<{ cellId: string; changed: boolean }>>;
  /** The source of the Lifeline cell, null if there is none or it cannot be read. */
  cellSource(): Promise<string | null>;
  removeCell(): Promise<ActionResult<null>>;
  /**
   * Runs the Lifeline cell; a cell that already runs is left alone and counts as success (rung `already-running`). `runUntrusted`:
   * the user has said for this notebook that "Run anyway" may be answered to Colab's warning about its author.
   */
  runCell(options: { runUntrusted: boolean }): Promise<ActionResult<{ cellId: string }>>;
  /** Answers "Run anyway" to the warning that an earlier `runCell` brought up, if it still stands. */
  answerOwnTrust(): Promise<void>;
  interruptCell(): Promise<ActionResult<null>>;
  /** The newest progress line of the Lifeline cell (`@@lifeline {json}` with our token), and whether that cell runs. */
  readProgress(token: string): Promise<ProgressReading>;
  /** Tells Colab that the user is there: once, and never by a click; with `request` its server, too. */
  nudge(options: { request: boolean }): Promise<ActionResult<null>>;
  /** Runs the cells that the user has marked as set-up, unless this VM is `doneOn`, which had them; see `setup-cells.ts`. */
  runSetup(doneOn: string | null): Promise<ActionResult<{ vm: string | null; ran: number }>>;
  /** Puts the heartbeat cell, whose text is `text`, into the notebook and runs it, or takes it out. */
  heartbeat(options: { on: boolean; text: string }): Promise<ActionResult<null>>;
  /** Ends the runtime, if nothing runs in it. */
  release(): Promise<ActionResult<null>>;
  /** Which rungs of which action are there on this page now; does nothing. */
  selfTest(): Promise<SelfTest>;
  /** Calls back when the state, the notebook, a dialog or the Lifeline cell's output changed; costs nothing while the page is still. */
  onChange(callback: (what: 'state' | 'notebook' | 'dialog' | 'progress') => void, signal: AbortSignal): void;
}

import type { ActionResult, DialogReading, PageReading, PageState, SelfTest } from '../colab/notebook-page';
import type { Job, Priority } from '../jobs/job';
import type { FieldProblems, JobInput } from '../jobs/new-job';
import type { Overrides, Plan } from '../keepalive/guard';
import type { Settings } from '../store/settings';
import type { ImportProblem } from '../store/transfer';

/** Every message is `{kind, payload}`; the prefix of its kind names the side that serves it. */
export interface Request<Kind extends string = string, Input = unknown> {
  kind: Kind;
  payload: Input;
}

interface Call<Input, Output> {
  input: Input;
  output: Output;
}

/** Raw progress as the page shows it; the background parses and checks it against the notebook's token. */
export interface RawProgress {
  line: string | null;
  cellId: string | null;
  running: boolean;
  /** The ways that told it. */
  ways: string[];
  /** Lines that looked like ours and were not. */
  foreign: number;
  /** Nothing can be read, and the cell's output stands in a frame. */
  framed: boolean;
}

/** What the background concludes from a reading of a page. */
export type PageView = Pick<PageReading, 'state' | 'disk' | 'lasts' | 'vm' | 'layers' | 'dialogs'>;

/** Served by the isolated content script of a notebook's tab, called by the background. */
export interface TabProtocol {
  'tab/read': Call<null, PageReading>;
  'tab/progress': Call<{ token: string }, RawProgress>;
  /** Makes the notebook's one Lifeline cell hold `text`; connects and runs it if `run`. Safe to repeat. */
  'tab/ensure': Call<
    { text: string; overwriteEdited: boolean; run: boolean; runUntrusted: boolean },
    ActionResult<{ cellId: string; changed: boolean }>
  >;
  /** The list of downloads that the notebook's Lifeline cell holds, as JSON; null if it has no such cell. */
  'tab/list': Call<null, string | null>;
  'tab/interrupt': Call<null, ActionResult<null>>;
  'tab/remove-cell': Call<null, ActionResult<null>>;
  'tab/connect': Call<null, ActionResult<PageState>>;
  /** With `request` also by the keep-alive request, once a minute at most. */
  'tab/nudge': Call<{ request: boolean }, ActionResult<null>>;
  /** Runs the marked set-up cells, unless the VM is `doneOn`; tells the VM's name, where the page does. */
  'tab/setup': Call<{ doneOn: string | null }, ActionResult<{ vm: string | null; ran: number }>>;
  'tab/heartbeat': Call<{ on: boolean; text: string }, ActionResult<null>>;
  'tab/release': Call<null, ActionResult<null>>;
  /** There is work here: changes of the Lifeline cell's output are pushed as `page/progress` until the next load, and a line is held. */
  'tab/watch': Call<{ token: string }, null>;
  /** Which rungs of which action are there on this page now; does nothing. */
  'tab/self-test': Call<null, SelfTest>;
}

export interface PageIdentity {
  notebook: string | null;
  url: string;
  title: string;
  state: PageState;
  /** The dialog that lies over the page, with its own words. */
  dialog: DialogReading | null;
}

/** Served by the background, called by content scripts. What comes is from a page: it is validated where it arrives. */
export interface PageProtocol {
  /**
   * After a load, a navigation inside the page, a hand-over, or the worker's death; the answer says whether to push progress, and by
   * which token to know it, and whether there is work, over which a line is to be held.
   */
  'page/hello': Call<PageIdentity, { watch: { token: string } | null; working: boolean }>;
  'page/state': Call<PageIdentity, null>;
  /** Answered when it is in the store. */
  'page/progress': Call<RawProgress, { kept: true }>;
}

/** Served by the background, called by the script in an output frame. */
export interface FrameProtocol {
  /** The last lines in the frame that begin like ours. */
  'frame/progress': Call<{ lines: string[] }, null>;
}

/** A download to be; `id` is made by the caller, so that the same request twice is one download. */
export interface NewDownload {
  id: string;
  input: JobInput;
}

/** What was taken, and what is wrong with the others by their id; or why nothing was. */
export type AddResult =
  | { added: Job[]; problems: Record<string, FieldProblems> }
  | { refused: 'consent-needed' | 'no-notebook' };

/** A notebook that downloads can be handed to. */
export interface NotebookChoice {
  notebook: string;
  title: string;
  /** The tab that shows it; null where none does. */
  tabId: number | null;
  consented: boolean;
  /** Free bytes of its VM's disk and of the Drive mounted there, as its cell told last; null where that is unknown. */
  room: { disk: number | null; drive: number | null };
}

/** `known` were there already, `leftOut` could not have been ours. */
export type ImportReport = { added: number; known: number; leftOut: number } | { problem: ImportProblem };

/** A self-test as it came out of the page: by action, whether each rung is there. */
export interface PageTest {
  rungs: Record<string, { rung: string; available: boolean }[]>;
  lost: string[];
}

/** Served by the background, called by extension pages only. Every request is safe to repeat. */
export interface UiProtocol {
  /** Starts the worker if there is none; what is due goes on with its start. */
  'ui/wake': Call<null, null>;
  /** The notebooks that tabs show or that have downloads; the one that was looked at last comes first. */
  'ui/notebooks': Call<null, NotebookChoice[]>;
  'ui/add': Call<{ notebook: string; downloads: NewDownload[]; consent: boolean }, AddResult>;
  /** Several jobs at once, of any notebooks; what else was interrupted in these notebooks goes along. */
  'ui/relaunch': Call<{ jobs: string[]; overwriteEdited: boolean; consent: boolean }, null>;
  /** Null where the new address was taken. */
  'ui/replace-link': Call<{ job: string; url: string }, FieldProblems | null>;
  'ui/pause': Call<{ jobs: string[] }, null>;
  'ui/remove': Call<{ jobs: string[] }, null>;
  /** Puts a job right before another one in its notebook's queue; null: at the end. */
  'ui/move': Call<{ job: string; before: string | null }, null>;
  'ui/priority': Call<{ jobs: string[]; priority: Priority }, null>;
  'ui/keep-alive': Call<{ tabId: number; plan: Plan }, null>;
  /** What is to be otherwise in this notebook than the settings say; null is as they say. */
  'ui/keep-alive-overrides': Call<{ tabId: number } & Partial<Overrides>, null>;
  /** To what keep-alive asks about a notebook. */
  'ui/keep-alive-answer': Call<{ notebook: string; yes: boolean }, null>;
  /** Whether the notebook's marked set-up cells are run on a new VM before its downloads. */
  'ui/run-setup': Call<{ tabId: number; on: boolean }, null>;
  /** Puts the heartbeat cell into the notebook and runs it, or takes it out. */
  'ui/heartbeat': Call<{ tabId: number; on: boolean }, null>;
  /** The user has read what happened while they were away. */
  'ui/seen': Call<{ notebook: string }, null>;
  /** Undoes the planned end of the runtime. */
  'ui/keep-runtime': Call<{ notebook: string }, null>;
  /** How the built extension reads the page of a tab: for Diagnostics and for tests. */
  'ui/read-page': Call<{ tabId: number }, PageReading>;
  /** Which of our ways are there on the page of a tab. */
  'ui/self-test': Call<{ tabId: number }, PageTest>;
  /** Whether "Run anyway" may be answered for the notebook of a tab. */
  'ui/trust': Call<{ tabId: number; on: boolean }, null>;
  'ui/settings': Call<Settings, null>;
  'ui/export': Call<null, string>;
  'ui/import': Call<{ text: string }, ImportReport>;
  /** Brings back what a backup holds (by its `at`), as an import does. */
  'ui/restore': Call<{ at: number }, ImportReport>;
  /** The user has taken note of what happened to the database. */
  'ui/rescue-seen': Call<null, null>;
  'ui/remove-cell': Call<{ tabId: number }, null>;
}

/** What a test does to an open page of the twin, and what the page tells of what was done to it. */

/** The dialogs that the page can open; see `page/view/dialogs/forms.ts`. */
export type DialogName =
  | 'disconnected'
  | 'disallowed'
  | 'not-authored'
  | 'scan-warning'
  | 'units-warning'
  | 'new-runtime'
  | 'drive'
  | 'drive-revoke'
  | 'credentials'
  | 'restart-session'
  | 'high-ram'
  | 'cannot-save'
  | 'too-many-sessions'
  | 'no-gpu'
  | 'captcha'
  | 'github'
  | 'remote-changes'
  | 'unknown';

/** Messages at the foot of the page. */
export type SnackbarName =
  | 'crashed'
  | 'crashed-ram'
  | 'crashed-window'
  | 'cannot-connect'
  | 'no-files'
  | 'saving-failed'
  | 'drive-mounting'
  | 'drive-quota'
  | 'drive-timeout';

/** Why the server gives no runtime. */
export type Refusal = 'too-many-sessions' | 'no-gpu' | 'captcha' | 'error';

/** What the server wants of a page. Each is answered when it is done. */
export type Order =
  /** Lets time pass on the page's clock, in ms. */
  | { kind: 'advance'; ms: number }
  /** Opens a dialog over the page. */
  | { kind: 'dialog'; name: DialogName }
  /** Answers every dialog with neither button, as Escape does. */
  | { kind: 'dismiss' }
  | { kind: 'snackbar'; name: SnackbarName }
  /** Gemini proposes another text for a cell: the cell then holds three editors. */
  | { kind: 'propose'; cell: string; text: string }
  /** Shows another notebook in the same document, as the "Open notebook" dialog does. */
  | { kind: 'navigate'; id: string }
  /** Sends what the journal still holds back. */
  | { kind: 'flush' };

/** A click, a press, a key: how it reached the page, and how the page stood at that moment. */
export interface Touch {
  kind: 'touch';
  type: string;
  /** Whether a person's device made it; a script's events are not trusted. */
  trusted: boolean;
  /** From the target up: `name#id.class`, through shadow roots. */
  path: string[];
  /** Id of the cell that it hit. */
  cell: string | null;
  /** Whether that cell ran or waited. */
  running: boolean;
  dialog: DialogName | null;
}

/** An event that Colab may take for the user's presence. */
export interface Activity {
  kind: 'activity';
  by: 'method' | 'pointer' | 'key' | 'wheel';
  trusted: boolean;
  /** Whether it re-armed the idle timer. */
  counted: boolean;
}

/** One thing that happened to a page. */
export type Happening =
  | Touch
  | Activity
  /** The keyboard's focus went to another element. */
  | { kind: 'focus'; path: string[]; cell: string | null }
  /** The notebook was scrolled. */
  | { kind: 'scroll'; top: number }
  /** Another cell became Colab's focused one, or none. */
  | { kind: 'focused-cell'; cell: string | null }
  | { kind: 'panel'; name: 'resources' | 'files' }
  /** `answer` is null when it opens, and `dismissed` for neither button. */
  | { kind: 'dialog'; name: DialogName; answer: 'yes' | 'no' | 'dismissed' | null }
  /** A cell's run was asked for, or an interrupt. */
  | { kind: 'run'; cell: string }
  | { kind: 'interrupt' }
  | { kind: 'idle-disconnect' };

/** What came to the idle timer and to the server as a sign that somebody is there, since the notebook was made. */
export interface ActivityCounts {
  /** `userInteractionOccurred()` calls. */
  method: number;
  /** Events on the document that counted, and those that did not. */
  events: number;
  ignoredEvents: number;
  /** The page's own requests for the runtime, one a minute while it is connected. */
  pageKeepAlives: number;
  /** Requests to `/tun/m/<endpoint>/keep-alive/`, which the page itself does not send. */
  tunnelKeepAlives: number;
}

/** What a page and the server say to each other about a test's wishes. */
export type ToPage = { id: number; order: Order };
export type FromPage = { done: number } | { happened: Happening[] };

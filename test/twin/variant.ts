/** How the page differs from the page of March 2026 in English, for a signed-in owner of a Drive notebook without a GPU. */
export interface Variant {
  /** What `window.colab` offers; `late` means that it comes 30 s after the page on Colab's clock. */
  pageObject: 'present' | 'missing' | 'late';
  /** Members that Colab has renamed: they are not there, on any object of `window.colab`. */
  renamed: readonly string[];
  /** The build whose structure the page has. */
  dom: '2025-05' | '2026-03';
  /** Language of the user's account. */
  language: 'en' | 'es' | 'pt' | 'tr';
  /** Elements that dialogs are made of: `mwc-dialog` (all recorded pages), or `md-dialog` (a report of September 2026). */
  dialogs: 'mwc' | 'md';
  /** Where plain text of a running cell goes: into the page, or into a frame of another host (reports, 2026). */
  streamOutput: 'page' | 'frame';
  /**
   * Where the notebook lies. Only a Drive file that the user owns alone runs without a question (bundle). A scratchpad lies nowhere:
   * its address opens the one that was added last, as it was added.
   */
  source: 'drive' | 'shared' | 'github' | 'gist' | 'scratch';
  /** `reader` may not save: "Copy to Drive" stands in the toolbar. `signed-out` has no account at all. */
  user: 'owner' | 'reader' | 'signed-out';
  /** A GPU that the assigned runtime has, by Colab's name. */
  accelerator: string | null;
  /** The user's balance of compute units, as far as the page has asked for it; 0 is the free tier's. */
  computeUnits: number | null;
  /** Whether the tunnel answers a keep-alive request. Colab's counts on arrival, and often never answers (2026-07). */
  tunnelAnswers: boolean;
  /** A runtime is assigned as soon as the notebook opens. */
  connectedAtLoad: boolean;
  /** Seconds without activity after which the front end disconnects: `fit` of the assignment; Colab's is about 90 minutes. */
  idleTimeout: number;
  /**
   * Which events on the document re-arm the idle timer, beside `userInteractionOccurred()`. Nobody has seen which ones Colab
   * listens to, and whether a script's count: a test must hold on all of them.
   */
  activityEvents: 'trusted' | 'all' | 'none';
  /** Seconds without a keep-alive request after which the server reclaims the VM; 10 to 15 minutes in reports. */
  reclaimAfter: number;
  /** Seconds after which the server takes the VM away whatever runs; at most 12 hours on the free tier. */
  maxAge: number;
}

export const STANDARD: Variant = {
  pageObject: 'present',
  renamed: [],
  dom: '2026-03',
  language: 'en',
  dialogs: 'mwc',
  streamOutput: 'page',
  source: 'drive',
  user: 'owner',
  accelerator: null,
  computeUnits: null,
  tunnelAnswers: true,
  connectedAtLoad: false,
  idleTimeout: 5400,
  activityEvents: 'trusted',
  reclaimAfter: 900,
  maxAge: 43_200,
};

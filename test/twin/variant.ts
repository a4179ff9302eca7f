/** How the page differs from the page of March 2026 in English, for a signed-in owner of a Drive notebook without a GPU. */
export interface Variant {
  /** What `window.colab` offers. */
  pageObject: 'present' | 'missing';
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
  connectedAtLoad: false,
  idleTimeout: 5400,
  activityEvents: 'trusted',
  reclaimAfter: 900,
  maxAge: 43_200,
};

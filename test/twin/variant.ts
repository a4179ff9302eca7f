/** How the page differs from the page of March 2026 in English, for a signed-in owner of a Drive notebook without a GPU. */
export interface Variant {
  /** What `window.colab` offers. */
  pageObject: 'present' | 'missing';
  /** A runtime is assigned as soon as the notebook opens. */
  connectedAtLoad: boolean;
  /** Seconds without activity after which the front end disconnects: `fit` of the assignment; Colab's is about 90 minutes. */
  idleTimeout: number;
}

export const STANDARD: Variant = {
  pageObject: 'present',
  connectedAtLoad: false,
  idleTimeout: 5400,
};

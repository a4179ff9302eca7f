/** Under this name the page's origin sees the lock. */
const NAME = 'lifeline-for-colab';

/**
 * Keeps the page from being frozen: Chrome's Energy Saver (133 and later) freezes hidden pages that are busy, but none that
 * holds a Web Lock (Chrome's explainer of freezing). Best effort: nothing tells whether it was needed.
 */
export class Unfrozen {
  #release: (() => void) | null = null;
  #end: ReturnType<typeof setTimeout> | undefined;

  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => this.#let());
  }

  /** Holds the lock for `duration` milliseconds from now, or longer if it is held for longer already. */
  hold(duration: number): void {
    clearTimeout(this.#end);
    this.#end = setTimeout(() => this.#let(), duration);
    if (this.#release !== null) return;
    const held = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    void navigator.locks.request(NAME, { mode: 'shared' }, () => held);
  }

  #let(): void {
    clearTimeout(this.#end);
    this.#release?.();
    this.#release = null;
  }
}

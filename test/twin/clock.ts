interface Timer {
  due: number;
  run: () => void;
  handle: ReturnType<typeof setTimeout>;
}

/**
 * Colab's clock, one in the page and one in the server: runs `speed` times as fast as the machine's, and can be pushed
 * forward. Times are in ms. What is due while it is pushed runs at once and in its order, also in a hidden tab, whose timers
 * the browser holds back.
 */
export class Clock {
  readonly #speed: number;
  #pushed = 0;
  #ids = 0;
  readonly #timers = new Map<number, Timer>();

  constructor(speed: number) {
    this.#speed = speed;
  }

  now(): number {
    return performance.now() * this.#speed + this.#pushed;
  }

  /** Calls `run` once, after `delay` on this clock. */
  after(delay: number, run: () => void): number {
    const id = ++this.#ids;
    this.#arm(id, this.now() + delay, run);
    return id;
  }

  cancel(id: number | null): void {
    if (id === null) return;
    clearTimeout(this.#timers.get(id)?.handle);
    this.#timers.delete(id);
  }

  /** Forgets every timer. */
  stop(): void {
    for (const id of this.#timers.keys()) this.cancel(id);
  }

  /** Lets `duration` pass at once. */
  advance(duration: number): void {
    const until = this.now() + duration;
    for (let next = this.#next(until); next !== null; next = this.#next(until)) {
      const [id, timer] = next;
      this.cancel(id);
      this.#pushed += Math.max(0, timer.due - this.now());
      timer.run();
    }
    this.#pushed += Math.max(0, until - this.now());
    for (const [id, { due, run, handle }] of this.#timers) {
      clearTimeout(handle);
      this.#arm(id, due, run);
    }
  }

  /** The first timer that is due by `until`. */
  #next(until: number): [number, Timer] | null {
    const due = [...this.#timers].filter(([, timer]) => timer.due <= until);
    return due.toSorted(([, a], [, b]) => a.due - b.due)[0] ?? null;
  }

  #arm(id: number, due: number, run: () => void): void {
    const wait = Math.max(0, (due - this.now()) / this.#speed);
    const handle = setTimeout(() => {
      this.#timers.delete(id);
      run();
    }, wait);
    this.#timers.set(id, { due, run, handle });
  }
}

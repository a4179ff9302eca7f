/** Colab's clock: runs `speed` times as fast as the machine's, and can be pushed forward. Times are in ms. */
export class Clock {
  readonly #speed: number;
  #pushed = 0;
  #ids = 0;
  readonly #timers = new Map<number, { due: number; run: () => void; handle: number }>();

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

  wait(delay: number): Promise<void> {
    return new Promise((resolve) => this.after(delay, resolve));
  }

  /** Lets `duration` pass at once. */
  advance(duration: number): void {
    this.#pushed += duration;
    for (const [id, timer] of this.#timers) {
      clearTimeout(timer.handle);
      this.#arm(id, timer.due, timer.run);
    }
  }

  #arm(id: number, due: number, run: () => void): void {
    const handle = window.setTimeout(
      () => {
        this.#timers.delete(id);
        run();
      },
      Math.max(0, (due - this.now()) / this.#speed),
    );
    this.#timers.set(id, { due, run, handle });
  }
}

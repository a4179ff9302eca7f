import type { Clock } from '../../clock.ts';

/** What the idle timer looks at when it is armed and when it fires. */
interface IdleSubject {
  /** Seconds; undefined without a runtime, and the timer is not armed then. */
  idleLimit(): number | undefined;
  executing(): boolean;
  disconnect(): void;
}

/**
 * The front end's idle timer (bundle, spring 2026). It is re-armed by the end of a cell and by a sign of the user, not by a
 * cell's start. When it fires while a cell executes, nothing happens and nothing re-arms it.
 */
export class IdleTimer {
  readonly #clock: Clock;
  readonly #subject: IdleSubject;
  #timer: number | null = null;

  constructor(clock: Clock, subject: IdleSubject) {
    this.#clock = clock;
    this.#subject = subject;
  }

  rearm(): void {
    this.clear();
    const limit = this.#subject.idleLimit();
    if (limit) this.#timer = this.#clock.after(limit * 1000, () => this.#fire());
  }

  clear(): void {
    this.#clock.cancel(this.#timer);
    this.#timer = null;
  }

  #fire(): void {
    this.#timer = null;
    if (!this.#subject.executing()) this.#subject.disconnect();
  }
}

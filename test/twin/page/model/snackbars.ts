import type { SnackbarName } from '../../control.ts';

/** The message at the foot of the page. A closed one keeps its text. */
export class Snackbars {
  readonly #changed: (name: SnackbarName | null) => void;

  constructor(changed: (name: SnackbarName | null) => void) {
    this.#changed = changed;
  }

  show(name: SnackbarName): void {
    this.#changed(name);
  }

  close(): void {
    this.#changed(null);
  }
}

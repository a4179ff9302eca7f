import type { DialogName, Happening } from '../../control.ts';

export type Answer = 'yes' | 'no' | 'dismissed';

export interface OpenDialog {
  /** Whether the time is over for which some dialogs disable their buttons. */
  unlocked: boolean;
  readonly name: DialogName;
  readonly answer: (answer: Answer) => void;
}

/** The questions to the user: one lies over the page at a time, the others wait for it. */
export class Dialogs {
  #open: OpenDialog | null = null;
  readonly #queue: OpenDialog[] = [];
  readonly #changed: (open: OpenDialog | null) => void;
  readonly #tell: (what: Happening) => void;

  constructor(changed: (open: OpenDialog | null) => void, tell: (what: Happening) => void) {
    this.#changed = changed;
    this.#tell = tell;
  }

  get open(): OpenDialog | null {
    return this.#open;
  }

  /** Resolves to whether the answer was yes; no and a dismissal are the same to Colab's code. */
  ask(name: DialogName): Promise<boolean> {
    return new Promise((resolve) => {
      const dialog: OpenDialog = {
        name,
        unlocked: false,
        answer: (answer) => {
          if (this.#open !== dialog) return;
          this.#tell({ kind: 'dialog', name, answer });
          this.#show(this.#queue.shift() ?? null);
          resolve(answer === 'yes');
        },
      };
      if (this.#open) this.#queue.push(dialog);
      else this.#show(dialog);
    });
  }

  /** Closes the open dialog, and those that wait for it, with neither button. */
  dismiss(): void {
    while (this.#open) this.#open.answer('dismissed');
  }

  #show(dialog: OpenDialog | null): void {
    this.#open = dialog;
    this.#changed(dialog);
    if (dialog) this.#tell({ kind: 'dialog', name: dialog.name, answer: null });
  }
}

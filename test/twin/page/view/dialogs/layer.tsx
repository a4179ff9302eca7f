import { render } from 'preact';
import type { Clock } from '../../../clock.ts';
import type { Variant } from '../../../variant.ts';
import type { OpenDialog } from '../../model/dialogs.ts';
import type { Texts } from '../texts.ts';
import { CaptchaDialog, MdDialog, MwcDialog } from './dialog.tsx';
import { FORMS } from './forms.ts';
import { Inertness } from './inert.ts';

/** Shows the open dialog as the last child of the body, and makes everything else inert meanwhile. */
export class DialogLayer {
  readonly #texts: Texts;
  readonly #clock: Clock;
  readonly #element: Variant['dialogs'];
  readonly #inertness = new Inertness();
  /** Never in the document: its child is. */
  readonly #holder = document.createElement('div');
  #shown: Element | null = null;

  constructor({ texts, clock, element }: { texts: Texts; clock: Clock; element: Variant['dialogs'] }) {
    this.#texts = texts;
    this.#clock = clock;
    this.#element = element;
  }

  show(dialog: OpenDialog | null): void {
    this.#shown?.remove();
    this.#shown = null;
    this.#inertness.lift();
    if (!dialog) return;
    this.#draw(dialog);
    this.#shown = this.#holder.firstElementChild;
    if (!this.#shown) return;
    this.#inertness.impose();
    document.body.append(this.#shown);
    const { locked } = FORMS[dialog.name];
    if (locked) this.#clock.after(locked, () => this.#unlock(dialog));
  }

  #draw(dialog: OpenDialog): void {
    render(null, this.#holder);
    const Element = dialog.name === 'captcha' ? CaptchaDialog : this.#element === 'md' ? MdDialog : MwcDialog;
    render(<Element dialog={dialog} texts={this.#texts} />, this.#holder);
  }

  #unlock(dialog: OpenDialog): void {
    dialog.unlocked = true;
    for (const button of this.#shown?.querySelectorAll('md-text-button, md-filled-button') ?? []) {
      button.removeAttribute('disabled');
      button.shadowRoot?.querySelector('button')?.removeAttribute('disabled');
    }
  }
}

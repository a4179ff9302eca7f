import { render, type VNode } from 'preact';
import { Button, Host } from '../shells.tsx';
import type { Texts } from '../texts.ts';
import type { Answer, OpenDialog } from './dialogs.ts';
import { FORMS } from './forms.ts';
import { Inertness } from './inert.ts';

/** Shows the open dialog as the last child of the body, and makes everything else inert meanwhile. */
export class DialogLayer {
  readonly #texts: Texts;
  readonly #inertness = new Inertness();
  #element: Element | null = null;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  show(dialog: OpenDialog | null): void {
    this.#element?.remove();
    this.#element = null;
    this.#inertness.lift();
    if (!dialog) return;
    const holder = document.createElement('div');
    render(<Dialog dialog={dialog} texts={this.#texts} />, holder);
    this.#element = holder.firstElementChild;
    if (!this.#element) return;
    this.#inertness.impose();
    document.body.append(this.#element);
  }
}

/**
 * The heading stands in the shadow root, text and buttons in the light one. "ok" and "cancel" say which button it is, not
 * what it does.
 */
function Dialog({ dialog, texts }: { dialog: OpenDialog; texts: Texts }): VNode {
  const words = texts.dialogs[dialog.name];
  const button = (answer: Answer, label: string) => (
    <Button
      slot={answer === 'yes' ? 'primaryAction' : 'secondaryAction'}
      dialogaction={answer === 'yes' ? 'ok' : 'cancel'}
      dialoginitialfocus={answer === 'yes' ? '' : undefined}
      onClick={() => dialog.answer(answer)}
    >
      {label}
    </Button>
  );
  return (
    <Host
      tag="mwc-dialog"
      class={FORMS[dialog.name].className}
      open=""
      shadow={
        <div
          role="alertdialog"
          aria-modal="true"
          class="mdc-dialog mdc-dialog--open"
          aria-describedby="content"
          aria-label={words.title}
        >
          <div class="mdc-dialog__container">
            <div class="mdc-dialog__surface">
              <h2 id="title" class="mdc-dialog__title">
                {words.title}
              </h2>
              <div id="content" class="mdc-dialog__content">
                <slot id="contentSlot" />
              </div>
              <footer id="actions" class=" mdc-dialog__actions ">
                <span>
                  <slot name="secondaryAction" />
                </span>
                <span>
                  <slot name="primaryAction" />
                </span>
              </footer>
            </div>
          </div>
          <div class="mdc-dialog__scrim" />
        </div>
      }
    >
      {words.text}
      {button('no', words.no)}
      {button('yes', words.yes)}
    </Host>
  );
}

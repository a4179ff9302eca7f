import { render, type VNode } from 'preact';
import type { SnackbarName } from '../../control.ts';
import { Button, IconButton } from './buttons.tsx';
import { Host } from './shells.tsx';
import type { Texts } from './texts.ts';

/** The two snackbars as they stand at first. The second is closed and keeps its last text. */
export function Snackbars({ texts }: { texts: Texts }): VNode {
  const bar = (id: string, className: string, label: string | null) => (
    <Host
      tag="colab-snackbar"
      leading=""
      labeltext=""
      id={id}
      class={className}
      shadow={<Surface label={label} open={false} />}
    >
      <IconButton class="close" slot="dismiss" title={texts.close} data-aria-label={texts.close} icon="close" />
    </Host>
  );
  return (
    <>
      {bar('message-area', 'message-area', null)}
      {bar('message-area-secondary', 'message-area startup', texts.loading)}
    </>
  );
}

/** The text stands in the shadow root; `labeltext` never has it. */
function Surface({ label, open }: { label: string | null; open: boolean }): VNode {
  return (
    <div class={`mdc-snackbar mdc-snackbar--leading${open ? ' mdc-snackbar--open' : ''}`}>
      <div class="mdc-snackbar__surface">
        {label !== null && (
          <div class="mdc-snackbar__label" role="status" aria-live="polite">
            {label}
          </div>
        )}
        <div class="mdc-snackbar__actions">
          <slot name="action" />
          <slot name="dismiss" />
        </div>
      </div>
    </div>
  );
}

/** Opens and closes the first snackbar. */
export class SnackbarView {
  readonly #texts: Texts;
  #label: string | null = null;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  show(name: SnackbarName | null): void {
    const host = document.getElementById('message-area');
    if (!host?.shadowRoot) return;
    host.toggleAttribute('open', name !== null);
    if (name !== null) {
      const { text, action } = this.#texts.snackbars[name];
      this.#label = text;
      host.querySelector('.snackbar-action')?.remove();
      if (action) host.append(actionButton(action));
    }
    render(<Surface label={this.#label} open={name !== null} />, host.shadowRoot);
    host.querySelector('.close')?.addEventListener('click', () => this.show(null), { once: true });
  }
}

function actionButton(caption: string): Element {
  const holder = document.createElement('div');
  render(
    <Button class="snackbar-action" slot="action">
      {caption}
    </Button>,
    holder,
  );
  return holder.firstElementChild as Element;
}

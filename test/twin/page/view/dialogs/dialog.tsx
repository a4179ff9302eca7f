import type { VNode } from 'preact';
import type { Answer, OpenDialog } from '../../model/dialogs.ts';
import { Button } from '../buttons.tsx';
import { Host } from '../shells.tsx';
import type { Texts } from '../texts.ts';
import { FORMS } from './forms.ts';

/** A dialog's words. One without `no` has a single button. */
export interface DialogWords {
  title: string;
  text?: string;
  /** What the link to an appeal says. */
  appeal?: string;
  yes: string;
  no?: string;
}

interface Props {
  dialog: OpenDialog;
  texts: Texts;
}

/** The heading stands in the shadow root, text and buttons in the light one (recorded pages of 2025 and 2026). */
export function MwcDialog({ dialog, texts }: Props): VNode {
  const words: DialogWords = texts.dialogs[dialog.name];
  return (
    <Host
      tag="mwc-dialog"
      {...attributesOf(dialog)}
      shadow={
        <div
          role={FORMS[dialog.name].role ?? 'alertdialog'}
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
      <Text words={words} />
      <Buttons dialog={dialog} words={words} slots={['secondaryAction', 'primaryAction']} />
    </Host>
  );
}

/** Material's newer dialog, by its public documentation: heading, content and buttons all in the light tree. */
export function MdDialog({ dialog, texts }: Props): VNode {
  const words: DialogWords = texts.dialogs[dialog.name];
  return (
    <Host
      tag="md-dialog"
      {...attributesOf(dialog)}
      shadow={
        <>
          <div class="scrim" />
          <div role="alertdialog" class="container">
            <h2 id="headline" aria-hidden="false">
              <slot name="headline" />
            </h2>
            <div class="scroller">
              <slot name="content" />
            </div>
            <div class="actions">
              <slot name="actions" />
            </div>
          </div>
        </>
      }
    >
      <div slot="headline">{words.title}</div>
      <form slot="content" method="dialog">
        <Text words={words} />
      </form>
      <div slot="actions">
        <Buttons dialog={dialog} words={words} slots={[undefined, undefined]} />
      </div>
    </Host>
  );
}

/** The challenge has an element of its own, with Colab's dialog inside (third parties, 2026-01). */
export function CaptchaDialog({ dialog, texts }: Props): VNode {
  return <Host tag="colab-recaptcha-dialog" shadow={<MwcDialog dialog={dialog} texts={texts} />} />;
}

/** That there is a link is known from reports (2023-12, 2024-03), not its markup. */
function Text({ words: { text, appeal } }: { words: DialogWords }): VNode {
  return (
    <>
      {text} {appeal !== undefined && <a href="https://support.google.com/colab/appeal">{appeal}</a>}
    </>
  );
}

function attributesOf({ name }: OpenDialog) {
  const { className, formId } = FORMS[name];
  return { class: className, open: '', formid: formId };
}

/** `ok` and `cancel` say which button it is, not what it does. */
function Buttons({
  dialog,
  words,
  slots: [secondary, primary],
}: {
  dialog: OpenDialog;
  words: DialogWords;
  slots: [string | undefined, string | undefined];
}): VNode {
  const { formId, locked } = FORMS[dialog.name];
  const common = { formid: formId, disabled: locked !== undefined };
  // A script's click on the host gets through a disabled button inside.
  const press = (answer: Answer) => (locked === undefined || dialog.unlocked) && dialog.answer(answer);
  return (
    <>
      {words.no !== undefined && (
        <Button {...common} slot={secondary} dialogaction="cancel" onClick={() => press('no')}>
          {words.no}
        </Button>
      )}
      <Button
        {...common}
        slot={primary}
        dialogaction="ok"
        dialoginitialfocus=""
        onClick={() => press(words.no === undefined ? 'dismissed' : 'yes')}
      >
        {words.yes}
      </Button>
    </>
  );
}

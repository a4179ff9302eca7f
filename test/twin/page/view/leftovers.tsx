import type { VNode } from 'preact';
import { Button } from './shells.tsx';
import type { Texts } from './texts.ts';

/** What stands behind the menus: none of it is a question to the user, the reCAPTCHA badge neither. */
export function Leftovers({ texts }: { texts: Texts }): VNode {
  return (
    <>
      <dialog class="doc-comments-area" aria-label={texts.commentsShort}>
        <div class="doc-comments-buttons">
          <Button command="add-comment" icon="comment">
            {texts.addComment}
          </Button>
        </div>
      </dialog>
      <div class="thumbnail" />
      <div>
        <div
          class="grecaptcha-badge"
          data-style="bottomright"
          style="height: 60px; visibility: hidden; display: block;"
        >
          <div class="grecaptcha-logo">
            <iframe
              title="reCAPTCHA"
              role="presentation"
              src="https://www.google.com/recaptcha/api2/anchor?size=invisible"
              style="width: 1px; height: 1px;"
            />
          </div>
          <div class="grecaptcha-error" />
          <textarea
            id="g-recaptcha-response-100000"
            name="g-recaptcha-response"
            class="g-recaptcha-response"
            style="height: 40px; display: none;"
          />
        </div>
        <iframe title="" style="display: none;" />
      </div>
      <iframe title="" src="https://colab.research.google.com/_/bscframe" style="display: none;" />
    </>
  );
}

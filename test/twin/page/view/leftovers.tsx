import type { VNode } from 'preact';
import { Button } from './buttons.tsx';
import type { Texts } from './texts.ts';

export function MathJax(): VNode {
  return (
    <>
      <div>
        <div id="MathJax_Hidden" />
      </div>
      <div id="MathJax_Message" style="display: none;" />
    </>
  );
}

/** What stands before the app. */
export function Frames(): VNode {
  return (
    <>
      <div>
        <div id="MathJax_Font_Test" />
      </div>
      <iframe id="hfcr" title="" src="https://accounts.google.com/RotateCookiesPage" style="display: none;" />
    </>
  );
}

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
      <iframe
        id="apiproxy0"
        name="apiproxy0"
        title=""
        tabindex={-1}
        aria-hidden="true"
        src="https://feedback-pa.clients6.google.com/static/proxy.html"
        style="display: none;"
      />
      <iframe title="" src="https://colab.research.google.com/_/bscframe" style="display: none;" />
    </>
  );
}

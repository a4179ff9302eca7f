import { browser } from '../platform/browser';
import { OUTPUT_FRAMES } from '../platform/output-frames';
import { ask } from '../ui/ask';
import { formatList } from '../ui/format';
import { harmless, isolated, t, textIfAny } from '../ui/text';
import type { Model } from './model';
import type { NotebookSummary } from './notebook';

/** What the notebook's page wants of the user: an answer to Colab's own question, a permission, or to know what is out of order. */
export function PageNeeds({ model, notebook }: { model: Model; notebook: NotebookSummary }) {
  const { tabId, dialog, runUntrusted, lost, framed } = notebook;
  return (
    <>
      {dialog !== null && (
        <section class="callout small" aria-live="polite">
          <p>{dialog.title === '' ? t('colab_asks_nameless') : t('colab_asks', isolated(harmless(dialog.title)))}</p>
          {dialog.text !== '' && (
            <p class="quiet">
              <bdi>{harmless(dialog.text)}</bdi>
            </p>
          )}
          <p class="quiet">{t('colab_asks_hint')}</p>
        </section>
      )}
      {(dialog?.kind === 'not-authored' || runUntrusted) && (
        <div class="small">
          <label class="switch">
            <input
              type="checkbox"
              checked={runUntrusted}
              aria-describedby="trust-hint"
              onChange={() => model.act(ask('ui/trust', { tabId, on: !runUntrusted }))}
            />
            {t('trust')}
          </label>
          <p class="quiet" id="trust-hint">
            {t('trust_hint')}
          </p>
        </div>
      )}
      {lost.length > 0 && (
        <section class="callout small">
          <p>{t('lost', formatList(lost.map((action) => textIfAny(`lost_${action}`) ?? action)))}</p>
          <p class="quiet">{t('lost_hint')}</p>
        </section>
      )}
      {framed && (
        <section class="callout small">
          <p>{t('frames')}</p>
          <button
            type="button"
            aria-describedby="frames-hint"
            onClick={() => model.act(browser.permissions.request({ origins: [OUTPUT_FRAMES] }))}
          >
            {t('frames_allow')}
          </button>
          <p class="quiet" id="frames-hint">
            {t('frames_hint')}
          </p>
        </section>
      )}
    </>
  );
}

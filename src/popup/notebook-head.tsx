import { ask } from '../ui/ask';
import { errorText } from '../ui/job-text';
import { harmless, type TextKey, t } from '../ui/text';
import type { Model } from './model';

/** Which notebook this is, how its runtime stands, and whether it is kept alive. */
export function NotebookHead({ model }: { model: Model }) {
  const notebook = model.notebook.value;
  if (notebook === null) {
    const mute = model.mute.value;
    return (
      <header class="head">
        <Logo />
        <h1>{t(mute ? 'page_mute' : 'page_none')}</h1>
        <p class="quiet small wide">{t(mute ? 'page_mute_hint' : 'page_none_hint')}</p>
      </header>
    );
  }
  const { tabId, title, state, guard, trouble } = notebook;
  const on = guard.plan.mode !== 'off';
  return (
    <header class="head">
      <Logo />
      <h1 class="cut" title={harmless(title)}>
        <bdi>{title === '' ? t('page_untitled') : harmless(title)}</bdi>
      </h1>
      <p class={`page-state ${state}`}>{t(`page_${state.replace('-', '_')}` as TextKey)}</p>
      {trouble !== null && <p class="callout small wide">{t('trouble_waiting', errorText(trouble))}</p>}
      <div class="wide">
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            checked={on}
            aria-describedby="keep-alive-hint"
            onChange={() => model.act(ask('ui/keep-alive', { tabId, plan: { mode: on ? 'off' : 'while-working' } }))}
          />
          {t('keep_alive')}
        </label>
        <p class="quiet" id="keep-alive-hint">
          {t(on ? 'keep_alive_on' : 'keep_alive_off')}
        </p>
      </div>
    </header>
  );
}

function Logo() {
  return <img src="/icons/icon.svg" width="28" height="28" alt="" />;
}

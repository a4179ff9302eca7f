import { errorText } from '../ui/job-text';
import { harmless, type TextKey, t } from '../ui/text';
import { KeepAlive } from './keep-alive';
import type { Model } from './model';
import { RuntimeNotes } from './runtime-notes';

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
  const { title, state, trouble } = notebook;
  return (
    <header class="head">
      <Logo />
      <h1 class="cut" title={harmless(title)}>
        <bdi>{title === '' ? t('page_untitled') : harmless(title)}</bdi>
      </h1>
      <p class={`page-state ${state}`}>{t(`page_${state.replace('-', '_')}` as TextKey)}</p>
      {trouble !== null && <p class="callout small wide">{t('trouble_waiting', errorText(trouble))}</p>}
      <KeepAlive model={model} notebook={notebook} />
      <RuntimeNotes model={model} notebook={notebook} />
    </header>
  );
}

function Logo() {
  return <img src="/icons/icon.svg" width="28" height="28" alt="" />;
}

import type { NotebookSummary } from '../messaging/messages';
import { ask } from '../ui/ask';
import { type TextKey, t } from '../ui/text';
import type { Model } from './model';

/** Which notebook this is, how its runtime stands, and whether it is kept alive. */
export function NotebookHead({ model }: { model: Model }) {
  const notebook = model.notebook.value;
  if (notebook === null) {
    return (
      <header class="head">
        <h1>{t('page_none')}</h1>
        <p class="quiet">{t('page_none_hint')}</p>
      </header>
    );
  }
  const { tabId, title, state, keepAlive, trouble } = notebook;
  const on = keepAlive !== 'off';
  return (
    <header class="head">
      <h1 title={title}>
        <bdi>{title}</bdi>
      </h1>
      <p class={`page-state ${state}`} role="status">
        {t(`page_${state.replace('-', '_')}` as TextKey)}
      </p>
      {trouble !== null && <p class="problem">{troubleText(trouble)}</p>}
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          checked={on}
          onChange={() => model.act(ask('ui/keep-alive', { tabId, mode: on ? 'off' : 'while-working' }))}
        />
        <span>
          {t('keep_alive')}
          <small>{t(on ? 'keep_alive_on' : 'keep_alive_off')}</small>
        </span>
      </label>
    </header>
  );
}

function troubleText({ code, message }: NonNullable<NotebookSummary['trouble']>): string {
  return code === 'dialog-open' ? t('trouble_dialog_open') : t('trouble_waiting', message);
}

import { useLayoutEffect, useRef } from 'preact/hooks';
import { openBeside } from '../platform/beside';
import { ask } from '../ui/ask';
import { News } from '../ui/news';
import { pageUrl } from '../ui/page-url';
import { failureText } from '../ui/requests';
import { RescueNote } from '../ui/rescue-note';
import { t } from '../ui/text';
import { AddForm } from './add-form';
import { JobList } from './job-list';
import type { Model } from './model';
import { NotebookHead } from './notebook-head';
import { PageNeeds } from './page-needs';

export function Popup({ model }: { model: Model }) {
  const jobs = model.jobs.value;
  const notebook = model.notebook.value;
  const root = useRef<HTMLElement>(null);
  // By keyboard, what the popup was most likely opened for is the first key: the one obvious button, else pasting an address.
  useLayoutEffect(() => {
    const obvious = root.current?.querySelector<HTMLElement>('.keep-alive .primary, .attention .primary');
    (obvious ?? root.current?.querySelector<HTMLElement>('#url'))?.focus();
  }, []);
  return (
    <main ref={root}>
      <NotebookHead model={model} />
      {model.failure.value !== null && (
        <p class="callout" role="alert">
          {failureText(model.failure.value)}
        </p>
      )}
      <RescueNote />
      {notebook !== null && <PageNeeds model={model} notebook={notebook} />}
      {notebook !== null && <AddForm model={model} notebook={notebook} />}
      {jobs.length > 0 ? <JobList model={model} jobs={jobs} /> : notebook !== null ? <Welcome /> : <Nothing />}
      <News jobs={model.news.value} />
      <footer>
        <a href={pageUrl('dashboard')} target="_blank">
          {t('popup_dashboard')}
        </a>
        <a href={pageUrl('options')} target="_blank">
          {t('options_title')}
        </a>
        <a href={`${pageUrl('diagnostics')}${model.tabId === null ? '' : `?tab=${model.tabId}`}`} target="_blank">
          {t('diagnostics_title')}
        </a>
        <button
          type="button"
          class="bare text"
          onClick={() => void openBeside(pageUrl('dashboard')).then(() => close())}
        >
          {t('popup_beside')}
        </button>
        {notebook?.consented === true && (
          <button
            type="button"
            class="bare text"
            onClick={() => model.act(ask('ui/remove-cell', { tabId: notebook.tabId }))}
          >
            {t('action_remove_cell')}
          </button>
        )}
      </footer>
    </main>
  );
}

function Welcome() {
  return (
    <section>
      <h2>{t('welcome_title')}</h2>
      <ol class="welcome">
        <li>{t('welcome_1')}</li>
        <li>{t('welcome_2')}</li>
        <li>{t('welcome_3')}</li>
      </ol>
    </section>
  );
}

function Nothing() {
  return <p class="quiet">{t('list_empty')}</p>;
}

import { displayName } from '../jobs/job';
import type { RpcError } from '../messaging/rpc';
import { ask } from '../ui/ask';
import { stateText } from '../ui/job-text';
import { harmless, isolated, t, textIfAny } from '../ui/text';
import { AddForm } from './add-form';
import { JobList } from './job-list';
import type { Model } from './model';
import { NotebookHead } from './notebook-head';

export function Popup({ model }: { model: Model }) {
  const jobs = model.jobs.value;
  if (jobs === null) return <main aria-busy="true" />;
  const notebook = model.notebook.value;
  return (
    <main>
      <NotebookHead model={model} />
      {model.failure.value !== null && (
        <p class="callout" role="alert">
          {failureText(model.failure.value)}
        </p>
      )}
      {notebook !== null && <AddForm model={model} notebook={notebook} />}
      {jobs.length > 0 ? <JobList model={model} jobs={jobs} /> : notebook !== null ? <Welcome /> : <Nothing />}
      <p class="unseen" role="status">
        {model.news.value.map((job) => t('news', isolated(harmless(displayName(job))), stateText(job))).join(' ')}
      </p>
      <footer>
        {notebook?.consented === true && (
          <button
            type="button"
            class="bare"
            onClick={() => model.act(ask('ui/remove-cell', { tabId: notebook.tabId }))}
          >
            {t('action_remove_cell')}
          </button>
        )}
        <a href={`/src/diagnostics/index.html${model.tabId === null ? '' : `?tab=${model.tabId}`}`} target="_blank">
          {t('diagnostics_title')}
        </a>
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

function failureText({ code, message }: RpcError): string {
  return textIfAny(`failure_${code.replaceAll('-', '_')}`) ?? t('action_failed', message);
}

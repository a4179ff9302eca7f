import { isLive, type Job } from '../jobs/job';
import type { RpcError } from '../messaging/rpc';
import { ask } from '../ui/ask';
import { type TextKey, t, textIfAny } from '../ui/text';
import { AddForm } from './add-form';
import { JobRow } from './job-row';
import type { Model } from './model';
import { NotebookHead } from './notebook-head';

type Group = 'attention' | 'active' | 'waiting' | 'done';

/** In the order in which they matter to whoever opens the popup. */
const GROUPS: Group[] = ['attention', 'active', 'waiting', 'done'];

function groupOf(job: Job): Group {
  if (job.state === 'interrupted' || job.state === 'failed') return 'attention';
  if (job.state === 'completed') return 'done';
  return isLive(job) && job.state !== 'queued' ? 'active' : 'waiting';
}

export function Popup({ model }: { model: Model }) {
  const jobs = model.jobs.value;
  if (jobs === null) return <main aria-busy="true" />;
  const notebook = model.notebook.value;
  return (
    <main>
      <NotebookHead model={model} />
      {notebook !== null && <AddForm model={model} notebook={notebook} />}
      {model.failure.value !== null && (
        <p class="problem" role="alert">
          {failureText(model.failure.value)}
        </p>
      )}
      {jobs.length === 0 && <p class="quiet">{t('list_empty')}</p>}
      {GROUPS.map((group) => (
        <JobGroup key={group} model={model} group={group} jobs={jobs.filter((job) => groupOf(job) === group)} />
      ))}
    </main>
  );
}

function JobGroup({ model, group, jobs }: { model: Model; group: Group; jobs: readonly Job[] }) {
  if (jobs.length === 0) return null;
  const interrupted = jobs.filter((job) => job.state === 'interrupted');
  return (
    <section class={`group ${group}`}>
      <header>
        <h2>{t(`group_${group}` as TextKey)}</h2>
        {group === 'attention' && interrupted.length > 1 && (
          <button type="button" onClick={() => model.act(relaunchAll(interrupted))}>
            {t('action_relaunch_all')}
          </button>
        )}
      </header>
      <ul>
        {jobs.map((job) => (
          <JobRow
            key={job.id}
            job={job}
            model={model}
            notebookTitle={model.notebook.value === null ? model.titles.value.get(job.notebook) : undefined}
          />
        ))}
      </ul>
    </section>
  );
}

/** One for each notebook is enough: a relaunch takes along what else was interrupted there. */
async function relaunchAll(jobs: readonly Job[]): Promise<void> {
  const first = new Map(jobs.map((job) => [job.notebook, job.id]));
  for (const job of first.values()) await ask('ui/relaunch', { job, overwriteEdited: false });
}

function failureText({ code, message }: RpcError): string {
  return textIfAny(`failure_${code.replaceAll('-', '_')}`) ?? t('action_failed', message);
}

import { displayName, isLive, type Job } from '../jobs/job';
import { ask } from '../ui/ask';
import { amounts, explanations, stateText } from '../ui/job-text';
import { t } from '../ui/text';
import type { Model } from './model';

interface JobRowProps {
  job: Job;
  model: Model;
  /** Shown where the list is of many notebooks. */
  notebookTitle: string | undefined;
}

export function JobRow({ job, model, notebookTitle }: JobRowProps) {
  const name = displayName(job);
  return (
    <li class="job" data-state={job.state}>
      <p class="name" title={job.url}>
        <bdi>{name}</bdi>
      </p>
      {notebookTitle !== undefined && (
        <p class="quiet notebook" title={notebookTitle}>
          <bdi>{notebookTitle}</bdi>
        </p>
      )}
      <p class="state">{[stateText(job), ...amounts(job)].join(' · ')}</p>
      {job.state !== 'completed' && <Progress job={job} name={name} />}
      {explanations(job).map((text) => (
        <p key={text} class="explanation">
          {text}
        </p>
      ))}
      <div class="actions">
        <MainAction job={job} model={model} />
        <button
          type="button"
          class="plain"
          aria-label={`${t('action_remove')}: ${name}`}
          onClick={() => model.act(ask('ui/remove', { job: job.id }))}
        >
          {t('action_remove')}
        </button>
      </div>
    </li>
  );
}

function Progress({ job, name }: { job: Job; name: string }) {
  const label = t('progress_label', name);
  return job.size === null ? (
    <progress aria-label={label} />
  ) : (
    <progress aria-label={label} max={Math.max(1, job.size)} value={job.offset} />
  );
}

/** The one thing that makes sense for the job as it stands. */
function MainAction({ job, model }: { job: Job; model: Model }) {
  const relaunch = (overwriteEdited: boolean) => () => model.act(ask('ui/relaunch', { job: job.id, overwriteEdited }));
  if (job.state === 'failed' && job.error?.code === 'cell-edited') {
    return <Action label={t('action_overwrite')} primary onClick={relaunch(true)} />;
  }
  if (job.state === 'failed' || job.state === 'interrupted') {
    return <Action label={t('action_relaunch')} primary onClick={relaunch(false)} />;
  }
  if (job.state === 'paused') return <Action label={t('action_resume')} primary onClick={relaunch(false)} />;
  if (isLive(job))
    return <Action label={t('action_pause')} onClick={() => model.act(ask('ui/pause', { job: job.id }))} />;
  return null;
}

function Action({ label, primary = false, onClick }: { label: string; primary?: boolean; onClick: () => void }) {
  return (
    <button type="button" class={primary ? 'primary' : ''} onClick={onClick}>
      {label}
    </button>
  );
}

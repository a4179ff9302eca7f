import { displayName, isLive, type Job } from '../jobs/job';
import { ask } from '../ui/ask';
import { Icon, type IconName } from '../ui/icons';
import { amounts, explanations, stateText } from '../ui/job-text';
import { harmless, isolated, t } from '../ui/text';
import type { Model } from './model';

interface JobRowProps {
  job: Job;
  model: Model;
  icon: IconName;
  /** One button for all stands above: the row's own should not compete with it. */
  quiet: boolean;
  /** Shown where the list is of many notebooks. */
  notebookTitle: string | undefined;
}

export function JobRow({ job, model, icon, quiet, notebookTitle }: JobRowProps) {
  const name = harmless(displayName(job));
  const numbers = amounts(job, model.now.value).join(' · ');
  return (
    <li class="job" data-job={job.id} data-state={job.state}>
      <Icon name={icon} />
      <div class="titles">
        <p class="name cut" title={harmless(job.path ?? name)}>
          <bdi>{name}</bdi>
        </p>
        {notebookTitle !== undefined && (
          <p class="quiet small cut" title={harmless(notebookTitle)}>
            <bdi>{harmless(notebookTitle)}</bdi>
          </p>
        )}
        <p class="state">{stateText(job)}</p>
      </div>
      <div class="actions">
        <MainAction job={job} model={model} name={name} quiet={quiet} />
        <button
          type="button"
          class="bare"
          title={t('action_remove_hint')}
          aria-label={t('action_remove', isolated(name))}
          onClick={() => model.act(ask('ui/remove', { jobs: [job.id] }))}
        >
          <Icon name="close" />
        </button>
      </div>
      <div class="wide">
        {job.state !== 'completed' && <Bar job={job} name={name} />}
        {numbers !== '' && <p class="amounts quiet">{numbers}</p>}
        {explanations(job).map((text) => (
          <p key={text} class="explanation">
            {text}
          </p>
        ))}
      </div>
    </li>
  );
}

function Bar({ job: { offset, size, state }, name }: { job: Job; name: string }) {
  const label = t('progress_label', isolated(name));
  const done = size === null ? null : size === 0 ? 1 : Math.min(1, offset / size);
  if (done === null && state !== 'running') return null;
  return (
    <div
      class="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={done === null ? undefined : Math.floor(done * 100)}
    >
      <div style={{ '--done': done ?? undefined }} />
    </div>
  );
}

interface ActionProps {
  job: Job;
  model: Model;
  name: string;
  quiet: boolean;
}

/** The one thing that makes sense for the job as it stands. */
function MainAction({ job, model, name, quiet }: ActionProps) {
  const relaunch = (overwriteEdited: boolean) => () =>
    model.act(ask('ui/relaunch', { jobs: [job.id], overwriteEdited }));
  const named = isolated(name);
  if (job.state === 'completed') return null;
  if (isLive(job)) {
    return (
      <button
        type="button"
        aria-label={t('action_pause_named', named)}
        onClick={() => model.act(ask('ui/pause', { jobs: [job.id] }))}
      >
        {t('action_pause')}
      </button>
    );
  }
  const edited = job.state === 'failed' && job.error?.code === 'cell-edited';
  const which = job.state === 'paused' ? 'resume' : job.state === 'queued' ? 'start' : 'relaunch';
  // Where another try cannot help by itself, the button is there, but does not shout.
  const shouts = !quiet && (job.state !== 'failed' || job.error?.retryable === true);
  return (
    <button
      type="button"
      class={shouts ? 'primary' : ''}
      aria-label={edited ? undefined : t(`action_${which}_named`, named)}
      onClick={relaunch(edited)}
    >
      {t(edited ? 'action_overwrite' : `action_${which}`)}
    </button>
  );
}

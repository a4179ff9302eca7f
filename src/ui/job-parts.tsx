import { isLive, type Job } from '../jobs/job';
import { awaitsConsent } from '../jobs/relaunch';
import { ask } from './ask';
import type { Requests } from './requests';
import { isolated, t } from './text';

/** How much of a download is there. `name` is its name, safe to show. */
export function ProgressBar({ job: { offset, size, state }, name }: { job: Job; name: string }) {
  const done = size === null ? null : size === 0 ? 1 : Math.min(1, offset / size);
  if (done === null && state !== 'running') return null;
  return (
    <div
      class="bar"
      role="progressbar"
      aria-label={t('progress_label', isolated(name))}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={done === null ? undefined : Math.floor(done * 100)}
    >
      <div style={{ '--done': done ?? undefined }} />
    </div>
  );
}

interface MainActionProps {
  job: Job;
  requests: Requests;
  name: string;
  /** Another button is the obvious one here. */
  quiet: boolean;
  tabIndex?: number;
}

/** The one thing that makes sense for the job as it stands. */
export function MainAction({ job, requests, name, quiet, tabIndex }: MainActionProps) {
  const named = isolated(name);
  if (job.state === 'completed') return null;
  if (isLive(job)) {
    return (
      <button
        type="button"
        tabIndex={tabIndex}
        aria-label={t('action_pause_named', named)}
        onClick={() => requests.act(ask('ui/pause', { jobs: [job.id] }))}
      >
        {t('action_pause')}
      </button>
    );
  }
  const which = wayOn(job);
  // Where another try cannot help by itself, the button is there, but does not shout.
  const shouts = !quiet && (job.state !== 'failed' || job.error?.retryable === true);
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      class={shouts ? 'primary' : ''}
      aria-label={t(`action_${which}_named`, named)}
      onClick={() =>
        requests.act(
          ask('ui/relaunch', {
            jobs: [job.id],
            overwriteEdited: which === 'overwrite',
            consent: which === 'consent',
          }),
        )
      }
    >
      {t(`action_${which}`)}
    </button>
  );
}

/** What a click does for a download that stands still. */
function wayOn(job: Job): 'consent' | 'overwrite' | 'resume' | 'start' | 'relaunch' {
  if (awaitsConsent(job)) return 'consent';
  if (job.state === 'failed' && job.error?.code === 'cell-edited') return 'overwrite';
  if (job.state === 'paused') return 'resume';
  return job.state === 'queued' ? 'start' : 'relaunch';
}

import type { Signal } from '@preact/signals';
import { isLive, type Job } from '../jobs/job';
import { canRelaunch } from '../jobs/relaunch';
import { ask } from '../ui/ask';
import { formatBytes } from '../ui/format';
import { t, tCount } from '../ui/text';
import type { Model } from './model';
import { none, type Selection } from './selection';

interface ActionBarProps {
  model: Model;
  selection: Signal<Selection>;
  chosen: readonly Job[];
  shown: readonly Job[];
}

const idsOf = (jobs: readonly Job[]) => jobs.map(({ id }) => id);
const isStopped = (job: Job) => job.state === 'paused' || canRelaunch(job);

/** What can be done with the chosen downloads, or with all that are shown where none is. */
export function ActionBar({ model, selection, chosen, shown }: ActionBarProps) {
  const some = chosen.length > 0;
  const jobs = some ? chosen : shown;
  const live = jobs.filter(isLive);
  const stopped = jobs.filter(isStopped);
  const rate = shown.reduce((sum, job) => sum + (isLive(job) ? job.rate : 0), 0);
  const relaunch = () =>
    model.act(ask('ui/relaunch', { jobs: idsOf(stopped), overwriteEdited: false, consent: false }));
  return (
    <div class="action-bar" role="toolbar" aria-label={t('dashboard_actions')}>
      <p class="said">
        {some ? tCount('dashboard_chosen', chosen.length) : rate > 0 ? t('speed', formatBytes(rate)) : ''}
      </p>
      {live.length > 0 && (
        <button type="button" onClick={() => model.act(ask('ui/pause', { jobs: idsOf(live) }))}>
          {t(some ? 'action_pause' : 'action_pause_all')}
        </button>
      )}
      {stopped.length > 0 && (
        <button type="button" class={some ? '' : 'primary'} onClick={relaunch}>
          {t(some ? 'action_relaunch' : 'action_relaunch_all')}
        </button>
      )}
      {some && (
        <>
          <button
            type="button"
            title={t('action_remove_hint')}
            onClick={() => model.act(ask('ui/remove', { jobs: idsOf(chosen) }))}
          >
            {t('action_remove_chosen')}
          </button>
          <button
            type="button"
            class="bare text"
            onClick={() => {
              selection.value = none(selection.value);
            }}
          >
            {t('dashboard_clear')}
          </button>
        </>
      )}
    </div>
  );
}

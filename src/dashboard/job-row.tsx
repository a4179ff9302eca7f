import { displayName, isLive, type Job } from '../jobs/job';
import { formatBytes, formatDay, formatDuration } from '../ui/format';
import { groupOf } from '../ui/groups';
import { Icon } from '../ui/icons';
import { MainAction, ProgressBar } from '../ui/job-parts';
import { amountText, bytesText, secondsLeft, stateText } from '../ui/job-text';
import { SparkLine } from '../ui/spark-line';
import { harmless, t } from '../ui/text';
import type { Place } from '../ui/windowed';
import type { Model } from './model';
import type { Way } from './selection';

interface JobRowProps {
  job: Job;
  place: Place;
  /** Its place in the list, from 0. */
  index: number;
  model: Model;
  chosen: boolean;
  /** The one row that the Tab key stops at. */
  entry: boolean;
  onPick: (way: Way) => void;
}

export function JobRow({ job, place, index, model, chosen, entry, onPick }: JobRowProps) {
  const name = harmless(displayName(job));
  const title = harmless(model.notebooks.value.get(job.notebook)?.title ?? '');
  const group = groupOf(job);
  // What stands still is the same a moment later: thousands of rows are not drawn anew because time goes on.
  const now = isLive(job) ? model.now.value : model.now.peek();
  const trail = isLive(job) ? model.trails.value.get(job.id) : undefined;
  const left = secondsLeft(job, trail, now);
  return (
    <div
      {...place}
      role="row"
      class={`row ${group}`}
      data-state={job.state}
      aria-rowindex={index + 2}
      aria-selected={chosen}
      tabIndex={entry ? 0 : -1}
      onClick={(event) => {
        if ((event.target as Element).closest('button') !== null) return;
        onPick(event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'alone');
      }}
    >
      <div role="gridcell" class="name">
        <Icon name={group} />
        <p class="file cut" title={name}>
          <bdi>{name}</bdi>
        </p>
        <p class="under cut">
          <span class="state">{stateText(job)}</span>
          {title !== '' && (
            <span class="quiet">
              {' · '}
              <bdi>{title}</bdi>
            </span>
          )}
        </p>
      </div>
      <div role="gridcell" class="progress">
        {job.state !== 'completed' && <ProgressBar job={job} name={name} />}
        <p class="quiet cut" title={amountText(job, now)}>
          {bytesText(job)}
        </p>
      </div>
      <div role="gridcell" class="speed">
        {job.rate > 0 && (
          <>
            <SparkLine trail={trail} />
            <p>{t('speed', formatBytes(job.rate))}</p>
          </>
        )}
      </div>
      <div role="gridcell" class="left">
        {left === null ? '' : formatDuration(left)}
      </div>
      <div role="gridcell" class="added quiet">
        {formatDay(job.createdAt, now)}
      </div>
      <div role="gridcell" class="do">
        <MainAction job={job} requests={model} name={name} quiet tabIndex={entry ? 0 : -1} />
      </div>
    </div>
  );
}

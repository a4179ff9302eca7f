import { displayName, type Job } from '../jobs/job';
import { speeds, steadyRate } from '../jobs/trail';
import { formatBytes, formatCount, formatDateTime, formatDuration } from '../ui/format';
import { MainAction, ProgressBar } from '../ui/job-parts';
import { amountText, explanations, secondsLeft, stateText } from '../ui/job-text';
import { harmless, t } from '../ui/text';
import { Chart } from './chart';
import { type Fact, Facts } from './facts';
import type { Model } from './model';
import { QueuePlace } from './queue-place';
import { ReplaceLink } from './replace-link';
import { Story } from './story';

/** All that is known of one download. */
export function Details({ model, job }: { model: Model; job: Job }) {
  const name = harmless(displayName(job));
  const notebook = model.notebooks.value.get(job.notebook);
  const trail = model.trails.value.get(job.id);
  const drawn = speeds(trail ?? []);
  const left = secondsLeft(job, trail, model.now.value);
  return (
    <>
      <header class="details-head">
        <h2 class="file">
          <bdi>{name}</bdi>
        </h2>
        <p class="state">{stateText(job)}</p>
        <MainAction job={job} requests={model} name={name} quiet={false} />
      </header>
      {explanations(job).map((text) => (
        <p key={text} class="explanation">
          {text}
        </p>
      ))}
      {job.state !== 'completed' && (
        <div>
          <ProgressBar job={job} name={name} />
          <p class="quiet small">
            {[amountText(job, model.now.value), left === null ? '' : t('time_left', formatDuration(left))]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
      )}
      {(job.state !== 'completed' || drawn.length > 1) && <Chart speeds={drawn} empty={t('details_no_speed')} />}
      <QueuePlace model={model} job={job} />
      <ReplaceLink model={model} job={job} />
      <Facts facts={[...factsOf(job), [t('fact_steady'), rateText(steadyRate(trail ?? [], model.now.value))]]} />
      <Story job={job} />
      {notebook !== undefined && (
        <p class="small">
          <a href={notebook.url} target="_blank" rel="noreferrer">
            {t('details_open_notebook')}
          </a>
        </p>
      )}
    </>
  );
}

function factsOf(job: Job): Fact[] {
  const time = (at: number | null) => (at === null ? null : formatDateTime(at));
  return [
    [t('fact_address'), job.url],
    [t('fact_path'), job.path ?? (job.output === '' ? null : job.output)],
    [t('fact_size'), job.size === null ? null : formatBytes(job.size)],
    [t('fact_offset'), job.offset === 0 ? null : t('fact_offset_value', formatCount(job.offset))],
    [t('fact_checksum'), job.checksum],
    [t('fact_etag'), job.etag],
    [t('fact_modified'), job.modified],
    [t('fact_engine'), job.engine],
    [t('fact_attempt'), job.attempt > 1 ? String(job.attempt) : null],
    [t('fact_added'), time(job.createdAt)],
    [t('fact_heard'), time(job.heardAt)],
    [t('fact_finished'), time(job.finishedAt)],
    [t('fact_vm'), job.boot],
  ];
}

function rateText(rate: number | null): string | null {
  return rate === null ? null : t('speed', formatBytes(rate));
}

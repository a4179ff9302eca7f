import type { Job, Priority } from '../jobs/job';
import { inQueueOrder, isInQueue } from '../jobs/queue';
import { ask } from '../ui/ask';
import { formatCount } from '../ui/format';
import { t } from '../ui/text';
import type { Model } from './model';

const PRIORITIES = { high: 1, normal: 0, low: -1 } as const satisfies Record<string, Priority>;

/** When a download has its turn among the others of its notebook, and what changes that; nothing where it is alone. */
export function QueuePlace({ model, job }: { model: Model; job: Job }) {
  const own = (model.jobs.value ?? []).filter((each) => each.notebook === job.notebook && isInQueue(each));
  const queue = inQueueOrder(own).map(({ id }) => id);
  const place = queue.indexOf(job.id);
  if (place < 0 || queue.length < 2) return null;
  const move = (before: string | undefined) => model.act(ask('ui/move', { job: job.id, before: before ?? null }));
  return (
    <section class="queue" aria-label={t('queue_title')}>
      <p>{t('queue_place', formatCount(place + 1), formatCount(queue.length))}</p>
      <button type="button" aria-disabled={place === 0} onClick={() => place > 0 && move(queue[place - 1])}>
        {t('queue_sooner')}
      </button>
      <button
        type="button"
        aria-disabled={place === queue.length - 1}
        onClick={() => place < queue.length - 1 && move(queue[place + 2])}
      >
        {t('queue_later')}
      </button>
      <label>
        {t('queue_priority')}
        <select
          value={String(job.priority)}
          onChange={({ currentTarget }) =>
            model.act(ask('ui/priority', { jobs: [job.id], priority: Number(currentTarget.value) as Priority }))
          }
        >
          {Object.entries(PRIORITIES).map(([name, value]) => (
            <option key={name} value={value}>
              {t(`queue_${name as keyof typeof PRIORITIES}`)}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}

import { useEffect, useState } from 'preact/hooks';
import { isLive, type Job } from '../jobs/job';
import type { Plan } from '../keepalive/guard';
import { formatBytes, formatCount } from '../ui/format';
import { harmless, t, tCount } from '../ui/text';
import { Chart } from './chart';
import { Facts } from './facts';
import type { Model } from './model';
import { totalSpeed } from './total';

/** What holds for all downloads, or for the several that are chosen. */
export function Overview({ model, chosen }: { model: Model; chosen: readonly Job[] }) {
  const jobs = chosen.length > 0 ? chosen : (model.jobs.value ?? []);
  const now = model.now.value;
  const live = jobs.filter(isLive);
  const trails = live.map(({ id }) => model.trails.value.get(id)).filter((trail) => trail !== undefined);
  const from = Math.min(now, ...trails.map((trail) => trail[0]?.[0] ?? now));
  const done = jobs.reduce((sum, { offset }) => sum + offset, 0);
  const known = jobs.filter(({ size }) => size !== null);
  return (
    <>
      <h2>{chosen.length > 0 ? tCount('dashboard_chosen', chosen.length) : t('overview_title')}</h2>
      <Chart speeds={totalSpeed(trails, from, now)} empty={t('overview_no_speed')} />
      <Facts
        facts={[
          [t('fact_downloads'), formatCount(jobs.length)],
          [t('fact_bytes'), formatBytes(done)],
          [
            t('fact_size'),
            known.length === 0 ? null : formatBytes(known.reduce((sum, { size }) => sum + (size ?? 0), 0)),
          ],
          [t('fact_storage'), useStorage(model.jobs.value)],
        ]}
      />
      {chosen.length === 0 && model.notebooks.value.size > 0 && (
        <section class="notebooks">
          <h3>{t('overview_notebooks')}</h3>
          <ul>
            {[...model.notebooks.value.values()].map(({ key, url, title, guard }) => (
              <li key={key}>
                <a class="cut" href={url} target="_blank" rel="noreferrer">
                  <bdi>{title === '' ? t('page_untitled') : harmless(title)}</bdi>
                </a>
                <span class="quiet">{planText(guard.plan.mode)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function planText(mode: Plan['mode']): string {
  if (mode === 'off') return t('toolbar_off');
  return t('overview_kept', t(mode === 'timed' ? 'keep_alive_timed' : 'keep_alive_while_working'));
}

/** What the list takes of this computer's disk, as the browser reckons it; null until it has said so. */
function useStorage(changing: unknown): string | null {
  const [usage, setUsage] = useState<number | null>(null);
  useEffect(() => {
    void navigator.storage.estimate().then((estimate) => setUsage(estimate.usage ?? null));
  }, [changing]);
  return usage === null ? null : formatBytes(usage);
}

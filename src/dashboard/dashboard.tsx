import { computed, useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { News } from '../ui/news';
import { failureText } from '../ui/requests';
import { t } from '../ui/text';
import { ActionBar } from './action-bar';
import { Details } from './details';
import { Filters } from './filters';
import { JobTable } from './job-table';
import type { Model } from './model';
import { Overview } from './overview';
import { answer, EVERYTHING } from './query';
import { kept, NONE } from './selection';

export function Dashboard({ model }: { model: Model }) {
  const query = useSignal(EVERYTHING);
  const selection = useSignal(NONE);
  const answered = useComputed(() => answer(model.jobs.value ?? [], model.notebooks.value, query.value));
  const order = useComputed(() => answered.value.shown.map(({ id }) => id));
  const byId = useMemo(() => computed(() => new Map(model.jobs.value?.map((job) => [job.id, job]))), [model]);

  const before = useRef(order.value);
  useEffect(
    () =>
      order.subscribe((now) => {
        selection.value = kept(selection.peek(), before.current, now);
        before.current = now;
      }),
    [order],
  );
  useEffect(
    () =>
      selection.subscribe(({ chosen }) => {
        model.watched.value = chosen.size === 1 ? [...chosen] : [];
      }),
    [selection],
  );

  if (model.jobs.value === null) return <div aria-busy="true" />;
  const chosen = [...selection.value.chosen].map((id) => byId.value.get(id)).filter((job) => job !== undefined);
  const single = chosen.length === 1 ? chosen[0] : undefined;
  return (
    <>
      <h1 class="unseen">{t('dashboard_title')}</h1>
      <section class="pane list-pane" aria-label={t('dashboard_list')}>
        <Filters query={query} counts={answered.value.counts} notebooks={model.notebooks.value} />
        <ActionBar model={model} selection={selection} chosen={chosen} shown={answered.value.shown} />
        {model.failure.value !== null && (
          <p class="callout" role="alert">
            {failureText(model.failure.value)}
          </p>
        )}
        <JobTable
          model={model}
          query={query}
          selection={selection}
          jobs={answered.value.shown}
          order={order.value}
          empty={t(model.jobs.value.length === 0 ? 'dashboard_empty' : 'dashboard_no_match')}
        />
      </section>
      <aside
        class={`pane side-pane ${single === undefined ? '' : 'one'}`}
        aria-label={t(single === undefined ? 'overview_title' : 'details_title')}
      >
        {single === undefined ? (
          <Overview model={model} chosen={chosen} />
        ) : (
          <Details key={single.id} model={model} job={single} />
        )}
      </aside>
      <News jobs={model.news.value} />
    </>
  );
}

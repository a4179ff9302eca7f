import { type Signal, useSignal } from '@preact/signals';
import { useCallback, useLayoutEffect, useRef } from 'preact/hooks';
import type { Job } from '../jobs/job';
import { ask } from '../ui/ask';
import { t } from '../ui/text';
import { type Place, Windowed } from '../ui/windowed';
import { JobRow } from './job-row';
import type { Model } from './model';
import type { Query, Sort } from './query';
import { all, focusOn, neighbour, none, pick, type Selection, type Way } from './selection';

/** Height of a row at the usual text size, in CSS px. */
const ROW = 57;

/** Those that start with the greatest when first chosen. */
const GREATEST_FIRST: ReadonlySet<Sort> = new Set(['added', 'progress', 'speed']);

interface JobTableProps {
  model: Model;
  query: Signal<Query>;
  selection: Signal<Selection>;
  jobs: readonly Job[];
  /** The ids of `jobs`. */
  order: readonly string[];
  /** What to say where there are none. */
  empty: string;
}

/** All downloads that are shown, as a grid: arrows move, Shift extends, Ctrl leaves the selection, Space adds and takes. */
export function JobTable({ model, query, selection, jobs, order, empty }: JobTableProps) {
  const grid = useRef<HTMLDivElement>(null);
  /** The focus is on a row, or should be as soon as that is there. */
  const focused = useSignal(false);
  const { active, chosen } = selection.value;
  const entry = active ?? order[0] ?? null;

  useLayoutEffect(() => {
    if (!focused.value || grid.current?.contains(document.activeElement) !== false) return;
    rowOf(grid.current, active)?.focus();
  });

  const newest = useRef(order);
  newest.current = order;
  const choose = useCallback(
    (id: string, way: Way | 'focus') => {
      const before = selection.value;
      selection.value = way === 'focus' ? focusOn(before, id) : pick(before, newest.current, id, way);
      focused.value = true;
      // The row may be far away: it is in the document after the next drawing.
      requestAnimationFrame(() => rowOf(grid.current, id)?.focus());
    },
    [selection, focused],
  );
  const row = useCallback(
    (job: Job, index: number, place: Place) => (
      <JobRow
        key={job.id}
        job={job}
        place={place}
        index={index}
        model={model}
        chosen={chosen.has(job.id)}
        entry={job.id === entry}
        onPick={(way) => choose(job.id, way)}
      />
    ),
    [model, chosen, entry, choose],
  );

  function press(event: KeyboardEvent): void {
    const onRow = (event.target as HTMLElement).matches('[role="row"]');
    const by = steps(event.key, grid.current);
    const target = by === null ? null : neighbour(selection.value, order, by);
    const control = event.ctrlKey || event.metaKey;
    if (target !== null) choose(target, event.shiftKey ? 'range' : control ? 'focus' : 'alone');
    else if (control && event.key.toLowerCase() === 'a') selection.value = all(selection.value, order);
    else if (event.key === 'Escape' && chosen.size > 0) selection.value = none(selection.value);
    else if (event.key === ' ' && onRow && active !== null) choose(active, 'toggle');
    else if (event.key === 'Enter' && onRow && active !== null) choose(active, 'alone');
    else if (event.key === 'Delete' && onRow && chosen.size > 0) model.act(ask('ui/remove', { jobs: [...chosen] }));
    else return;
    event.preventDefault();
  }

  const sortBy = (sort: Sort) => {
    const { sort: now, descending } = query.value;
    query.value = { ...query.value, sort, descending: sort === now ? !descending : GREATEST_FIRST.has(sort) };
  };

  const heading = (sort: Sort) => (
    <div role="columnheader" class={sort} aria-sort={sortOf(query.value, sort)}>
      <button type="button" class="bare text" onClick={() => sortBy(sort)}>
        {t(`column_${sort}`)}
      </button>
    </div>
  );

  return (
    <div
      ref={grid}
      class="grid"
      role="grid"
      aria-label={t('dashboard_list')}
      aria-multiselectable="true"
      aria-rowcount={jobs.length + 1}
      onKeyDown={press}
      onFocusIn={({ target }) => {
        const id = (target as HTMLElement).closest<HTMLElement>('[data-key]')?.dataset.key;
        focused.value = id !== undefined;
        if (id !== undefined && id !== active) selection.value = focusOn(selection.value, id);
      }}
      onFocusOut={({ relatedTarget }) => {
        if (relatedTarget !== null) focused.value = false;
      }}
    >
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} class="columns">
          {heading('name')}
          {heading('progress')}
          {heading('speed')}
          {heading('left')}
          {heading('added')}
          <div role="columnheader" class="do">
            <span class="unseen">{t('column_do')}</span>
          </div>
        </div>
      </div>
      {jobs.length === 0 && <p class="empty quiet">{empty}</p>}
      <Windowed
        as="div"
        role="rowgroup"
        items={jobs}
        keyOf={({ id }) => id}
        estimate={ROW}
        pinned={focused.value ? active : null}
        row={row}
      />
    </div>
  );
}

function rowOf(grid: HTMLElement | null, id: string | null): HTMLElement | undefined {
  return [...(grid?.querySelectorAll<HTMLElement>('[data-key]') ?? [])].find(({ dataset }) => dataset.key === id);
}

function sortOf({ sort, descending }: Query, column: Sort): 'ascending' | 'descending' | 'none' {
  if (sort !== column) return 'none';
  return descending ? 'descending' : 'ascending';
}

/** How many rows a key moves; null for a key that moves none. */
function steps(key: string, grid: HTMLElement | null): number | null {
  const page = Math.max(1, Math.floor((grid?.clientHeight ?? 0) / ROW) - 2);
  switch (key) {
    case 'ArrowDown':
      return 1;
    case 'ArrowUp':
      return -1;
    case 'PageDown':
      return page;
    case 'PageUp':
      return -page;
    case 'Home':
      return Number.NEGATIVE_INFINITY;
    case 'End':
      return Number.POSITIVE_INFINITY;
    default:
      return null;
  }
}

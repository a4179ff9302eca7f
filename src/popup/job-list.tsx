import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Job } from '../jobs/job';
import { canRelaunch } from '../jobs/relaunch';
import { ask } from '../ui/ask';
import { formatCount } from '../ui/format';
import { GROUPS, type Group, grouped } from '../ui/groups';
import { t, tCount } from '../ui/text';
import { JobRow } from './job-row';
import type { Model } from './model';

const PAGE = 20;

export function JobList({ model, jobs }: { model: Model; jobs: readonly Job[] }) {
  const root = useRef<HTMLDivElement>(null);
  const focused = useRef<{ job: string; row: number; button: number } | null>(null);
  const groups = grouped(jobs);

  useLayoutEffect(() => {
    performance.mark('lifeline-list');
  }, []);

  // A row that moves to another group is a new element: whoever works by keyboard must not be thrown back to the start.
  useLayoutEffect(() => {
    if (focused.current === null || document.activeElement !== document.body) return;
    const { job, row, button } = focused.current;
    const rows = [...(root.current?.querySelectorAll<HTMLElement>('[data-job]') ?? [])];
    const same = rows.find((each) => each.dataset.job === job);
    const buttons = (same ?? rows[row] ?? rows.at(-1))?.querySelectorAll('button');
    (same === undefined ? buttons?.[0] : (buttons?.[button] ?? buttons?.[0]))?.focus();
  });

  return (
    <div
      ref={root}
      class="list"
      onFocusIn={({ target }) => {
        const button = target as HTMLButtonElement;
        const row = button.closest<HTMLElement>('[data-job]');
        if (row !== null)
          focused.current = {
            job: row.dataset.job ?? '',
            row: [...(root.current?.querySelectorAll('[data-job]') ?? [])].indexOf(row),
            button: [...row.querySelectorAll('button')].indexOf(button),
          };
        // What stands over a group goes with it: then the first row is the nearest.
        else focused.current = button.closest('header') === null ? null : { job: '', row: 0, button: 0 };
      }}
      onFocusOut={({ relatedTarget }) => {
        if (relatedTarget !== null) focused.current = null;
      }}
    >
      {GROUPS.map((group) => (
        <JobGroup key={group} model={model} group={group} jobs={groups[group]} />
      ))}
    </div>
  );
}

function JobGroup({ model, group, jobs }: { model: Model; group: Group; jobs: readonly Job[] }) {
  const shown = useSignal(PAGE);
  if (jobs.length === 0) return null;
  const done = group === 'done';
  const all = done ? model.finished.value : jobs.length;
  const hidden = all - (done ? jobs.length : shown.value);
  const stopped = group === 'attention' ? jobs.filter(canRelaunch) : [];
  return (
    <section class={`group ${group}`} aria-labelledby={`group-${group}`}>
      <header>
        <h2 id={`group-${group}`}>
          {t(`group_${group}`)} <span class="count">{formatCount(all)}</span>
        </h2>
        {stopped.length > 1 && (
          <button
            type="button"
            class="primary"
            onClick={() =>
              model.act(
                ask('ui/relaunch', { jobs: stopped.map(({ id }) => id), overwriteEdited: false, consent: false }),
              )
            }
          >
            {t('action_relaunch_all')}
          </button>
        )}
      </header>
      <ul>
        {(done ? jobs : jobs.slice(0, shown.value)).map((job) => (
          <JobRow
            key={job.id}
            job={job}
            model={model}
            icon={group}
            quiet={stopped.length > 1}
            notebookTitle={model.notebook.value === null ? model.titles.value.get(job.notebook) : undefined}
          />
        ))}
      </ul>
      {hidden > 0 && (
        <button
          type="button"
          class="more"
          onClick={() => {
            if (done) model.showMoreFinished();
            else shown.value += PAGE;
          }}
        >
          {tCount('list_more', Math.min(PAGE, hidden))}
        </button>
      )}
    </section>
  );
}

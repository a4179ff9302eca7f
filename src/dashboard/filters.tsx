import type { Signal } from '@preact/signals';
import type { Notebook } from '../store/schema';
import { formatCount } from '../ui/format';
import { GROUPS } from '../ui/groups';
import { harmless, t } from '../ui/text';
import type { Counts, Query } from './query';

interface FiltersProps {
  query: Signal<Query>;
  counts: Counts;
  notebooks: ReadonlyMap<string, Notebook>;
}

/** Search, groups and notebooks: what of the list is shown. */
export function Filters({ query, counts, notebooks }: FiltersProps) {
  const change = (changes: Partial<Query>) => {
    query.value = { ...query.value, ...changes };
  };
  const titles = [...notebooks.values()].toSorted((a, b) => a.title.localeCompare(b.title));
  return (
    <div class="filters" role="search">
      <input
        type="search"
        class="search"
        value={query.value.search}
        placeholder={t('dashboard_search')}
        aria-label={t('dashboard_search')}
        spellcheck={false}
        onInput={({ currentTarget }) => change({ search: currentTarget.value })}
      />
      {notebooks.size > 1 && (
        <select
          aria-label={t('dashboard_notebook')}
          value={query.value.notebook ?? ''}
          onChange={({ currentTarget: { value } }) => change({ notebook: value === '' ? null : value })}
        >
          <option value="">{t('dashboard_all_notebooks')}</option>
          {titles.map(({ key, title }) => (
            <option key={key} value={key}>
              {title === '' ? t('page_untitled') : harmless(title)}
            </option>
          ))}
        </select>
      )}
      <div class="chips" role="group" aria-label={t('dashboard_groups')}>
        {(['all', ...GROUPS] as const).map((group) => (
          <button
            key={group}
            type="button"
            class={`chip ${group}`}
            aria-pressed={query.value.group === group}
            onClick={() => change({ group })}
          >
            {t(`group_${group}`)} <span class="count">{formatCount(counts[group])}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

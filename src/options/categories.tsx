import { useSignal } from '@preact/signals';
import type { Category } from '../jobs/category';
import { isPath } from '../jobs/naming';
import { Field } from '../ui/field';
import { Icon } from '../ui/icons';
import { t } from '../ui/text';
import type { Save } from './table';

/** Rules that give downloads a folder. A rule that is not whole stays here, with what it lacks, and is not saved. */
export function Categories({ categories, save }: { categories: readonly Category[]; save: Save }) {
  const rules = useSignal<readonly Category[]>(categories);
  const change = (changed: readonly Category[]) => {
    rules.value = changed;
    save({ categories: changed.filter((rule) => problems(rule).match === null && problems(rule).folder === null) });
  };
  const edit = (index: number, changes: Partial<Category>) =>
    change(rules.value.map((rule, at) => (at === index ? { ...rule, ...changes } : rule)));
  return (
    <div class="categories">
      {rules.value.map((rule, index) => (
        <fieldset key={index}>
          <legend class="unseen">{t('category_rule', String(index + 1))}</legend>
          <Field
            name={`match-${index}`}
            label={t('category_match')}
            placeholder="*.zip, huggingface.co/*"
            value={rule.match}
            problem={problems(rule).match}
            onInput={(match) => edit(index, { match })}
          />
          <Field
            name={`folder-${index}`}
            label={t('category_folder')}
            placeholder="/content/data/"
            value={rule.folder}
            problem={problems(rule).folder}
            onInput={(folder) => edit(index, { folder })}
          />
          <button
            type="button"
            class="bare"
            aria-label={t('category_remove', String(index + 1))}
            onClick={() => change(rules.value.filter((_, at) => at !== index))}
          >
            <Icon name="close" />
          </button>
        </fieldset>
      ))}
      <button
        type="button"
        onClick={() => {
          rules.value = [...rules.value, { match: '', folder: '' }];
        }}
      >
        {t('category_add')}
      </button>
    </div>
  );
}

function problems({ match, folder }: Category): Record<keyof Category, string | null> {
  return {
    match: match.trim() === '' || match.length > 500 ? t('problem_category_match') : null,
    folder: folder.trim() === '' || !isPath(folder) ? t('problem_category_folder') : null,
  };
}

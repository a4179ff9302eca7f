import { useSignal } from '@preact/signals';
import type { Job } from '../jobs/job';
import type { FieldProblems } from '../jobs/new-job';
import { ask } from '../ui/ask';
import { Field } from '../ui/field';
import { t, textOfProblem } from '../ui/text';
import type { Model } from './model';

/** Gives a download that stands still a fresh address, as when its link has expired. */
export function ReplaceLink({ model, job }: { model: Model; job: Job }) {
  const url = useSignal('');
  const problems = useSignal<FieldProblems>({});
  if (job.state !== 'failed' && job.state !== 'interrupted' && job.state !== 'paused') return null;
  async function send(): Promise<void> {
    problems.value = (await ask('ui/replace-link', { job: job.id, url: url.value })) ?? {};
    if (Object.keys(problems.value).length === 0) url.value = '';
  }
  return (
    <details class="replace">
      <summary>{t('replace_title')}</summary>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          model.act(send());
        }}
      >
        <p class="quiet small">{t('replace_hint')}</p>
        <Field
          name="url"
          label={t('replace_label')}
          value={url.value}
          problem={textOfProblem(problems.value.url)}
          onInput={(value) => {
            url.value = value;
          }}
        />
        <button type="submit" class="primary">
          {t('replace_submit')}
        </button>
      </form>
    </details>
  );
}

import { useSignal } from '@preact/signals';
import type { FieldProblems, JobInput } from '../jobs/new-job';
import type { NotebookSummary } from '../messaging/messages';
import { ask } from '../ui/ask';
import { type TextKey, t } from '../ui/text';
import type { Model } from './model';

const EMPTY: JobInput = { url: '', output: '', sha256: '' };
const FIELDS = ['url', 'output', 'sha256'] as const;

/** Hands the notebook a download. What was typed stays until it has been taken. */
export function AddForm({ model, notebook }: { model: Model; notebook: NotebookSummary }) {
  const input = useSignal(EMPTY);
  const problems = useSignal<FieldProblems>({});
  const busy = useSignal(false);

  async function submit(): Promise<void> {
    busy.value = true;
    try {
      // Pressing the button under the sentence that says what Lifeline does to the notebook is the user's word.
      const request = { tabId: notebook.tabId, id: crypto.randomUUID(), input: input.value, consent: true };
      const result = await ask('ui/add', request);
      if ('refused' in result) throw new Error(t('add_no_notebook'));
      problems.value = 'problems' in result ? result.problems : {};
      if ('added' in result) input.value = EMPTY;
    } finally {
      busy.value = false;
    }
  }

  return (
    <form
      class="add"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy.value) model.act(submit());
      }}
    >
      <h2>{t('add_title')}</h2>
      {FIELDS.map((field) => (
        <Field
          key={field}
          name={field}
          value={input.value[field]}
          problem={problems.value[field]}
          onInput={(value) => {
            input.value = { ...input.value, [field]: value };
          }}
        />
      ))}
      {!notebook.consented && <p class="notice">{t('add_consent')}</p>}
      <button type="submit" class="primary" disabled={busy.value}>
        {t(notebook.consented ? 'add_submit' : 'add_consent_submit')}
      </button>
    </form>
  );
}

interface FieldProps {
  name: (typeof FIELDS)[number];
  value: string;
  problem: FieldProblems[keyof FieldProblems];
  onInput: (value: string) => void;
}

function Field({ name, value, problem, onInput }: FieldProps) {
  const hint = { url: t('add_url_hint'), output: t('add_output_hint'), sha256: '' }[name];
  const problemId = `${name}-problem`;
  return (
    <div class="field">
      <label for={name}>{t(`add_${name}` as TextKey)}</label>
      <input
        id={name}
        value={value}
        placeholder={hint}
        autocomplete="off"
        spellcheck={false}
        dir="ltr"
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : problemId}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {problem !== undefined && (
        <p class="problem" id={problemId}>
          {t(`problem_${problem}` as TextKey)}
        </p>
      )}
    </div>
  );
}

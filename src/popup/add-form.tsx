import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { isMany } from '../intake/many';
import type { FieldProblems } from '../jobs/new-job';
import { RpcError } from '../messaging/rpc';
import { browser } from '../platform/browser';
import { handOver } from '../platform/handed-over';
import { ask } from '../ui/ask';
import { Field } from '../ui/field';
import { pageUrl } from '../ui/page-url';
import { t, textOfProblem } from '../ui/text';
import { EMPTY, keepDraft, readDraft } from './draft';
import { Foresight } from './foresight';
import type { Model } from './model';
import type { NotebookSummary } from './notebook';

const FIELDS = ['url', 'output', 'checksum'] as const;

/** Hands the notebook a download. What was typed stays, even while the popup is closed, until it has been taken. */
export function AddForm({ model, notebook }: { model: Model; notebook: NotebookSummary }) {
  const form = useRef<HTMLFormElement>(null);
  const input = useSignal(EMPTY);
  const problems = useSignal<FieldProblems>({});
  const sending = useSignal(false);
  const key = notebook.notebook;
  useEffect(() => {
    void readDraft(key).then((draft) => {
      if (input.value === EMPTY) input.value = draft;
    });
  }, [key]);

  const change = (value: typeof EMPTY) => {
    input.value = value;
    void keepDraft(key, value);
  };

  async function send(): Promise<void> {
    sending.value = true;
    try {
      // Where there is no consent yet, the button that was pressed says what Lifeline will do to the notebook.
      const id = crypto.randomUUID();
      const result = await ask('ui/add', { notebook: key, downloads: [{ id, input: input.value }], consent: true });
      if ('refused' in result) throw new RpcError(result.refused, t('failure_no_notebook'));
      problems.value = result.problems[id] ?? {};
      if (result.added.length > 0) change(EMPTY);
    } finally {
      sending.value = false;
    }
    const wrong = FIELDS.find((field) => problems.value[field] !== undefined) ?? 'url';
    form.current?.querySelector<HTMLInputElement>(`#${wrong}`)?.focus();
  }

  const typed = FIELDS.some((field) => input.value[field] !== '');
  return (
    <form
      ref={form}
      class={typed ? 'add' : 'add short'}
      noValidate
      onPaste={(event) => {
        const text = event.clipboardData?.getData('text') ?? '';
        if (!isMany(text)) return;
        event.preventDefault();
        void handOver({ text, notebook: key }).then(() => browser.tabs.create({ url: pageUrl('add') }));
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (!sending.value) model.act(send());
      }}
    >
      {FIELDS.map((field) =>
        field === 'url' || typed ? (
          <Field
            key={field}
            name={field}
            label={t(`add_${field}`)}
            placeholder={{ url: t('add_url_hint'), output: t('add_output_hint'), checksum: '' }[field]}
            value={input.value[field]}
            problem={textOfProblem(problems.value[field])}
            onInput={(value) => change({ ...input.value, [field]: value })}
          />
        ) : null,
      )}
      {typed && <Foresight {...input.value} notebook={key} jobs={model.jobs.value ?? []} />}
      {!notebook.consented && typed && <p class="small">{t('add_consent')}</p>}
      {!typed && (
        <a class="several" href={pageUrl('add')} target="_blank">
          {t('add_several')}
        </a>
      )}
      <button type="submit" class={typed ? 'primary' : ''} aria-disabled={sending.value}>
        {t(notebook.consented || !typed ? 'add_submit' : 'add_consent_submit')}
      </button>
    </form>
  );
}

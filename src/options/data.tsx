import { useSignal } from '@preact/signals';
import type { ImportReport } from '../messaging/messages';
import { MAX_LENGTH } from '../store/transfer';
import { ask } from '../ui/ask';
import { FileButton } from '../ui/file-button';
import { type TextKey, t, tCount } from '../ui/text';
import type { Model } from './model';

/** Takes the downloads and settings out as a file, takes such a file in, and goes back to how it all was. */
export function Data({ model }: { model: Model }) {
  const report = useSignal<ImportReport | null>(null);
  const sure = useSignal(false);

  async function takeIn(file: File): Promise<void> {
    report.value = null;
    // A message holds 64 MB, a page's memory not much more: what is too long anyway is not read.
    report.value =
      file.size > MAX_LENGTH ? { problem: 'too-long' } : await ask('ui/import', { text: await file.text() });
  }

  return (
    <section aria-labelledby="section-data">
      <h2 id="section-data">{t('options_data')}</h2>
      <div class="setting">
        <div class="words">
          <h3>{t('data_export')}</h3>
          <p class="quiet small">{t('data_export_hint')}</p>
        </div>
        <button type="button" onClick={() => model.act(ask('ui/export', null).then(saveFile))}>
          {t('data_export_do')}
        </button>
      </div>
      <div class="setting">
        <div class="words">
          <h3>{t('data_import')}</h3>
          <p class="quiet small" id="import-hint">
            {t('data_import_hint')}
          </p>
          <div role="status">{report.value !== null && <Report report={report.value} />}</div>
        </div>
        <FileButton
          text={t('choose_file')}
          accept=".json,application/json"
          describedBy="import-hint"
          onFile={(file) => model.act(takeIn(file))}
        />
      </div>
      <div class="setting">
        <div class="words">
          <h3>{t('data_reset')}</h3>
          <p class="quiet small">{t('data_reset_hint')}</p>
        </div>
        {sure.value ? (
          <div class="answers">
            <button
              type="button"
              class="primary"
              onClick={() => {
                sure.value = false;
                model.reset();
              }}
            >
              {t('data_reset_sure')}
            </button>
            <button
              type="button"
              onClick={() => {
                sure.value = false;
              }}
            >
              {t('data_reset_keep')}
            </button>
          </div>
        ) : (
          <button
            type="button"
            onClick={() => {
              sure.value = true;
            }}
          >
            {t('data_reset_do')}
          </button>
        )}
      </div>
    </section>
  );
}

function Report({ report }: { report: ImportReport }) {
  if ('problem' in report)
    return <p class="problem small">{t(`import_${report.problem.replaceAll('-', '_')}` as TextKey)}</p>;
  return (
    <p class="small good">
      {tCount('import_added', report.added)} {report.leftOut > 0 && tCount('import_left_out', report.leftOut)}
    </p>
  );
}

function saveFile(text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = `lifeline-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

import { isPath } from '../jobs/naming';
import { Field } from '../ui/field';
import { clashText } from '../ui/foresight';
import { formatBytes, formatCount } from '../ui/format';
import { failureText } from '../ui/requests';
import { harmless, isolated, t, tCount } from '../ui/text';
import { Anywhere } from './anywhere';
import { type Model, SHOWN } from './model';
import { PasteBox } from './paste-box';
import { excessOver, isOnDrive, nameOf } from './plan';
import { PreviewRow } from './preview-row';
import { Secrets } from './secrets';

/** Whatever was pasted, what it comes to, where it goes, and one button. */
export function AddPage({ model }: { model: Model }) {
  const { items, problems } = model.intake.value;
  const done = model.done.value;
  return (
    <form
      class="add-page"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const wrong = event.currentTarget.querySelector<HTMLInputElement>('[aria-invalid="true"]');
        if (wrong === null) model.act(model.send());
        else wrong.focus();
      }}
    >
      <h1>{t('add_title')}</h1>
      <PasteBox model={model} />
      {problems.length > 0 && (
        <section class="callout" aria-labelledby="problems">
          <h2 id="problems">{tCount('many_problems', problems.length)}</h2>
          <ul>
            {problems.slice(0, SHOWN).map(({ line, problem, excerpt }) => (
              <li key={`${line} ${problem} ${excerpt}`}>
                {t('many_line', formatCount(line))} {t(`problem_${problem}`)}{' '}
                {excerpt !== '' && <code dir="ltr">{harmless(excerpt)}</code>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {items.length > 0 && <Preview model={model} />}
      <Secrets secrets={model.plan.value.secrets} />
      {items.length > 0 && <Destination model={model} />}
      {model.failure.value !== null && (
        <p class="callout" role="alert">
          {failureText(model.failure.value)}
        </p>
      )}
      <p role="status" class="done">
        {done !== null && t('many_done', isolated(harmless(done.title)), tCount('many_found', done.count))}
      </p>
      <Anywhere />
    </form>
  );
}

function Preview({ model }: { model: Model }) {
  const { items } = model.intake.value;
  const { downloads } = model.plan.value;
  const lineOf = (index: number) => formatCount(items[index]?.line ?? 0);
  return (
    <section aria-labelledby="preview">
      <header class="row">
        <h2 id="preview">{tCount('many_found', items.length)}</h2>
        {model.unasked.value && (
          <button type="button" onClick={() => model.act(model.check())}>
            {t('many_check')}
          </button>
        )}
      </header>
      {model.unasked.value && <p class="quiet small">{t('many_check_hint')}</p>}
      <ul class="preview">
        {items.slice(0, SHOWN).map((item, index) => {
          const download = downloads[index];
          const clash = model.clashes.value[index] ?? null;
          return (
            <PreviewRow
              key={download?.id}
              item={item}
              verdict={model.verdicts.value.get(item.url)}
              clash={clash && clashText(clash, nameOf(item), lineOf)}
              problems={download === undefined ? undefined : model.problems.value[download.id]}
            />
          );
        })}
      </ul>
      {items.length > SHOWN && <p class="quiet">{tCount('many_more', items.length - SHOWN)}</p>}
    </section>
  );
}

function Destination({ model }: { model: Model }) {
  const notebooks = model.notebooks.value ?? [];
  const chosen = notebooks.find(({ notebook }) => notebook === model.notebook.value);
  const { folder, copyTo, unpack } = model.choices.value;
  const { disk, drive } = model.free.value;
  const excess = excessOver(model.sizes.value, disk);
  const choose = (change: Partial<typeof model.choices.value>) => {
    model.choices.value = { ...model.choices.value, ...change };
  };
  return (
    <section aria-labelledby="destination" class="destination">
      <h2 id="destination">{t('many_where')}</h2>
      {notebooks.length === 0 ? (
        <p class="callout">{t('many_no_notebook')}</p>
      ) : (
        <div class="field">
          <label for="notebook">{t('many_notebook')}</label>
          <select
            id="notebook"
            value={model.notebook.value ?? ''}
            onChange={(event) => {
              model.notebook.value = event.currentTarget.value;
            }}
          >
            {notebooks.map(({ notebook, title }) => (
              <option key={notebook} value={notebook}>
                {title === '' ? t('page_untitled') : harmless(title)}
              </option>
            ))}
          </select>
        </div>
      )}
      {excess !== null && (
        <p class="small problem">{t('many_disk_low', formatBytes(excess.bytes), formatBytes(excess.free))}</p>
      )}
      <Field
        name="folder"
        label={t('many_folder')}
        placeholder={t('many_folder_hint')}
        value={folder}
        problem={isPath(folder) ? null : t('problem_outputInvalid')}
        onInput={(value) => choose({ folder: value })}
      />
      <Field
        name="copy-to"
        label={t('many_copy_to')}
        placeholder="drive/MyDrive/…"
        value={copyTo}
        problem={isPath(copyTo) ? null : t('problem_copyToInvalid')}
        onInput={(value) => choose({ copyTo: value })}
      />
      <p class="quiet small">{t('many_copy_to_hint')}</p>
      {isOnDrive(copyTo) && <DriveRoom free={drive} excess={excessOver(model.sizes.value, drive)} />}
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          checked={unpack}
          onChange={(event) => choose({ unpack: event.currentTarget.checked })}
        />
        {t('many_unpack')}
      </label>
      {chosen !== undefined && !chosen.consented && <p class="small">{t('add_consent')}</p>}
      <button type="submit" class="primary" disabled={chosen === undefined}>
        {tCount(chosen?.consented === false ? 'many_consent_submit' : 'many_submit', model.plan.value.downloads.length)}
      </button>
    </section>
  );
}

function DriveRoom({ free, excess }: { free: number | null; excess: ReturnType<typeof excessOver> }) {
  if (free === null) return <p class="quiet small">{t('many_drive_unknown')}</p>;
  if (excess === null) return <p class="quiet small">{t('many_drive_free', formatBytes(free))}</p>;
  return <p class="small problem">{t('many_drive_low', formatBytes(excess.bytes), formatBytes(free))}</p>;
}

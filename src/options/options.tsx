import { useSignal } from '@preact/signals';
import { fold } from '../ui/fold';
import { failureText } from '../ui/requests';
import { type TextKey, t, textIfAny } from '../ui/text';
import { Control } from './control';
import { Data } from './data';
import type { Model } from './model';
import { SECTIONS, type Setting } from './table';

export function Options({ model }: { model: Model }) {
  const search = useSignal('');
  const settings = model.settings.value;
  if (settings === null) return <div aria-busy="true" />;
  const words = fold(search.value).split(/\s+/).filter(Boolean);
  const fits = (text: string) => words.every((word) => fold(text).includes(word));
  const sections = SECTIONS.map(({ id, settings: all }) => {
    const title = t(`options_${id}` as TextKey);
    return { id, title, found: all.filter((setting) => isOffered(setting) && fits(`${title} ${wordsOf(setting)}`)) };
  }).filter(({ found }) => found.length > 0);
  const data = fits(`${t('options_data')} ${t('data_export')} ${t('data_import')} ${t('data_reset')}`);
  return (
    <>
      <h1>{t('options_title')}</h1>
      <input
        type="search"
        class="search"
        value={search.value}
        placeholder={t('options_search')}
        aria-label={t('options_search')}
        onInput={({ currentTarget }) => {
          search.value = currentTarget.value;
        }}
      />
      {model.failure.value !== null && (
        <p class="callout" role="alert">
          {failureText(model.failure.value)}
        </p>
      )}
      {sections.length === 0 && !data && <p class="quiet">{t('options_no_match')}</p>}
      {sections.map(({ id, title, found }) => (
        <section key={id} aria-labelledby={`section-${id}`}>
          <h2 id={`section-${id}`}>{title}</h2>
          {found.map((setting) => (
            <Control key={setting.key} setting={setting} settings={settings} save={model.save} />
          ))}
        </section>
      ))}
      {data && <Data model={model} />}
      <div role="status">
        {model.saved.value > 0 && (
          <p class="saved" key={model.saved.value}>
            {t('options_saved')}
          </p>
        )}
      </div>
    </>
  );
}

function isOffered(setting: Setting): boolean {
  return setting.kind !== 'flag' || setting.offered === undefined || setting.offered();
}

function wordsOf({ key }: Setting): string {
  return `${t(`setting_${key}` as TextKey)} ${textIfAny(`setting_${key}_hint`) ?? ''}`;
}

import type { Secret } from '../intake/secrets';
import { t } from '../ui/text';

/** The secrets that the pasted text held: for the user to put into Colab's Secrets, never into the notebook. */
export function Secrets({ secrets }: { secrets: readonly Secret[] }) {
  if (secrets.length === 0) return null;
  return (
    <section class="callout" aria-labelledby="secrets">
      <h2 id="secrets">{t('many_secrets')}</h2>
      <p>{t('many_secrets_hint')}</p>
      <ul>
        {secrets.map(({ name, value }) => (
          <li key={name} class="row">
            <code>{name}</code>
            <button type="button" onClick={() => void navigator.clipboard.writeText(name)}>
              {t('many_copy_name')}
            </button>
            <button type="button" onClick={() => void navigator.clipboard.writeText(value)}>
              {t('many_copy_value')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

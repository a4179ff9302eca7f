import { pageUrl } from '../ui/page-url';
import { t } from '../ui/text';

/** Makes a new notebook, from where the icon is the second click and the download the third. */
const NEW_NOTEBOOK = 'https://colab.research.google.com/#create=true';

/** Opens once, when the extension is installed. */
export function Welcome() {
  return (
    <article>
      <h1>{t('welcome_heading')}</h1>
      <p class="lead">{t('welcome_lead')}</p>
      <ol class="steps">
        <li>{t('welcome_step_1')}</li>
        <li>{t('welcome_step_2')}</li>
        <li>{t('welcome_step_3')}</li>
      </ol>
      <p>
        <a class="button" href={NEW_NOTEBOOK}>
          {t('welcome_open')}
        </a>
      </p>
      <section>
        <h2>{t('welcome_promise')}</h2>
        <ul>
          <li>{t('welcome_promise_1')}</li>
          <li>{t('welcome_promise_2')}</li>
          <li>{t('welcome_promise_3')}</li>
          <li>{t('welcome_promise_4')}</li>
        </ul>
      </section>
      <p>
        <a href={pageUrl('help')}>{t('welcome_help')}</a> · <a href={pageUrl('options')}>{t('welcome_options')}</a>
      </p>
      <p class="quiet small">{t('welcome_google')}</p>
    </article>
  );
}

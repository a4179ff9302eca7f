import { browser } from '../platform/browser';
import { type TextKey, t } from '../ui/text';

/**
 * The sections of the help, each with the number of its texts: `help_<id>` is its heading, `help_<id>_1` and so on follow. They
 * are shown as paragraphs, as steps, or as pairs of a term and what it means.
 */
const SECTIONS = [
  { id: 'what', as: 'text', count: 2 },
  { id: 'first', as: 'steps', count: 3 },
  { id: 'losses', as: 'pairs', count: 8 },
  { id: 'awake', as: 'text', count: 3 },
  { id: 'rules', as: 'text', count: 4 },
  { id: 'links', as: 'text', count: 3 },
  { id: 'limits', as: 'list', count: 5 },
  { id: 'privacy', as: 'text', count: 3 },
  { id: 'keys', as: 'pairs', count: 10 },
  { id: 'elsewhere', as: 'text', count: 2 },
] as const;

type Section = (typeof SECTIONS)[number];

const COLAB_RULES = 'https://research.google.com/colaboratory/faq.html';

/** All there is to know, without a network. */
export function Help() {
  return (
    <article>
      <h1>{t('help_title')}</h1>
      <nav aria-label={t('help_contents')}>
        <ul>
          {SECTIONS.map(({ id }) => (
            <li key={id}>
              <a href={`#${id}`}>{t(`help_${id}`)}</a>
            </li>
          ))}
        </ul>
      </nav>
      {SECTIONS.map((section) => (
        <section key={section.id} id={section.id}>
          <h2>{t(`help_${section.id}`)}</h2>
          <Body section={section} />
          {section.id === 'rules' && (
            <p>
              <a href={COLAB_RULES} target="_blank" rel="noreferrer">
                {t('help_rules_link')}
              </a>
            </p>
          )}
          {section.id === 'elsewhere' && (
            <pre tabIndex={0} dir="ltr">
              PYTHONPATH=src/runtime python3 -m lifeline get https://example.org/file.zip --output ./
            </pre>
          )}
        </section>
      ))}
      <p class="quiet small">{t('help_version', browser.runtime.getManifest().version)}</p>
    </article>
  );
}

function Body({ section: { id, as, count } }: { section: Section }) {
  const texts = Array.from({ length: count }, (_, index) => t(`help_${id}_${index + 1}` as TextKey));
  if (as === 'text') return texts.map((text) => <p key={text}>{text}</p>);
  if (as === 'pairs') {
    return (
      <dl>
        {texts.map((text, index) =>
          index % 2 === 0 ? (
            <div key={text}>
              <dt>{text}</dt>
              <dd>{texts[index + 1]}</dd>
            </div>
          ) : null,
        )}
      </dl>
    );
  }
  const items = texts.map((text) => <li key={text}>{text}</li>);
  return as === 'steps' ? <ol>{items}</ol> : <ul>{items}</ul>;
}

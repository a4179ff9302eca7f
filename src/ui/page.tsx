import { effect } from '@preact/signals';
import { render, type VNode } from 'preact';
import { PAGES, type PageName, pageUrl } from './page-url';
import { followLanguage, t } from './text';
import { followTheme } from './theme';

/** Shows a full page: the navigation that all of them share, and what is its own. */
export async function showPage(name: PageName, content: VNode): Promise<void> {
  followTheme();
  await followLanguage(document.documentElement);
  effect(() => {
    document.title = `${t(`${name}_title`)} · ${t('extensionName')}`;
  });
  render(<Page name={name}>{content}</Page>, document.body);
}

function Page({ name, children }: { name: PageName; children: VNode }) {
  return (
    <>
      <a class="skip" href="#content">
        {t('page_skip')}
      </a>
      <header class="masthead">
        <a class="brand" href={pageUrl('dashboard')}>
          <img src="/icons/icon.svg" width="26" height="26" alt="" />
          {t('extensionName')}
        </a>
        <nav aria-label={t('page_navigation')}>
          {PAGES.map((page) => (
            <a key={page} href={pageUrl(page)} aria-current={page === name ? 'page' : undefined}>
              {t(`${page}_title`)}
            </a>
          ))}
        </nav>
      </header>
      <main id="content" class={name} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

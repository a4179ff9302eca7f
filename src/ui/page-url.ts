/** The full pages that the navigation leads to, in its order. */
export const PAGES = ['dashboard', 'add', 'options', 'help', 'diagnostics'] as const;

export type PageName = (typeof PAGES)[number] | 'welcome';

export function pageUrl(page: PageName): string {
  return `/src/${page}/index.html`;
}

import type { Page } from '@playwright/test';

/**
 * The outline of one part of a page: a line an element, indented, with what the page's own code and ours find it by (id,
 * classes, role, slot, command), shadow roots included. Texts, styles and generated names are left out, and so is what a
 * user's content decides: the inside of editors, outputs and pictures.
 */
export function outlineOf(page: Page, selector: string): Promise<string[]> {
  return page
    .locator(selector)
    .first()
    .evaluate((part) => {
      const CONTENT =
        'svg, .editor.lazy-editor, .output-iframe-sizer > div, .markdown, .widget-area, canvas, #gb, colab-tooltip-trigger, .notebook-cell-list';
      // Made anew in each page, or by a release of Google's bar.
      const generatedId = (id: string) => /^:|^cell-|^id\d|^tab-title-\d|-id\d{6}|^ai-menu-anchor-/.test(id);
      const generatedClass = (name: string) => /^gb_|^output-id-\d/.test(name);
      // Where the mouse and the focus happen to be, and what that allows.
      const passing = ['focused', 'hovered', 'selected', 'stale', 'startup', 'disabled'];
      const lines: string[] = [];
      const visit = (element: Element, depth: number) => {
        const classes = [...element.classList]
          .filter((name) => !generatedClass(name) && !passing.includes(name))
          .toSorted();
        const id = generatedId(element.id) ? '' : element.id;
        const attributes = ['role', 'slot', 'command', 'part', 'dialogaction'].flatMap((name) => {
          const value = element.getAttribute(name);
          return value === null ? [] : [`[${name}=${value}]`];
        });
        const name = [
          element.localName,
          ...(id ? [`#${id}`] : []),
          ...classes.map((each) => `.${each}`),
          ...attributes,
        ];
        lines.push('  '.repeat(depth) + name.join(''));
        if (element.matches(CONTENT)) return;
        if (element.shadowRoot) {
          lines.push(`${'  '.repeat(depth + 1)}#shadow`);
          for (const child of element.shadowRoot.children) visit(child, depth + 2);
        }
        for (const child of element.children) visit(child, depth + 1);
      };
      visit(part, 0);
      return lines;
    });
}

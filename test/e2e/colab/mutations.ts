import type { PageState } from '../../../src/colab/notebook-page';

/** Ways in which a real page may differ from the ones that were recorded. Each runs in the page, on a fresh copy. */

export interface Mutation {
  name: string;
  /** Changes the page's text before it is parsed. */
  html?: (html: string) => string;
  /** What is taken out of the living page, shadow roots included. */
  remove?: string;
  /** Changes the living page. */
  page?: () => void;
  /** How the page stands after the change, by how it stood before. */
  state?: (before: PageState) => PageState;
  /** Parts of the reading that must come out as they were, not just not wrong. */
  keeps?: readonly ('state' | 'hardware' | 'cells' | 'dialogs')[];
}

const ALL = ['state', 'hardware', 'cells', 'dialogs'] as const;

/** Renames a class or an id wherever it stands. */
function renamed(attribute: 'class' | 'id', name: string): Mutation {
  const pattern = new RegExp(`(${attribute}="(?:[^"]* )?)${name}(?=[ "])`, 'g');
  return { name: `${attribute} ${name} renamed`, html: (html) => html.replace(pattern, `$1x-${name}`) };
}

/** Takes an element out, with its root and all it holds. */
function without(selector: string): Mutation {
  return { name: `without ${selector}`, remove: selector };
}

const tooltips = (change: (tooltip: string) => string) => {
  return (html: string) => html.replace(/(?<= (?:tooltiptext|message)=")[^"]*/g, change);
};

/** Words of no language that anyone speaks; names in capitals and numbers stay, as in a translation. */
const foreign = (words: string) =>
  words.replace(/\p{Lu}?\p{Ll}{2,}/gu, (word) => 'λμνξοπρσ'.slice(0, Math.min(8, word.length)));

/** What Chrome Translate does to the page it runs in: other words in `font` elements, also in shadow roots (page of 2025-09). */
export function translatePage(): void {
  const translate = (root: Node) => {
    for (const node of root.childNodes) {
      if (node instanceof Element) {
        if (node.shadowRoot) translate(node.shadowRoot);
        if (!/^(STYLE|SCRIPT|TITLE|PRE|INPUT)$/.test(node.nodeName)) translate(node);
      } else if (node.nodeType === Node.TEXT_NODE && /\p{Ll}{2}/u.test(node.textContent ?? '')) {
        const font = document.createElement('font');
        font.append(document.createElement('font'));
        font.firstElementChild?.append(
          (node.textContent ?? '').replace(/\p{Lu}?\p{Ll}{2,}/gu, (word) =>
            'λμνξοπρσ'.slice(0, Math.min(8, word.length)),
          ),
        );
        node.replaceWith(font);
      }
    }
  };
  document.documentElement.lang = 'el';
  translate(document.body);
}

export const MUTATIONS: readonly Mutation[] = [
  { name: 'as it is', keeps: ALL },
  {
    name: 'another theme, motion, a collapsed header, an extension',
    html: (html) =>
      html
        .replace(/<html[^>]*>/, '<html lang="ar" dir="rtl" theme="adaptive" editor="Monokai">')
        .replace(/<body[^>]*>/, '<body class="power-mode-enabled enable-motion vsc-initialized">')
        .replace(/(<colab-notebook-toolbar [^>]*class=")/, '$1collapsed toolbar-above-left-pane '),
    keeps: ALL,
  },
  {
    name: 'translated by the browser',
    page: translatePage,
    keeps: ['hardware'],
  },
  { name: 'in a language that nobody knows', html: tooltips(foreign), keeps: ['hardware'] },
  {
    name: 'decimal commas',
    html: tooltips((tooltip) => tooltip.replace(/(\d)\.(\d\d GB)/g, '$1,$2')),
    keeps: ALL,
  },
  {
    name: 'Arabic digits and direction marks',
    html: tooltips((tooltip) =>
      tooltip.replace(
        /\d+\.\d+ GB/g,
        (amount) =>
          `\u200f${amount.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit))).replace('.', '\u066b')}`,
      ),
    ),
    keeps: ALL,
  },
  {
    name: 'white space in the tooltip, as in 2024',
    html: tooltips((tooltip) => tooltip.replace(/\n/g, '\n\n            \n   ').replace(/ /g, '  ')),
    keeps: ALL,
  },
  {
    name: 'foreign elements that look like Colab’s',
    page: () => {
      const add = (html: string) => document.body.insertAdjacentHTML('beforeend', html);
      add('<colab-snackbar labeltext="Loading"></colab-snackbar><mwc-dialog class="yes-no-dialog">closed</mwc-dialog>');
      add('<dialog class="doc-comments-area"></dialog><colab-callout opened>Rename notebook</colab-callout>');
      add('<div class="cell code running"><a href="https://accounts.google.com/ServiceLogin?x">Sign in</a></div>');
      add('<div class="notebook-cell-list"><div class="cell code" id="cell-other"></div></div>');
      document
        .querySelector('.cell')
        ?.insertAdjacentHTML('beforeend', '<a href="https://accounts.google.com/ServiceLogin">in</a>');
    },
    keeps: ALL,
  },
  {
    name: 'dialogs of another element',
    html: (html) => html.replaceAll('<mwc-dialog', '<md-dialog').replaceAll('</mwc-dialog', '</md-dialog'),
    keeps: ALL,
  },
  {
    name: 'saved without shadow roots',
    html: (html) => html.replaceAll('<template shadowrootmode="open"', '<template data-was="root"'),
  },
  {
    name: 'an empty notebook',
    page: () => {
      for (const cell of document.querySelectorAll('.notebook-cell-list > .cell')) cell.remove();
    },
    keeps: ['hardware', 'dialogs'],
  },
  {
    name: 'three hundred cells',
    page: () => {
      const list = document.querySelector('.notebook-cell-list');
      for (let count = 0; count < 300; count++) {
        const cell = document.createElement('div');
        cell.className = count % 3 ? 'cell code notebook-cell' : 'cell text notebook-cell';
        cell.id = `cell-more${count}`;
        list?.append(cell);
      }
    },
    keeps: ['state', 'hardware', 'dialogs'],
  },
  {
    name: 'at work without a running cell, as in 2024-11',
    page: () => {
      const icon = document.querySelector('colab-connect-button')?.shadowRoot?.querySelector('#connect-icon md-icon');
      icon?.replaceChildren('more_horiz');
    },
    state: (before) => (before === 'idle' ? 'busy' : before),
    keeps: ALL,
  },
  {
    name: 'the tooltip inside the connect button, as in 2023',
    page: () => {
      const connect = document.querySelector('colab-connect-button')?.shadowRoot?.querySelector('#connect');
      const tooltip = document.createElement('div');
      tooltip.id = 'colab-connect-tooltip';
      tooltip.slot = 'tooltip-content';
      tooltip.textContent = connect?.getAttribute('tooltiptext') ?? '';
      connect?.removeAttribute('tooltiptext');
      connect?.shadowRoot?.querySelector('#colab-connect-tooltip')?.remove();
      connect?.append(tooltip);
    },
    keeps: ALL,
  },
  {
    name: 'the count and the last run as in 2024',
    page: () => {
      for (const { shadowRoot: root } of document.querySelectorAll('colab-run-button')) {
        const [count, last] = ['.execution-count', '.last-run'].map((part) => root?.querySelector(part));
        if (count) root?.querySelector('button')?.prepend(count);
        if (last) last.id = 'status';
      }
    },
    keeps: ALL,
  },
  without('#connect-icon'),
  without('#connect-button-resource-display'),
  without('colab-status-bar'),
  without('colab-notebook-toolbar-run-button'),
  without('colab-connect-button'),
  without('.onegoogle'),
  without('.notebook-cell-list'),
  without('colab-run-button'),
  without('.execution-count'),
  without('.output'),
  without('pre, .view-lines'),
  { name: 'without tooltips', html: tooltips(() => '') },
  ...[
    'cell-execution',
    'stale',
    'error',
    'running',
    'execution-count',
    'last-run',
    'attribute',
    'attributes',
    'cell-gutter',
  ].map((name) => renamed('class', name)),
  ...[
    'connect',
    'connect-icon',
    'connect-button-resource-display',
    'run-button',
    'runtime-options',
    'top-toolbar',
    'notebook-main',
  ].map((name) => renamed('id', name)),
];

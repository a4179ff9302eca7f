import { rootOf } from './dom';
import { selectors } from './facts/selectors';
import { cellElement, cellList, runRoot } from './reading/cells';

type Change = 'state' | 'notebook' | 'dialog' | 'progress';

/** Waits between looks for parts that are not built yet, in milliseconds: a shadow root appears without a mutation. */
const BUILDING = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000];

/**
 * Watches the few parts of the page that matter by mutation observers, each as narrow as can be. A page that stands still costs
 * nothing: no timer, no poll. `lifelineCell` gives the id of the cell whose output is progress.
 */
export function watchPage(
  document: Document,
  lifelineCell: () => string | null,
  callback: (what: Change) => void,
  signal: AbortSignal,
): void {
  const due = new Set<Change>();
  const report = (what: Change) => {
    if (due.size === 0) queueMicrotask(flush);
    due.add(what);
  };
  const flush = () => {
    const changes = [...due];
    due.clear();
    if (signal.aborted) return;
    anchor();
    for (const what of changes) callback(what);
  };

  const anchors = new Map<string, Anchor>();
  /** Observes `node` under `name`; moves the observer if the page has replaced the node. */
  const observe = (name: string, node: Node | null | undefined, options: MutationObserverInit, what: Change) => {
    const known = anchors.get(name);
    if (known?.node === node) return;
    known?.observer.disconnect();
    anchors.delete(name);
    if (!node) return;
    const observer = new MutationObserver(() => report(what));
    observer.observe(node, options);
    anchors.set(name, { node, observer });
  };

  /** Puts every observer where the page has its part now; returns whether all the parts are there. */
  const anchor = (): boolean => {
    const connect = rootOf(document.querySelector(selectors.connectHost));
    const list = cellList(document);
    observe('toolbar', document.querySelector(selectors.toolbar), { childList: true }, 'state');
    observe('connect', connect, { subtree: true, childList: true, attributes: true, characterData: true }, 'state');
    observe('body', document.body, { childList: true }, 'dialog');
    for (const [index, dialog] of dialogs(document).entries()) {
      observe(`dialog ${index}`, dialog, { attributes: true, attributeFilter: ['open'] }, 'dialog');
    }
    observe('cells', list, { childList: true }, 'state');
    observe(
      'title',
      document.querySelector('head > title'),
      { childList: true, characterData: true, subtree: true },
      'notebook',
    );
    const id = list === null ? null : lifelineCell();
    const cell = id === null ? null : cellElement(document, id);
    observe('cell', cell, { attributes: true, attributeFilter: ['class'] }, 'progress');
    observe(
      'run',
      cell === null ? null : runRoot(cell),
      { subtree: true, attributes: true, attributeFilter: ['class'] },
      'progress',
    );
    observe(
      'output',
      cell?.querySelector(selectors.output),
      { subtree: true, childList: true, characterData: true },
      'progress',
    );
    return connect !== null && list !== null;
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  const settle = (attempt: number) => {
    if (signal.aborted) return;
    report('state');
    const wait = BUILDING[attempt];
    if (!anchor() && wait !== undefined) timer = setTimeout(() => settle(attempt + 1), wait);
  };
  /** The app is built long after the document: a look after each step of that, until all is there. */
  const begin = () => settle(0);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin, { once: true, signal });
  else begin();

  const moved = () => {
    report('notebook');
    clearTimeout(timer);
    settle(0);
  };
  // The page is one document: another notebook comes by a change of the address.
  globalThis.navigation?.addEventListener('currententrychange', moved, { signal });
  globalThis.addEventListener('hashchange', moved, { signal });

  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    for (const { observer } of anchors.values()) observer.disconnect();
  });
}

interface Anchor {
  node: Node;
  observer: MutationObserver;
}

/** Dialogs, open or not: a child of body that has opened before is opened again by its attribute. */
function dialogs(document: Document): Element[] {
  return [...document.querySelectorAll(selectors.anyDialog)];
}

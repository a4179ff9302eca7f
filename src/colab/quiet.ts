import { deepFocus } from './dom';
import { selectors } from './facts/selectors';
import type { Until } from './ladder';

/** Editors lay themselves out a moment after a change, and the page scrolls with that: milliseconds until it is over. */
const SETTLING = 200;

/**
 * Runs `action` and gives the user back what Colab moved meanwhile: the focus with its caret, and the notebook's scroll
 * position. Nothing is given back once the user has acted themselves: a trusted event says that they are at work.
 */
export async function undisturbed<T>(document: Document, until: Until, action: () => Promise<T>): Promise<T> {
  const focused = deepFocus(document);
  const scroller = document.querySelector<HTMLElement>(selectors.notebook);
  const top = scroller?.scrollTop ?? 0;
  let userActed = false;
  const note = (event: Event) => {
    userActed ||= event.isTrusted;
  };
  const watched = ['pointerdown', 'keydown', 'wheel'] as const;
  for (const type of watched) document.addEventListener(type, note, { capture: true, passive: true });
  const scrollBack = () => {
    if (!userActed && scroller !== null && scroller.scrollTop !== top) scroller.scrollTop = top;
  };
  try {
    return await action();
  } finally {
    const now = deepFocus(document);
    if (!userActed && focused !== now) {
      if (focused !== null && focused !== document.body && focused.isConnected) focused.focus({ preventScroll: true });
      else now?.blur();
    }
    scrollBack();
    await until(() => {
      scrollBack();
      return null;
    }, SETTLING);
    for (const type of watched) document.removeEventListener(type, note, { capture: true });
  }
}

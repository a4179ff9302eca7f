import { deepFocus } from './dom';
import { selectors } from './facts';

/**
 * Runs `action` and gives the user back what Colab moved meanwhile: the focus with its caret, and the notebook's scroll
 * position. Nothing is given back that the user moved themselves: a trusted event in between means that they are at work.
 */
export async function undisturbed<T>(document: Document, action: () => Promise<T>): Promise<T> {
  const focused = deepFocus(document);
  const scroller = document.querySelector<HTMLElement>(selectors.notebook);
  const top = scroller?.scrollTop ?? 0;
  let userActed = false;
  const note = (event: Event) => {
    userActed ||= event.isTrusted;
  };
  const watched = ['pointerdown', 'keydown', 'wheel'] as const;
  for (const type of watched) document.addEventListener(type, note, { capture: true, passive: true });
  try {
    return await action();
  } finally {
    for (const type of watched) document.removeEventListener(type, note, { capture: true });
    if (!userActed) {
      const now = deepFocus(document);
      if (focused !== now) {
        if (focused !== null && focused !== document.body && focused.isConnected)
          focused.focus({ preventScroll: true });
        else now?.blur();
      }
      if (scroller !== null && scroller.scrollTop !== top) scroller.scrollTop = top;
    }
  }
}

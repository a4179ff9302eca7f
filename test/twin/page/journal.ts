import type { Activity, Happening, Touch } from '../control.ts';
import type { Variant } from '../variant.ts';
import type { Notebook } from './notebook.ts';

const TOUCHES = ['click', 'dblclick', 'pointerdown', 'mousedown', 'mouseup', 'keydown', 'keyup', 'paste', 'input'];
const ACTIVITIES: Record<string, Activity['by']> = {
  pointermove: 'pointer',
  pointerdown: 'pointer',
  keydown: 'key',
  wheel: 'wheel',
};

/** Writes down what is done to the page, before any other listener can stop it, and passes it on to `tell`. */
export function keepJournal(notebook: Notebook, tell: (what: Happening) => void): void {
  for (const type of TOUCHES) addEventListener(type, (event) => tell(touch(event, notebook)), { capture: true });
  document.addEventListener('focusin', (event) => {
    const path = pathOf(event);
    tell({ kind: 'focus', path, cell: cellOf(event)?.id ?? null });
  });
  addEventListener('scroll', (event) => scrolled(event, tell), { capture: true });
}

/** Takes the document's events for the user's presence, as the variant says. */
export function watchActivity(notebook: Notebook, counts: Variant['activityEvents'], tell: (what: Activity) => void) {
  for (const [type, by] of Object.entries(ACTIVITIES)) {
    document.addEventListener(type, ({ isTrusted: trusted }) => {
      const counted = counts === 'all' || (counts === 'trusted' && trusted);
      if (counted) notebook.userInteractionOccurred();
      tell({ kind: 'activity', by, trusted, counted });
    });
  }
}

function touch(event: Event, notebook: Notebook): Touch {
  const cell = cellOf(event);
  return {
    kind: 'touch',
    type: event.type,
    trusted: event.isTrusted,
    path: pathOf(event),
    cell: cell?.id ?? null,
    running: cell?.matches('.running, .pending') ?? false,
    dialog: notebook.dialogs.open?.name ?? null,
  };
}

function scrolled(event: Event, tell: (what: Happening) => void): void {
  const { target } = event;
  if (target instanceof Element && target.id === 'notebook-main') tell({ kind: 'scroll', top: target.scrollTop });
}

function elementsOf(event: Event): Element[] {
  return event.composedPath().filter((node) => node instanceof Element);
}

function cellOf(event: Event): Element | undefined {
  return elementsOf(event).find((element) => element.classList.contains('cell'));
}

function pathOf(event: Event): string[] {
  return elementsOf(event).map((element) => [`${element.localName}#${element.id}`, ...element.classList].join('.'));
}

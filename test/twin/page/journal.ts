import type { Activity, Touch } from '../control.ts';
import type { Notebook } from './model/notebook.ts';

const TOUCHES = ['click', 'dblclick', 'pointerdown', 'mousedown', 'mouseup', 'keydown', 'keyup', 'paste', 'input'];
const ACTIVITIES: Record<string, Activity['by']> = {
  pointermove: 'pointer',
  pointerdown: 'pointer',
  keydown: 'key',
  wheel: 'wheel',
};

/**
 * Writes down what is done to the page, before any other listener can stop it, and takes the document's events for the user's
 * presence, as the notebook's variant says.
 */
export function keepJournal(shown: () => Notebook | null): void {
  const listen = (
    target: EventTarget,
    type: string,
    write: (event: Event, notebook: Notebook) => void,
    capture = true,
  ) =>
    target.addEventListener(
      type,
      (event) => {
        const notebook = shown();
        if (notebook) write(event, notebook);
      },
      { capture },
    );
  for (const type of TOUCHES) listen(window, type, (event, notebook) => notebook.tell(touch(event, notebook)));
  listen(document, 'focusin', (event, { tell }) =>
    tell({ kind: 'focus', path: pathOf(event), cell: cellOf(event)?.id ?? null }),
  );
  listen(window, 'scroll', ({ target }, { tell }) => {
    if (target instanceof Element && target.id === 'notebook-main') tell({ kind: 'scroll', top: target.scrollTop });
  });
  for (const [type, by] of Object.entries(ACTIVITIES)) {
    const write = ({ isTrusted: trusted }: Event, notebook: Notebook) => {
      const { activityEvents } = notebook.variant;
      const counted = activityEvents === 'all' || (activityEvents === 'trusted' && trusted);
      if (counted) notebook.userInteractionOccurred();
      notebook.tell({ kind: 'activity', by, trusted, counted });
    };
    listen(document, type, write, false);
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

function elementsOf(event: Event): Element[] {
  return event.composedPath().filter((node) => node instanceof Element);
}

function cellOf(event: Event): Element | undefined {
  return elementsOf(event).find((element) => element.classList.contains('cell'));
}

function pathOf(event: Event): string[] {
  return elementsOf(event).map((element) => [`${element.localName}#${element.id}`, ...element.classList].join('.'));
}

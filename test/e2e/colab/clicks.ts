import type { Page } from '@playwright/test';

/** One event that something dispatched in the page, and how the page stood at that moment. */
export interface Touch {
  type: string;
  trusted: boolean;
  /** From the target up: `name#id.class`, through shadow roots. */
  path: string[];
  /** Id of the cell that it hit. */
  cell: string | null;
  running: boolean;
  dialog: string | null;
}

/** Records every click and press in the page, before any listener of the page; call before the first navigation. */
export function recordTouches(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const touches: Touch[] = [];
    Object.assign(window, { touches });
    const record = (event: Event) => {
      const elements = event.composedPath().filter((node) => node instanceof Element);
      const cell = elements.find((element) => element.classList.contains('cell'));
      const open = document.querySelector('mwc-dialog[open]');
      touches.push({
        type: event.type,
        trusted: event.isTrusted,
        path: elements.map((element) => [`${element.localName}#${element.id}`, ...element.classList].join('.')),
        cell: cell?.id ?? null,
        running: cell?.matches('.running, .pending') ?? false,
        dialog:
          open === null
            ? null
            : (open.getAttribute('data-kind') ??
              (/inactivity/.test(open.textContent ?? '') ? 'inactivity' : open.className)),
      });
    };
    for (const type of ['click', 'mousedown', 'pointerdown']) window.addEventListener(type, record, { capture: true });
  });
}

/** What was touched since the last call, by anything but a person. */
export function takeTouches(page: Page): Promise<Touch[]> {
  return page.evaluate(() => {
    const { touches } = window as unknown as { touches: Touch[] };
    return touches.splice(0).filter(({ trusted }) => !trusted);
  });
}

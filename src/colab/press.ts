import type { CommandName, Commands } from './bridge';
import { innermostButton, isDisabled } from './dom';
import { selectors } from './facts/selectors';
import { type Rung, SOON } from './ladder';
import { cellElement, runHost, runRoot } from './reading/cells';
import type { Sight } from './sight';

/** A rung without its name, which the table of tactics gives it. */
export type Way<T> = Omit<Rung<T>, 'name'>;

/** The page object does it, on its own side of the bridge. */
export function byObject<T, Name extends CommandName>(
  sight: Sight,
  command: Name,
  input: Commands[Name]['input'],
  verify: Way<T>['verify'],
  within = SOON,
): Way<T> {
  return {
    available: () => sight.can(command),
    attempt: () => sight.bridge.now(command, input),
    verify,
    within,
  };
}

/** A press of whatever `target` finds at that moment. */
export function byPress<T>(target: () => Element | null | undefined, verify: Way<T>['verify'], within = SOON): Way<T> {
  return {
    available: () => {
      const element = target();
      return element != null && !isDisabled(element);
    },
    attempt: () => press(target()),
    verify,
    within,
  };
}

/** The run button of a cell, which is its stop button while it runs. */
export function runToggle(sight: Sight, id: string): Element | null {
  const cell = cellElement(sight.document, id);
  return cell === null ? null : (runRoot(cell)?.querySelector(selectors.runButton) ?? runHost(cell));
}

export function press(element: Element | null | undefined): void {
  if (!element) throw new Error('the button is gone');
  if (isDisabled(element)) throw new Error('the button is disabled');
  innermostButton(element).click();
}

/** Closure's menu items act on mouseup after mousedown, not on click. */
export function pressMenuItem(document: Document, selector: string): void {
  const item = document.querySelector(selector);
  if (item === null) throw new Error('the menu item is gone');
  for (const type of ['mousedown', 'mouseup', 'click'] as const) {
    item.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, composed: true }));
  }
}

/** Makes this cell, and no other, the one that commands act on; throws where that cannot be seen. */
export async function giveFocus({ document, until }: Sight, id: string): Promise<void> {
  const cell = cellElement(document, id);
  if (cell === null) throw new Error('the cell is not on the page');
  const focused = () => {
    const marked = [...document.querySelectorAll(`${selectors.focusedCell}, ${selectors.selectedCell}`)];
    return marked.length === 1 && marked[0] === cell ? cell : null;
  };
  if (focused() === null) {
    cell.scrollIntoView({ block: 'nearest' });
    cell.focus({ preventScroll: true });
    const gutter = cell.querySelector(selectors.cellGutter) ?? cell;
    for (const type of ['mousedown', 'mouseup', 'click'] as const) {
      gutter.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, composed: true }));
    }
  }
  if ((await until(focused, SOON)) === null) throw new Error('the cell does not take the focus');
}

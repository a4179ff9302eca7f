import { deepFocus } from './dom';
import { selectors } from './facts/selectors';

/**
 * Writes and reads a Monaco editor by nothing but the DOM: its hidden text area takes the same key and clipboard events that
 * the browser sends, and an event that we make carries a clipboard of its own, so that the user's clipboard is never touched.
 */
export class EditorDom {
  readonly #input: HTMLTextAreaElement;

  constructor(input: HTMLTextAreaElement) {
    this.#input = input;
  }

  /** The cell's own editor; null where it is not drawn, hidden behind a form, or one of several (a proposed change). */
  static of(cell: Element): EditorDom | null {
    const inputs = [
      ...cell.querySelectorAll<HTMLTextAreaElement>(`${selectors.editor} ${selectors.editorInput}`),
    ].filter((input) => input.closest(selectors.diffEditor) === null);
    const [input] = inputs;
    return inputs.length === 1 && input !== undefined && input.checkVisibility() ? new EditorDom(input) : null;
  }

  /** The whole source, or null if the editor does not answer. */
  read(): string | null {
    if (!this.#selectAll()) return null;
    const clipboardData = new DataTransfer();
    this.#input.dispatchEvent(
      new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true, composed: true }),
    );
    return clipboardData.types.length === 0 ? null : clipboardData.getData('text/plain');
  }

  /** Replaces the whole source, as one step of the editor's undo. */
  write(text: string): void {
    if (!this.#selectAll()) throw new Error('the editor takes no focus');
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    this.#input.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }),
    );
  }

  #selectAll(): boolean {
    this.#input.focus({ preventScroll: true });
    if (deepFocus(this.#input.ownerDocument) !== this.#input) return false;
    const mac = /mac/i.test(navigator.platform);
    this.#input.dispatchEvent(
      new KeyboardEvent('keydown', {
        key: 'a',
        code: 'KeyA',
        // Monaco still decides by the old number.
        keyCode: 65,
        ctrlKey: !mac,
        metaKey: mac,
        bubbles: true,
        cancelable: true,
        composed: true,
      }),
    );
    return true;
  }
}

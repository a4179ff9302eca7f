/** What Colab's inert polyfill does to the page under a dialog (D18, 2026-03): attributes, which a script's click ignores. */
export class Inertness {
  #undo: (() => void)[] = [];

  /** Everything that is in the body now becomes inert. */
  impose(): void {
    for (const child of document.body.children) {
      this.#set(child, 'inert', '');
      this.#set(child, 'aria-hidden', 'true');
      this.#holdFocusOff(child);
    }
  }

  lift(): void {
    for (const undo of this.#undo.splice(0).toReversed()) undo();
  }

  /** Inner buttons get `tabindex=-1` in every shadow root; what had a tab index of its own loses it. */
  #holdFocusOff(element: Element): void {
    if (element.localName === 'button') this.#set(element, 'tabindex', '-1');
    else if (element.matches('.cell, #notebook-main, colab-static-output-renderer'))
      this.#set(element, 'tabindex', null);
    for (const child of [...element.children, ...(element.shadowRoot?.children ?? [])]) this.#holdFocusOff(child);
  }

  #set(element: Element, name: string, value: string | null): void {
    const before = element.getAttribute(name);
    this.#undo.push(() => put(element, name, before));
    put(element, name, value);
  }
}

function put(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

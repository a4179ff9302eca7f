import { selectors } from './facts/selectors';

/** A shadow root that the page left open, or, in an extension, one that it closed; null where there is none. */
export function rootOf(element: Element | null | undefined): ShadowRoot | null {
  if (!element) return null;
  if (element.shadowRoot !== null) return element.shadowRoot;
  try {
    return element instanceof HTMLElement ? globalThis.chrome?.dom?.openOrClosedShadowRoot(element) : null;
  } catch {
    return null;
  }
}

/** Follows one selector a level, through the shadow root of what the one before it found. */
export function pierce(start: ParentNode, ...path: string[]): Element | null {
  let scope: ParentNode | null = start;
  let found: Element | null = null;
  for (const selector of path) {
    found = scope?.querySelector(selector) ?? null;
    scope = rootOf(found);
  }
  return found;
}

/** The text as read by a person: runs of white space are one blank. */
export function wordsOf(node: Node | null | undefined): string {
  return (node?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** The same, without the parts that match `excluded`. Walks: a clone would run the constructors of custom elements. */
export function wordsWithout(element: Node, excluded: string): string {
  const text = (node: Node): string => {
    if (node instanceof Element) return node.matches(excluded) ? '' : [...node.childNodes].map(text).join('');
    return node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : '';
  };
  return [...element.childNodes].map(text).join('').replace(/\s+/g, ' ').trim();
}

/** The `<button>` inside a Material button, however deep its roots lie; a click on a host reaches no listener inside it. */
export function innermostButton(element: Element): HTMLElement {
  let button = element as HTMLElement;
  for (let depth = 0; depth < 4; depth++) {
    const root = rootOf(button);
    const inner = root?.querySelector<HTMLElement>(selectors.innerButton) ?? root?.querySelector<HTMLElement>('button');
    if (!inner) break;
    button = inner;
  }
  return button;
}

export function isDisabled(element: Element): boolean {
  const inner = innermostButton(element);
  return [element, inner].some(
    (part) =>
      part.hasAttribute('disabled') ||
      part.hasAttribute('soft-disabled') ||
      part.getAttribute('aria-disabled') === 'true',
  );
}

/** The element that has the focus, through shadow roots. */
export function deepFocus(document: Document): HTMLElement | null {
  let focused = document.activeElement;
  for (let inner = rootOf(focused)?.activeElement; inner; inner = rootOf(inner)?.activeElement) focused = inner;
  return focused instanceof HTMLElement ? focused : null;
}

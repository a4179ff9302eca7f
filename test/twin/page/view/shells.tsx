/**
 * The outer forms of Colab's elements: every one of its shadow roots is open, and the real button of a Material element
 * lies inside its own root, which alone carries `aria-*`; the host has `data-aria-*`.
 */
import { type ComponentChildren, h, render, type VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { sheetFor } from './styles.ts';

/**
 * The outer forms of Colab's elements: every one of its shadow roots is open, and the real button of a Material element
 * lies inside its own root, which alone carries `aria-*`; the host has `data-aria-*`.
 */

export type Attributes = Record<string, unknown>;

/** An element `tag` with an open shadow root that holds `shadow`; the children are its light ones. */
export function Host(
  props: {
    tag: string;
    shadow?: ComponentChildren;
    delegatesFocus?: boolean;
    children?: ComponentChildren;
  } & Attributes,
): VNode {
  const { tag, shadow, delegatesFocus, children, ...attributes } = props;
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const host = element.current;
    if (!host) return;
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open', delegatesFocus: delegatesFocus === true });
    if (root.adoptedStyleSheets.length === 0) root.adoptedStyleSheets = sheetFor(tag);
    render(shadow ?? null, root);
  });
  return h(tag, { ...attributes, ref: element }, children) as VNode;
}

/** Its text is the name of a picture, or it holds one. */
export function Icon({ name, ...attributes }: { name?: string } & Attributes): VNode {
  return (
    <Host tag="md-icon" aria-hidden="true" {...attributes} shadow={<slot />}>
      {name ?? <svg />}
    </Host>
  );
}

export function Ripple({ target }: { target?: string }): VNode {
  return (
    <Host
      tag="md-ripple"
      part={target ? 'ripple' : undefined}
      for={target}
      aria-hidden="true"
      shadow={<div class="surface" />}
    />
  );
}

export function FocusRing({ target }: { target?: string }): VNode {
  return <Host tag="md-focus-ring" part="focus-ring" for={target} aria-hidden="true" />;
}

/** `colab-tooltip-trigger`: one `div` a line of the text, `br` for an empty one; some also have it as an attribute. */
export function Tooltip({ text, ...attributes }: { text: string; message?: string } & Attributes): VNode {
  return (
    <Host
      tag="colab-tooltip-trigger"
      aria-hidden="true"
      {...attributes}
      shadow={text.split('\n').map((line) => (line === '' ? <br /> : <div>{line}</div>))}
    />
  );
}

/** `md-circular-progress`, as a running cell and the status bar show it. */
export function Progress(attributes: Attributes): VNode {
  return (
    <Host
      tag="md-circular-progress"
      indeterminate=""
      data-aria-hidden="true"
      {...attributes}
      shadow={
        <div role="progressbar" aria-valuemin={0} class="progress  indeterminate " aria-valuemax={1}>
          <div class="spinner">
            <div class="left">
              <div class="circle" />
            </div>
            <div class="right">
              <div class="circle" />
            </div>
          </div>
        </div>
      }
    />
  );
}

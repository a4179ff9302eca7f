/**
 * The outer forms of Colab's elements: every one of its shadow roots is open, and the real button of a Material element
 * lies inside its own root, which alone carries `aria-*`; the host has `data-aria-*`.
 */
import { type ComponentChildren, h, render, type VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { sheetFor } from './styles.ts';

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

export function Icon({ name, ...attributes }: { name: string } & Attributes): VNode {
  return (
    <Host tag="md-icon" aria-hidden="true" {...attributes} shadow={<slot />}>
      {name}
    </Host>
  );
}

function Ripple({ target }: { target?: string }): VNode {
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

function FocusRing({ target }: { target: string }): VNode {
  return <Host tag="md-focus-ring" part="focus-ring" for={target} aria-hidden="true" />;
}

/** Host attributes that only the inner button carries as `aria-*`. */
function aria(attributes: Attributes): Attributes {
  const inner: Attributes = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('data-aria-') && name !== 'data-aria-disabled') inner[name.slice('data-'.length)] = value;
  }
  return inner;
}

/** `md-icon-button`. `toggle` makes it one that stays pressed while `selected`. */
export function IconButton(props: { icon: string; selectedIcon?: string; selected?: boolean } & Attributes): VNode {
  const { icon, selectedIcon, selected, ...attributes } = props;
  const toggle = 'toggle' in attributes;
  return (
    <Host
      tag="md-icon-button"
      value=""
      selected={selected ? '' : undefined}
      {...attributes}
      delegatesFocus
      shadow={
        <button
          id="button"
          class={`icon-button ${selected ? ' selected' : ''} standard `}
          {...aria(attributes)}
          aria-pressed={toggle ? selected === true : undefined}
          aria-disabled={'soft-disabled' in attributes ? 'true' : undefined}
        >
          <FocusRing target="button" />
          <Ripple />
          <span class={selected ? 'icon icon--selected' : 'icon'}>
            {selected ? (
              <slot name="selected">
                <slot />
              </slot>
            ) : (
              <slot />
            )}
          </span>
          <span class="touch" />
        </button>
      }
    >
      <Icon name={icon} />
      {selectedIcon && <Icon slot="selected" name={selectedIcon} />}
    </Host>
  );
}

type ButtonTag = 'md-text-button' | 'md-outlined-button' | 'md-filled-button' | 'md-filled-tonal-button';

/** `md-text-button` and its siblings with a caption. */
export function Button(
  props: { tag?: ButtonTag; icon?: string | undefined; disabled?: boolean; children?: ComponentChildren } & Attributes,
): VNode {
  const { tag = 'md-text-button', icon, disabled, children, ...attributes } = props;
  return (
    <Host
      tag={tag}
      value=""
      has-icon={icon ? '' : undefined}
      disabled={disabled ? '' : undefined}
      {...attributes}
      delegatesFocus
      shadow={
        <>
          {tag.startsWith('md-filled') && (
            <Host tag="md-elevation" part="elevation" aria-hidden="true" shadow={<span class="shadow" />} />
          )}
          {tag === 'md-outlined-button' && <div class="outline" />}
          <div class="background" />
          <FocusRing target="button" />
          <Ripple target="button" />
          <button id="button" class="button" disabled={disabled} {...aria(attributes)}>
            <span class="touch" />
            <slot name="icon" />
            <span class="label">
              <slot />
            </span>
          </button>
        </>
      }
    >
      {icon && <Icon slot="icon" name={icon} />}
      {children}
    </Host>
  );
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

/** A button with an icon and the tooltip that belongs to it. */
export function IconButtonWithTip(
  props: {
    icon: string;
    label: string;
    id: string;
    tip?: Attributes;
    selectedIcon?: string;
    selected?: boolean;
  } & Attributes,
): VNode {
  const { label, id, tip, ...attributes } = props;
  return (
    <>
      <IconButton id={id} data-aria-label={label} {...attributes} />
      <Tooltip for={id} text={label} {...tip} />
    </>
  );
}

/** `colab-toolbar-button`: three roots down to the button that a finger hits. */
export function ToolbarButton(
  props: { icon?: string; tip?: string; shortcut?: string; children?: ComponentChildren } & Attributes,
): VNode {
  const { icon, tip = '', shortcut, children, ...attributes } = props;
  const spoken = tip.split('\n').filter(Boolean).join(' ');
  const tooltip = shortcut ? `${tip} (${shortcut})` : tip;
  const tooltipId = typeof attributes['tooltipid'] === 'string' ? attributes['tooltipid'] : 'tooltip';
  return (
    <Host
      tag="colab-toolbar-button"
      icon={icon}
      {...attributes}
      shadow={
        <>
          <Button id="button" data-aria-disabled="false" icon={icon}>
            <span class="button-content">
              <slot />
            </span>
            <span class="screenreader-only">{`${spoken} ${shortcut ?? ''}`}</span>
          </Button>
          {tip !== '' && (
            <Tooltip for="button" id={tooltipId} shortcut={shortcut ? undefined : ''} text={tooltip} message={tip} />
          )}
        </>
      }
    >
      {children}
    </Host>
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

export function MenuItem(
  props: { disabled?: boolean; tabindex?: string; children?: ComponentChildren } & Attributes,
): VNode {
  const { disabled, tabindex = '-1', children, ...attributes } = props;
  const parts = ['overline', 'headline', 'supporting-text', 'trailing-supporting-text'];
  return (
    <Host
      tag="md-menu-item"
      md-menu-item=""
      tabindex={tabindex}
      disabled={disabled ? '' : undefined}
      {...attributes}
      delegatesFocus
      shadow={
        <li
          id="item"
          tabIndex={disabled ? -1 : 0}
          role="menuitem"
          aria-disabled={disabled ? 'true' : undefined}
          class={disabled ? 'list-item disabled' : 'list-item'}
        >
          <Host
            tag="md-item"
            shadow={
              <>
                <slot name="container" />
                <slot class="non-text" name="start" />
                <div class="text">
                  <slot name="overline" />
                  <slot class="default-slot" />
                  <slot name="headline" />
                  <slot name="supporting-text" />
                </div>
                <slot class="non-text" name="trailing-supporting-text" />
                <slot class="non-text" name="end" />
              </>
            }
          >
            <div slot="container">
              <Ripple target="item" />
              <FocusRing target="item" />
            </div>
            <slot name="start" slot="start" />
            <slot name="end" slot="end" />
            <slot />
            {parts.map((part) => (
              <slot name={part} slot={part} key={part} />
            ))}
          </Host>
        </li>
      }
    >
      <span slot="headline">{children}</span>
    </Host>
  );
}

export function Menu({ anchor, children }: { anchor: string; children?: ComponentChildren }): VNode {
  return (
    <Host
      tag="md-menu"
      positioning="popover"
      quick=""
      aria-labelledby={anchor}
      anchor={anchor}
      aria-hidden="true"
      shadow={
        <div class="menu   " popover="manual" style="display: none;">
          <Host tag="md-elevation" part="elevation" aria-hidden="true" shadow={<span class="shadow" />} />
          <div class="items">
            <div class="item-padding">
              <slot />
            </div>
          </div>
        </div>
      }
    >
      {children}
    </Host>
  );
}

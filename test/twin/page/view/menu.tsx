import type { ComponentChildren, VNode } from 'preact';
import { type Attributes, FocusRing, Host, Ripple } from './shells.tsx';

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

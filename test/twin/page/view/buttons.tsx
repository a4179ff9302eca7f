import type { ComponentChildren, VNode } from 'preact';
import { type Attributes, FocusRing, Host, Icon, Ripple, Tooltip } from './shells.tsx';

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

import type { VNode } from 'preact';
import { Button, IconButton, IconButtonWithTip } from './buttons.tsx';
import { MENU_BAR } from './menus.tsx';
import { Host, Icon, Tooltip } from './shells.tsx';
import { fill } from './texts.ts';
import { type View, withCommand } from './view.ts';

export function PrivateOutputs({ view: { texts } }: { view: View }): VNode {
  const tip = 'private-outputs-notebook-info-link';
  return (
    <div id="private-outputs-warning" class="header-warning private-outputs-warning" hidden>
      <Icon name="info" />
      <div class="message">
        {texts.privateOutputs}
        <a id={tip} {...withCommand('notebook-settings')} aria-describedby={`${tip}-tooltip`}>
          {texts.privateOutputsLink}
        </a>
        <Tooltip for={tip} id={`${tip}-tooltip`} text={texts.privateOutputsTip} />.
      </div>
      <div class="actions">
        <IconButton class="close" title={texts.close} data-aria-label={texts.close} icon="close" />
      </div>
    </div>
  );
}

export function Header({ view }: { view: View }): VNode {
  const { notebook, texts } = view;
  return (
    <div id="header" class="horizontal layout">
      <div id="header-background">
        <div />
      </div>
      <div id="header-content">
        <div id="header-logo">
          <a aria-label={texts.viewInDrive} href="https://drive.google.com/drive/search?q=owner%3Ame">
            <Icon class="colab-large-icon" />
          </a>
        </div>
        <div id="header-doc-toolbar" class="flex">
          <div id="document-info">
            <Icon class="file-location-icon" id="file-type" title={texts.inDrive} />
            <input
              id="doc-name"
              class="doc-name"
              maxLength={259}
              autocomplete="off"
              disabled={notebook.variant.user === 'reader'}
              aria-label={texts.notebookName}
              {...withCommand('rename')}
              aria-describedby="doc-name-tooltip"
              ref={(input) => {
                if (input && input.value === '') input.value = notebook.name;
              }}
            />
            <Tooltip for="doc-name" id="doc-name-tooltip" text={texts.rename} />
            <colab-input-sizer aria-hidden="true">{`${notebook.name}_`}</colab-input-sizer>
            <IconButtonWithTip
              id="star-icon"
              command="toggle-star"
              aria-describedby="star-icon-tooltip"
              icon="star"
              label={texts.star}
              tip={{ id: 'star-icon-tooltip', text: texts.starTip }}
            />
            <SavedIndicator view={view} />
          </div>
          <div class="menubar-wrapper">
            <div>
              <div id="top-menubar" class="goog-menubar format-lightborder" role="menubar" tabindex={0}>
                {MENU_BAR.map((menu, i) => (
                  <div
                    class="goog-menu-button goog-inline-block"
                    id={`${menu}-button`}
                    role="button"
                    aria-expanded="false"
                    aria-haspopup="true"
                    key={menu}
                    onMouseDown={() => openMenu(menu)}
                  >
                    <div class="goog-inline-block goog-menu-button-outer-box">
                      <div class="goog-inline-block goog-menu-button-inner-box">
                        <div class="goog-inline-block goog-menu-button-caption">{texts.menuBar[i]}</div>
                        <div class="goog-inline-block goog-menu-button-dropdown">{'\u00a0'}</div>
                      </div>
                    </div>
                  </div>
                ))}
              </div>
            </div>
          </div>
        </div>
        <div id="header-right">
          <Host tag="colab-collaborator-bar" id="collaborator-bar" shadow={<div class="collaborator-bar" />} />
          <IconButtonWithTip
            id="comments"
            command="open-comments-thread"
            aria-describedby="comments-tooltip"
            icon="comment"
            label={texts.comments}
            tip={{ id: 'comments-tooltip' }}
          />
          <IconButtonWithTip
            id="settings-cog"
            command="preferences"
            aria-describedby="settings-cog-tooltip"
            icon="settings"
            label={texts.settings}
            tip={{ id: 'settings-cog-tooltip' }}
          />
          <Button
            tag="md-filled-tonal-button"
            id="share-toolbar-button"
            command="share"
            data-aria-label={texts.share}
            aria-describedby="share-toolbar-button-tooltip"
            icon="people"
          >
            {texts.shareShort}
          </Button>
          <Tooltip for="share-toolbar-button" id="share-toolbar-button-tooltip" text={texts.share} />
          <Button
            class="show-chat-button"
            id="show-chat-button"
            command="toggle-composer"
            data-aria-label={texts.gemini}
            aria-describedby="show-chat-button-tooltip"
            hidden
            icon="spark"
          >
            Gemini
          </Button>
          <Tooltip for="show-chat-button" id="show-chat-button-tooltip" text={texts.gemini} />
          <div class="header-onegoogle-container">
            <div class="onegoogle">
              <div id="gb" class="gb_Ha">
                <Account view={view} />
              </div>
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}

function Account({ view: { notebook, texts } }: { view: View }): VNode {
  if (notebook.variant.user === 'signed-out') {
    return (
      <a class="gb_B" href="https://accounts.google.com/ServiceLogin">
        {texts.signIn}
      </a>
    );
  }
  return (
    <a
      class="gb_B"
      aria-expanded="false"
      aria-label={fill(texts.account, { name: notebook.userName, email: 'someone@example.com' })}
      tabindex={0}
      role="button"
      href="https://accounts.google.com/SignOutOptions"
    >
      <span />
    </a>
  );
}

/** Google's menus open on a mouse press; a script's click alone opens none. */
function openMenu(id: string): void {
  const menu = document.getElementById(id);
  if (!menu) return;
  menu.style.display = '';
  addEventListener('mouseup', () => addEventListener('click', () => (menu.style.display = 'none'), { once: true }), {
    once: true,
  });
}

export function SavedIndicator({ view: { texts } }: { view: View }): VNode {
  return (
    <Host
      tag="colab-last-saved-indicator"
      aria-live="polite"
      aria-atomic="true"
      shadow={
        <IconButtonWithTip
          id="button"
          icon="cloud_done"
          label={texts.saved}
          tip={{ id: 'button-tooltip', message: texts.saved }}
        />
      }
    />
  );
}

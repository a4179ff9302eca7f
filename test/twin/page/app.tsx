import type { VNode } from 'preact';
import { AddCell, CellView } from './cells.tsx';
import { ConnectButton, StatusBar } from './connect.tsx';
import { MENU_BAR } from './menus.tsx';
import { Proxies } from './output.tsx';
import {
  Button,
  Host,
  Icon,
  IconButton,
  IconButtonWithTip,
  Menu,
  MenuItem,
  ToolbarButton,
  Tooltip,
} from './shells.tsx';
import { fill } from './texts.ts';
import { type View, withCommand } from './view.ts';

/** Everything inside of `div.notebook-vertical`. */
export function App({ view }: { view: View }): VNode {
  const { notebook, texts } = view;
  return (
    <>
      <Host
        tag="colab-skip-link"
        shadow={
          <Host
            tag="md-elevated-button"
            class="link"
            href="#notebook-main"
            value=""
            delegatesFocus
            shadow={
              <>
                <div class="background" />
                <a id="link" class="button" href="#notebook-main">
                  <span class="touch" />
                  <slot name="icon" />
                  <span class="label">
                    <slot />
                  </span>
                </a>
              </>
            }
          >
            {texts.skip}
          </Host>
        }
      />
      <div class="top-floater">
        <div role="banner">
          <PrivateOutputs view={view} />
          <Header view={view} />
        </div>
      </div>
      <Toolbar view={view} />
      <div class="notebook-horizontal">
        <LeftPane view={view} />
        <div class="layout vertical grow">
          <colab-tab-layout-container class="layout horizontal grow flexible-tabs">
            <div class="layout horizontal tab-pane-parent">
              <div class="layout vertical tab-pane-parent">
                <TabPane view={view} pane={0}>
                  <Main view={view} />
                </TabPane>
                <BottomPane view={view} pane={2} />
              </div>
            </div>
            <colab-resizer class="we-resize no-tabs">
              <div class="resizer-thumb" />
              <div class="layout vertical tab-pane-parent">
                <TabPane view={view} pane={1} />
                <BottomPane view={view} pane={3} />
              </div>
            </colab-resizer>
          </colab-tab-layout-container>
        </div>
        <Proxies />
        <colab-file-viewer-manager />
      </div>
      <Host
        tag="colab-composer-floating-spark"
        shadow={
          <IconButtonWithTip
            toggle=""
            id="toggle-composer-button"
            icon="spark"
            label={texts.gemini}
            tip={{ message: texts.gemini }}
          />
        }
      />
      <StatusBar notebook={notebook} texts={texts} />
    </>
  );
}

function PrivateOutputs({ view: { texts } }: { view: View }): VNode {
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

function Header({ view }: { view: View }): VNode {
  const { notebook, texts } = view;
  return (
    <div id="header" class="horizontal layout">
      <div id="header-background">
        <div />
      </div>
      <div id="header-content">
        <div id="header-logo">
          <a aria-label={texts.viewInDrive} href="https://drive.google.com/drive/search?q=owner%3Ame">
            <Icon name="" class="colab-large-icon" />
          </a>
        </div>
        <div id="header-doc-toolbar" class="flex">
          <div id="document-info">
            <Icon name="" class="file-location-icon" id="file-type" title={texts.inDrive} />
            <input
              id="doc-name"
              class="doc-name"
              maxLength={259}
              autocomplete="off"
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
          <div class="header-onegoogle-container">
            <div class="onegoogle">
              <div id="gb" class="gb_Ha">
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
              </div>
            </div>
          </div>
        </div>
      </div>
    </div>
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

function SavedIndicator({ view: { texts } }: { view: View }): VNode {
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

function Toolbar({ view }: { view: View }): VNode {
  const { notebook, texts } = view;
  const run = (name: string) => () => notebook.execute(name);
  const split = (id: string, label: string) => (
    <IconButtonWithTip
      touch-target="none"
      data-aria-expanded="false"
      data-aria-haspopup="menu"
      id={id}
      icon="arrow_drop_down"
      label={label}
      tip={{ message: label }}
    />
  );
  return (
    <colab-notebook-toolbar id="top-toolbar" class="horizontal layout center noshrink">
      <ToolbarButton
        icon="search"
        id="toolbar-show-command-palette"
        command="show-command-palette"
        tip={texts.commandPalette}
        shortcut="Ctrl+Shift+P"
      >
        {texts.commands}
      </ToolbarButton>
      <span class="toolbar-add-code-split">
        <ToolbarButton
          command="insert-cell-below"
          icon="add"
          id="toolbar-add-code"
          class=" split-button "
          tip={texts.insertCode}
          shortcut="Ctrl+M B"
          onClick={run('insert-cell-below')}
        >
          {texts.code}
        </ToolbarButton>
        {split('top-toolbar-add-code-dropdown-button', texts.insertCodeOptions)}
      </span>
      <ToolbarButton command="add-text" icon="add" id="toolbar-add-text" tip={texts.addText} onClick={run('add-text')}>
        {texts.text}
      </ToolbarButton>
      <span class="colab-separator" />
      <Host
        tag="colab-notebook-toolbar-run-button"
        shadow={
          <>
            <ToolbarButton
              class="split-button"
              icon="play_arrow"
              tooltipid="toolbar-run-button-tooltip"
              id="toolbar-run-button"
              tooltiptext={texts.runAllTip}
              tip={texts.runAllTip}
              onClick={run('runall')}
            >
              {texts.runAll}
            </ToolbarButton>
            {split('toolbar-run-button-more-actions', texts.moreActions)}
            <Menu anchor="toolbar-run-button-more-actions">
              <RunMenu view={view} />
            </Menu>
          </>
        }
      />
      <span class="collapsed-options">
        <SavedIndicator view={view} />
      </span>
      <span class="flex" />
      <Host tag="colab-connect-warning-button" />
      <ConnectButton notebook={notebook} texts={texts} />
      <span class="collapsed-options">
        <IconButtonWithTip
          id="share-button-toolbar"
          command="share"
          aria-describedby="share-button-toolbar-tooltip"
          icon="people"
          label={texts.share}
          tip={{ id: 'share-button-toolbar-tooltip' }}
        />
        <IconButtonWithTip
          id="settings-button-toolbar"
          command="preferences"
          aria-describedby="settings-button-toolbar-tooltip"
          icon="settings"
          label={texts.settings}
          tip={{ id: 'settings-button-toolbar-tooltip' }}
        />
        <span class="colab-separator" />
      </span>
      <IconButtonWithTip
        toggle=""
        command="toggle-header"
        id="toggle-header-button"
        touch-target="none"
        aria-describedby="toggle-header-button-tooltip"
        icon="expand_less"
        selectedIcon="expand_more"
        label={texts.toggleHeader}
        tip={{ id: 'toggle-header-button-tooltip' }}
      />
    </colab-notebook-toolbar>
  );
}

/** Enabled means connected, not running: the items of the session are disabled without a runtime. */
function RunMenu({ view: { notebook, texts } }: { view: View }): VNode {
  const commands = ['restart', 'restart-and-run-all', 'runafter', 'interrupt', 'clear-outputs'];
  const needsRuntime = ['restart', 'restart-and-run-all', 'interrupt'];
  return (
    <>
      {commands.flatMap((command, i) => [
        command === 'interrupt' && <Host tag="md-divider" key="divider" role="separator" tabindex="-1" />,
        <MenuItem
          command={command}
          key={command}
          disabled={needsRuntime.includes(command) && !notebook.kernel.connected}
          onClick={() => notebook.execute(command)}
        >
          {texts.runMenu[i]}
        </MenuItem>,
      ])}
    </>
  );
}

function LeftPane({ view: { texts } }: { view: View }): VNode {
  const buttons = [
    ['show-toc-pane', 'format_list_bulleted'],
    ['find', 'find_in_page'],
    ['snippets', 'code'],
    ['show-data-inspector', 'eye_tracking'],
    ['open-user-secrets', 'vpn_key'],
    ['show-files', 'folder'],
    ['show-data-explorer', 'table'],
  ] as const;
  return (
    <colab-left-pane role="complementary" aria-label={texts.leftPane}>
      <div class="colab-left-pane-nib layout vertical" role="toolbar" aria-orientation="vertical">
        <div class="left-pane-top">
          {buttons.map(([command, icon], i) => (
            <div class="left-pane-button" key={command}>
              <IconButton
                toggle=""
                command={command}
                data-aria-label={texts.leftButtons[i]}
                title={texts.leftButtons[i]}
                tabindex={i === 0 ? undefined : '-1'}
                icon={icon}
              />
            </div>
          ))}
        </div>
      </div>
    </colab-left-pane>
  );
}

function TabPane({ view: { texts }, pane, children }: { view: View; pane: number; children?: VNode }): VNode {
  const tab = `tab-title-${pane}`;
  return (
    <colab-tab-pane class={children ? 'layout vertical grow no-header focused' : 'layout vertical grow no-tabs'}>
      <div class="layout vertical grow">
        <div class="tab-pane-header layout horizontal noshrink">
          <Host
            tag="md-tabs"
            shadow={
              <>
                <div class="tabs">
                  <slot />
                </div>
                <Host tag="md-divider" part="divider" />
              </>
            }
          >
            {children && (
              <Host
                tag="md-primary-tab"
                noink=""
                title=""
                aria-labelledby={tab}
                class="selected-tab"
                tabindex="0"
                md-tab=""
                active=""
                shadow={
                  <div class="button" role="presentation">
                    <div role="presentation" class="content  has-label stacked ">
                      <slot name="icon" />
                      <slot />
                      <div class="indicator" />
                    </div>
                  </div>
                }
              >
                <div class="colab-tab-header">
                  <div class="colab-tab-title">
                    <span id={tab}>{texts.notebook}</span>
                  </div>
                </div>
              </Host>
            )}
          </Host>
          <div class="layout grow" />
          <div class="tab-pane-header-actions" />
          <IconButtonWithTip
            data-aria-expanded="false"
            data-aria-haspopup="menu"
            id={`tab-pane-${pane}-more-actions-button`}
            icon="more_vert"
            label={texts.moreTabs}
            tip={{ message: texts.moreTabs }}
          />
          <IconButtonWithTip
            id={`tab-pane-${pane}-close-all-button`}
            icon="close"
            label={texts.closeTabs}
            tip={{ message: texts.closeTabs }}
          />
        </div>
        <div class="layout vertical grow tab-pane-container">{children}</div>
      </div>
    </colab-tab-pane>
  );
}

function BottomPane({ view, pane }: { view: View; pane: number }): VNode {
  return (
    <colab-resizer class="sn-resize no-tabs" style="height: 40%;">
      <div class="resizer-thumb" />
      <TabPane view={view} pane={pane} />
    </colab-resizer>
  );
}

function Main({ view }: { view: View }): VNode {
  const { notebook, texts } = view;
  return (
    <>
      <colab-tab class="layout vertical grow notebook-tab-content selected-tab">
        <div class="overflow-flexbox-workaround">
          <colab-scroller
            tabindex={-1}
            role="main"
            id="notebook-main"
            class="notebook-container"
            aria-label={texts.notebook}
          >
            <div class="notebook-scrolling-horizontal-container">
              <div class="notebook-scrolling-horizontal">
                <div class="notebook-content-background">
                  <div class="notebook-content ">
                    <AddCell view={view} at={0} />
                    <div class="notebook-cell-list">
                      {notebook.cells.map((cell, index) => (
                        <CellView view={view} cell={cell} index={index} key={cell.id} />
                      ))}
                    </div>
                  </div>
                </div>
                <section class="sidebar" aria-label={texts.commentsShort} style="display: none;" />
              </div>
              <div class="footer-links">
                <a>{texts.footer[0]}</a> - <a>{texts.footer[1]}</a>
              </div>
            </div>
          </colab-scroller>
        </div>
      </colab-tab>
      <div class="right-pane-snap-hint" />
    </>
  );
}

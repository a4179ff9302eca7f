import type { VNode } from 'preact';
import { IconButton, IconButtonWithTip } from './buttons.tsx';
import { AddCell, CellView } from './cells/cell.tsx';
import { FocusRing, Host, Ripple } from './shells.tsx';
import type { View } from './view.ts';

export function LeftPane({ view: { texts } }: { view: View }): VNode {
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

export function TabPane({ view: { texts }, pane, children }: { view: View; pane: number; children?: VNode }): VNode {
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
                    <FocusRing />
                    <Host tag="md-elevation" part="elevation" aria-hidden="true" shadow={<span class="shadow" />} />
                    <Ripple />
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

export function BottomPane({ view, pane }: { view: View; pane: number }): VNode {
  return (
    <colab-resizer class="sn-resize no-tabs" style="height: 40%;">
      <div class="resizer-thumb" />
      <TabPane view={view} pane={pane} />
    </colab-resizer>
  );
}

export function Main({ view }: { view: View }): VNode {
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
        <div class="right-pane-snap-hint" />
      </colab-tab>
    </>
  );
}

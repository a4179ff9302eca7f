import type { VNode } from 'preact';
import { IconButtonWithTip } from './buttons.tsx';
import { Proxies } from './frames.tsx';
import { Header, PrivateOutputs } from './header.tsx';
import { BottomPane, LeftPane, Main, TabPane } from './panes.tsx';
import { FocusRing, Host, Ripple } from './shells.tsx';
import { StatusBar } from './status-bar.tsx';
import { Toolbar } from './toolbar.tsx';
import type { View } from './view.ts';

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
                <Host tag="md-elevation" part="elevation" aria-hidden="true" shadow={<span class="shadow" />} />
                <div class="background" />
                <FocusRing target="link" />
                <Ripple target="link" />
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

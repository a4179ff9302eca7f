import type { VNode } from 'preact';
import { ConnectButton } from './connect.tsx';
import { SavedIndicator } from './header.tsx';
import { Host, IconButtonWithTip, Menu, MenuItem, ToolbarButton } from './shells.tsx';
import type { View } from './view.ts';

export function Toolbar({ view }: { view: View }): VNode {
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
      {notebook.variant.user === 'reader' && (
        <span class="expanded-options">
          <ToolbarButton command="clone">{texts.copyToDrive}</ToolbarButton>
        </span>
      )}
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

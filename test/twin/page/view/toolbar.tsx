import type { VNode } from 'preact';
import { IconButtonWithTip, ToolbarButton } from './buttons.tsx';
import { ConnectButton } from './connect.tsx';
import { SavedIndicator } from './header.tsx';
import { Menu, MenuItem } from './menu.tsx';
import { Host } from './shells.tsx';
import type { View } from './view.ts';

export function Toolbar({ view }: { view: View }): VNode {
  const { notebook, texts } = view;
  const old = notebook.variant.dom === '2025-05';
  const run = (name: string) => () => notebook.execute(name);
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
        {!old && <SplitButton id="top-toolbar-add-code-dropdown-button" label={texts.insertCodeOptions} />}
      </span>
      <ToolbarButton command="add-text" icon="add" id="toolbar-add-text" tip={texts.addText} onClick={run('add-text')}>
        {texts.text}
      </ToolbarButton>
      <span class="colab-separator" />
      {!old && <RunAll view={view} />}
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

/** The narrow half of a button with a menu. */
function SplitButton({ id, label }: { id: string; label: string }): VNode {
  return (
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
}

/** "Run all" and its menu, in the toolbar since June 2025. */
function RunAll({ view }: { view: View }): VNode {
  const { notebook, texts } = view;
  return (
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
            onClick={() => notebook.execute('runall')}
          >
            {texts.runAll}
          </ToolbarButton>
          <SplitButton id="toolbar-run-button-more-actions" label={texts.moreActions} />
          <Menu anchor="toolbar-run-button-more-actions">
            <RunMenu view={view} />
          </Menu>
        </>
      }
    />
  );
}

/** Enabled means connected, not running: the items of the session are disabled without a runtime. */
function RunMenu({ view: { notebook, texts } }: { view: View }): VNode {
  const commands = ['restart', 'restart-and-run-all', 'runafter', 'interrupt', 'clear-outputs'];
  const needsRuntime = ['restart', 'restart-and-run-all', 'interrupt'];
  return (
    <>
      {commands.flatMap((command, i) => [
        command === 'interrupt' && <Host tag="md-divider" key="divider" tabindex="-1" />,
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

import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Cell } from '../../model/cell.ts';
import { Button, IconButtonWithTip } from '../buttons.tsx';
import { Menu, MenuItem } from '../menu.tsx';
import { Host, Icon } from '../shells.tsx';
import { fill } from '../texts.ts';
import type { View } from '../view.ts';
import { Code } from './code.tsx';
import { Text } from './text.tsx';

/** The bar between two cells. After a focused last cell only its line is there. */
export function AddCell({ view, at, bare }: { view: View; at: number; bare?: boolean }): VNode {
  const { notebook, texts } = view;
  const code = `${texts.addCode}\nCtrl+M B`;
  return (
    <div class="add-cell">
      {!bare && (
        <div class="add-cell-buttons">
          <Button
            tag="md-outlined-button"
            class="add-code add-button"
            data-aria-label={code}
            title={code}
            icon="add"
            onClick={() => notebook.insert('code', at)}
          >
            {texts.code}
          </Button>
          <Button
            tag="md-outlined-button"
            class="add-text add-button"
            data-aria-label={texts.addText}
            title={texts.addText}
            icon="add"
            onClick={() => notebook.insert('text', at)}
          >
            {texts.text}
          </Button>
        </div>
      )}
      <hr />
    </div>
  );
}

export function CellView({ view, cell, index }: { view: View; cell: Cell; index: number }): VNode {
  const { notebook, texts } = view;
  const focused = notebook.focused === cell;
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (element.current) view.elements.set(cell, element.current);
  });
  const heading = /^#+ (.*)/.exec(cell.text)?.[1] ?? '';
  const label = cell.kind === 'code' ? fill(texts.codeCell, { n: index }) : fill(texts.textCell, { n: index, heading });
  const classes = [
    'cell',
    cell.kind,
    notebook.variant.dom !== '2025-05' && 'notebook-cell',
    focused && 'focused',
    cell.phase !== 'idle' && cell.phase,
    cell.outputs.length > 0 && 'code-has-output',
    cell.proposal !== null && 'agent-focused',
  ];
  return (
    <div
      ref={element}
      class={classes.filter(Boolean).join(' ')}
      id={`cell-${cell.id}`}
      tabindex={-1}
      role="region"
      aria-label={label}
      onMouseDown={() => notebook.focus(cell)}
    >
      <div class="cell-tag-editor sticky" />
      <div class="agent-focus-label">
        <Icon name="spark" />
        Gemini
      </div>
      <div class="cell-toolbar sticky">{focused && <CellToolbar view={view} cell={cell} index={index} />}</div>
      <div class="main-content" {...(notebook.variant.dom === '2025-05' ? { elevation: '0' } : {})}>
        <div class="cell-contents">
          <div class="cell-mask" />
          <span class="imported-info-area" />
          {cell.kind === 'code' ? (
            <Code view={view} cell={cell} index={index} />
          ) : (
            <Text view={view} cell={cell} index={index} />
          )}
        </div>
      </div>
      <AddCell view={view} at={index + 1} bare={focused && index === notebook.cells.length - 1} />
    </div>
  );
}

function CellToolbar({ view, cell, index }: { view: View; cell: Cell; index: number }): VNode {
  const { notebook, texts } = view;
  const tools = texts.cellTools;
  const ai = `ai-menu-anchor-${cell.id}`;
  const tool = (command: string, icon: string, label: string, extra: object = {}) => (
    <IconButtonWithTip
      touch-target="none"
      aria-describedby={`button-${command}-tooltip`}
      command={command}
      id={`button-${command}`}
      icon={icon}
      label={label}
      tip={{ id: `button-${command}-tooltip`, message: label }}
      {...extra}
    />
  );
  return (
    <Host
      tag="colab-cell-toolbar"
      shadow={
        <>
          {tool('move-cell-up', 'arrow_upward', `${tools.up}\nCtrl+M K`, index === 0 ? { 'soft-disabled': '' } : {})}
          {tool(
            'move-cell-down',
            'arrow_downward',
            `${tools.down}\nCtrl+M J`,
            index === notebook.cells.length - 1 ? { 'soft-disabled': '' } : {},
          )}
          <Menu anchor={ai}>
            {['generate-code', 'explain-cell', 'transform-code'].map((command, i) => (
              <MenuItem command={command} key={command} tabindex={i === 0 ? '0' : '-1'}>
                {tools.aiMenu[i]}
              </MenuItem>
            ))}
          </Menu>
          <IconButtonWithTip
            touch-target="none"
            data-aria-haspopup="menu"
            data-aria-expanded="false"
            aria-describedby={`${ai}-tooltip`}
            id={ai}
            icon="pen_spark"
            label={tools.ai}
            tip={{ id: `${ai}-tooltip`, message: tools.ai }}
          />
          {tool('toggle-edit-markdown', 'edit', tools.edit, {
            toggle: '',
            selectedIcon: 'edit_off',
            style: cell.kind === 'code' ? 'display: none;' : undefined,
          })}
          {tool('delete-cell-or-selection', 'delete', `${tools.delete}\nCtrl+M D`, {
            onClick: (event: Event) => {
              event.stopPropagation();
              notebook.remove([cell]);
            },
          })}
          <IconButtonWithTip
            touch-target="none"
            data-aria-expanded="false"
            data-aria-haspopup="menu"
            aria-describedby="button-more-actions-tooltip"
            class="cell-toolbar-more"
            id="button-more-actions"
            icon="more_vert"
            label={tools.more}
            tip={{ id: 'button-more-actions-tooltip', message: tools.more }}
          />
        </>
      }
    />
  );
}

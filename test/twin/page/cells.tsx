import { Fragment, type VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Cell } from './cell.ts';
import { executedIn, timeOf } from './connect.tsx';
import { Frame, StaticOutput } from './output.tsx';
import { isPlain } from './outputs.ts';
import { Button, Host, Icon, IconButton, IconButtonWithTip, Menu, MenuItem, Progress, Tooltip } from './shells.tsx';
import { fill } from './texts.ts';
import type { View } from './view.ts';

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
    'notebook-cell',
    focused && 'focused',
    cell.phase !== 'idle' && cell.phase,
    cell.outputs.length > 0 && 'code-has-output',
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
      <div class="main-content">
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

function Code({ view, cell, index }: { view: View; cell: Cell; index: number }): VNode {
  const { texts } = view;
  const ran = cell.ranHere && cell.phase === 'idle';
  const hasOutput = cell.outputs.length > 0 || cell.question !== null;
  return (
    <div class="codecell-input-output">
      <div class="inputarea horizontal layout code">
        <div class="cell-gutter">
          <div class="cell-execution-container">
            <RunButton view={view} cell={cell} />
          </div>
        </div>
        {cell.live ? (
          <LiveEditor key="live" view={view} cell={cell} />
        ) : (
          <StillEditor key="still" view={view} cell={cell} />
        )}
        <colab-form class="formview vertical layout flex">
          <div class="widget-area" />
        </colab-form>
      </div>
      <div class="output" aria-label={fill(texts.output, { n: index })} role="region">
        <div class="output-header" />
        <div class="output-content" hidden={!hasOutput}>
          <div class="output-info">{(hasOutput || ran) && <OutputInfo view={view} />}</div>
          <div class="output-iframe-container" hidden={!hasOutput}>
            <div class="output-iframe-sizer">
              {hasOutput || ran ? (
                <div>
                  {isPlain(cell.outputs) ? <StaticOutput view={view} cell={cell} /> : <Frame view={view} cell={cell} />}
                </div>
              ) : null}
            </div>
          </div>
        </div>
      </div>
      <Host
        tag="colab-cell-next-steps"
        hascontent={cell.failed ? '' : undefined}
        shadow={cell.failed && <ExplainError view={view} />}
      />
    </div>
  );
}

function ExplainError({ view }: { view: View }): VNode {
  return (
    <div class="root">
      <span class="next-steps-title">{view.texts.nextSteps}</span>
      <Button tag="md-outlined-button" class="fix" data-test-id="explain-error" icon="spark">
        {view.texts.explainError}
      </Button>
    </div>
  );
}

function OutputInfo({ view }: { view: View }): VNode {
  const { texts } = view;
  return (
    <Host
      tag="colab-output-info"
      shadow={
        <>
          <IconButtonWithTip
            toggle=""
            class="toggle-visibility-button"
            touch-target="none"
            id="toggle-visibility-button"
            icon="keyboard_arrow_down"
            selectedIcon="keyboard_arrow_right"
            label={texts.toggleOutput}
            tip={{ message: texts.toggleOutput }}
          />
          <IconButtonWithTip
            touch-target="none"
            data-aria-expanded="false"
            data-aria-haspopup="menu"
            class="menu-button"
            id="menu-button"
            icon="more_horiz"
            label={texts.outputActions}
            tip={{ message: texts.outputActions }}
          />
        </>
      }
    />
  );
}

/**
 * `colab-run-button`. A click on its host counts, unlike one on the connect button's. The button's `aria-label` stays
 * "Run cell" while the cell runs: only the classes, the symbol and the tooltip tell.
 */
function RunButton({ view, cell }: { view: View; cell: Cell }): VNode {
  const { notebook, texts } = view;
  const running = cell.phase === 'running';
  const classes = [
    'cell-execution',
    notebook.focused === cell && 'focused',
    running && 'animating running',
    cell.phase === 'pending' && 'pending',
    cell.stale && 'stale',
    cell.failed && 'error',
  ];
  const tip = tooltip(view, cell);
  const count = cell.ranHere && cell.phase === 'idle' ? cell.executionCount : null;
  return (
    <Host
      tag="colab-run-button"
      onClick={() => notebook.toggleRun(cell)}
      shadow={
        <div class={classes.filter(Boolean).join(' ')}>
          <button
            type="button"
            id="run-button"
            aria-describedby="run-button-tooltip"
            aria-label={texts.runCell}
            aria-disabled="false"
          >
            <span aria-hidden="true" class="cell-execution-indicator">
              {running && <Progress />}
              <svg id={running ? 'stop-symbol' : undefined}>
                <mask id={running ? 'stopSymbolMask' : 'playSymbolMask'} />
              </svg>
            </span>
          </button>
          <Tooltip for="run-button" id="run-button-tooltip" text={tip} message={tip} />
          <div class="status">
            <div class="execution-count">{count === null ? '[ ]' : `[${count}]`}</div>
            {cell.finishedAt !== null && cell.phase === 'idle' && !cell.edited && (
              <div class="last-run">
                <Icon name={cell.failed ? 'error' : 'check'} />
                <div>{`${Math.floor((cell.finishedAt - cell.startedAt) / 1000)}s`}</div>
              </div>
            )}
          </div>
        </div>
      }
    />
  );
}

function tooltip({ notebook, texts }: View, cell: Cell): string {
  const ago = fill(texts.ago, { n: 0 });
  const changed = cell.edited ? texts.changed : texts.unchanged;
  const state = cell.ranHere ? changed : texts.notRun;
  if (cell.phase === 'running') {
    const started = fill(texts.started, { time: timeOf(cell.startedAt), ago });
    return [`${texts.interrupt} (Ctrl+M I)`, state, '', started].join('\n');
  }
  const lines = [`${texts.runCell} (Ctrl+Enter)`, state];
  if (cell.failed) lines.push(texts.failed);
  if (cell.finishedAt !== null) {
    const by = fill(texts.executedBy, { name: notebook.userName });
    lines.push('', by, `${timeOf(cell.finishedAt)} (${ago})`, executedIn(cell, texts));
  } else if (cell.outputs.length > 0) {
    lines.push('', texts.unknownTime);
  }
  return lines.join('\n');
}

/** Real Monaco. */
function LiveEditor({ view, cell }: { view: View; cell: Cell }): VNode {
  const container = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (container.current) view.editors.mount(cell, container.current);
    return () => view.editors.unmount(cell);
  }, [cell, view]);
  useLayoutEffect(() => view.editors.sync(cell));
  return (
    <div class="editor flex lazy-editor">
      <div class="editor flex monaco" ref={container} />
    </div>
  );
}

/** What stands in for an editor that nobody needs: coloured text in a `pre`, blanks as no-break spaces. It is no output. */
function StillEditor({ view, cell }: { view: View; cell: Cell }): VNode {
  const focus = () => view.notebook.focus(cell);
  return (
    <div class="editor flex lazy-editor" style="overflow: hidden;">
      <pre class="lazy-virtualized" tabindex={0} onFocus={focus}>
        <pre class="lazy-gutter" />
        <pre class="monaco-colorized colab colab" data-lang="notebook-python">
          {cell.text.split('\n').map((line, i) => (
            <Fragment key={String(i)}>
              <span>{line.replaceAll(' ', '\u00a0')}</span>
              <br />
            </Fragment>
          ))}
        </pre>
        <Host
          tag="colab-read-only-cell-placeholder"
          style={cell.text === '' ? undefined : 'display: none;'}
          shadow={<div>{view.texts.placeholder}</div>}
        />
      </pre>
    </div>
  );
}

/** A text cell: its section header holds a run button, too, which runs the cells below it. */
function Text({ view, cell, index }: { view: View; cell: Cell; index: number }): VNode {
  const { notebook, texts } = view;
  const [, marks, heading] = /^(#{1,6}) (.*)/.exec(cell.text) ?? [];
  const rest = heading === undefined ? cell.text : cell.text.slice(cell.text.indexOf('\n') + 1 || cell.text.length);
  const next = notebook.cells.findIndex((other, i) => i > index && other.kind === 'text' && other.text.startsWith('#'));
  const section = notebook.cells.slice(index + 1, next === -1 ? undefined : next);
  const collapse = fill(texts.collapse, { n: section.length, heading: heading ?? '' });
  return (
    <>
      <div class="toolbar-root" />
      <div class="editor-container horizontal">
        <div class="editor-root" />
        <div class="text-top-div">
          <div class="markdown">
            <span>
              {heading !== undefined && (
                <div class="text-cell-section-header layout horizontal center">
                  <IconButton
                    class="header-section-toggle"
                    title={collapse}
                    data-aria-label={collapse}
                    icon="keyboard_arrow_down"
                  />
                  <Heading level={marks?.length ?? 1} text={heading} />
                </div>
              )}
              {rest.trim() && <p>{rest}</p>}
            </span>
          </div>
        </div>
      </div>
      <div class="section-header" style="display: none;">
        <Host
          tag="colab-run-button"
          onClick={() => void notebook.runAll(section)}
          shadow={
            <div class=" cell-execution ">
              <button type="button" id="run-button" aria-label={texts.runCell} aria-disabled="false">
                <span aria-hidden="true" class="cell-execution-indicator">
                  <svg />
                </span>
              </button>
            </div>
          }
        />
        <div class="section-header-container" title={texts.expand}>
          <Icon name="subdirectory_arrow_right" />
          <span>{fill(texts.hidden, { n: section.length })}</span>
        </div>
      </div>
    </>
  );
}

function Heading({ level, text }: { level: number; text: string }): VNode {
  const Tag = `h${Math.min(level, 6)}` as 'h1';
  return <Tag>{text}</Tag>;
}

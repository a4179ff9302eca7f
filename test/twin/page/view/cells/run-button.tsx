import type { VNode } from 'preact';
import type { Cell } from '../../model/cell.ts';
import { Host, Icon, Progress, Tooltip } from '../shells.tsx';
import { fill } from '../texts.ts';
import { executedIn, timeOf } from '../times.ts';
import type { View } from '../view.ts';

/**
 * `colab-run-button`. A click on its host counts, unlike one on the connect button's. The button's `aria-label` stays
 * "Run cell" while the cell runs: only the classes, the symbol and the tooltip tell.
 */
export function RunButton({ view, cell }: { view: View; cell: Cell }): VNode {
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
  const shown = count === null ? '[ ]' : `[${count}]`;
  const old = notebook.variant.dom === '2025-05';
  const lastRun = cell.finishedAt !== null && cell.phase === 'idle' && !cell.edited && (
    <>
      <Icon name={cell.failed ? 'error' : 'check'} />
      <div>{`${Math.floor((cell.finishedAt - cell.startedAt) / 1000)}s`}</div>
    </>
  );
  return (
    <Host
      tag="colab-run-button"
      onClick={() => notebook.runner.toggle(cell)}
      shadow={
        <div class={classes.filter(Boolean).join(' ')}>
          <button
            type="button"
            id="run-button"
            aria-describedby="run-button-tooltip"
            aria-label={texts.runCell}
            aria-disabled="false"
          >
            {old && <span class="execution-count">{shown}</span>}
            <span aria-hidden="true" class="cell-execution-indicator">
              {running && <Progress />}
              <svg id={running ? 'stop-symbol' : undefined}>
                <mask id={running ? 'stopSymbolMask' : 'playSymbolMask'} />
              </svg>
            </span>
          </button>
          <Tooltip for="run-button" id="run-button-tooltip" text={tip} message={tip} />
          {old ? (
            lastRun && (
              <div id="status" class="last-run">
                {lastRun}
              </div>
            )
          ) : (
            <div class="status">
              <div class="execution-count">{shown}</div>
              {lastRun && <div class="last-run">{lastRun}</div>}
            </div>
          )}
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

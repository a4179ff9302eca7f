import type { VNode } from 'preact';
import type { Cell } from '../model/cell.ts';
import type { Notebook } from '../model/notebook.ts';
import { Button } from './buttons.tsx';
import { Host, Progress, Tooltip } from './shells.tsx';
import { fill, type Texts } from './texts.ts';
import { executedIn, timeOf } from './times.ts';

/** `colab-status-bar`: what ran last, and the runtime; both are empty without one. */
export function StatusBar({ notebook, texts }: { notebook: Notebook; texts: Texts }): VNode {
  const old = notebook.variant.dom === '2025-05';
  return (
    <Host
      tag="colab-status-bar"
      class={old ? 'status-bar-ui-refresh' : undefined}
      role="region"
      aria-label={texts.statusBar}
      shadow={
        <>
          <span class="left">
            <slot name="bottom-pane-buttons" />
          </span>
          {old && <span class="middle" />}
          <span class="right">
            <ExecutionStatus notebook={notebook} texts={texts} />
            <RuntimeStatus notebook={notebook} texts={texts} />
          </span>
        </>
      }
    >
      <Pane command="show-variables" icon="data_object" text={texts.variables} />
      <Pane command="show-terminal" icon="terminal" text={texts.terminal} />
    </Host>
  );
}

function Pane({ command, icon, text }: { command: string; icon: string; text: string }): VNode {
  return (
    <Button slot="bottom-pane-buttons" command={command} icon={icon}>
      {text}
    </Button>
  );
}

function ExecutionStatus({ notebook, texts }: { notebook: Notebook; texts: Texts }): VNode {
  const running = notebook.cells.find((cell) => cell.phase === 'running');
  const last = notebook.cells
    .filter((cell) => cell.finishedAt !== null)
    .toSorted(byEnd)
    .at(-1);
  const cell = running ?? last;
  const lines =
    cell && !running ? ['', `${timeOf(cell.finishedAt)} (${fill(texts.ago, { n: 0 })})`, executedIn(cell, texts)] : [];
  const tip = [texts.focusLast, ...lines].join('\n');
  return (
    <Host
      tag="colab-execution-status"
      shadow={
        cell && (
          <>
            <Button
              id="execution-status"
              aria-describedby="execution-status-tooltip"
              has-icon=""
              icon={running ? undefined : cell.failed ? 'error' : 'check'}
            >
              {running && <Progress slot="icon" />}
              {running ? fill(texts.executing, { s: secondsSince(running.startedAt) }) : timeOf(cell.finishedAt)}
            </Button>
            <Tooltip id="execution-status-tooltip" for="execution-status" text={tip} message={tip} />
          </>
        )
      }
    />
  );
}

function RuntimeStatus({ notebook, texts }: { notebook: Notebook; texts: Texts }): VNode {
  const { kernel } = notebook;
  const accelerator = kernel.assignment?.accelerator;
  return (
    <Host
      tag="colab-runtime-status"
      shadow={
        kernel.connected && (
          <>
            <Button
              data-aria-expanded="false"
              data-aria-haspopup="menu"
              id="runtime-options"
              aria-describedby="runtime-options-tooltip"
              icon="dns"
            >
              {accelerator ? `${accelerator} (Python 3)` : 'Python 3'}
            </Button>
            <Tooltip
              for="runtime-options"
              id="runtime-options-tooltip"
              text={texts.runtimeOptions}
              message={texts.runtimeOptions}
            />
          </>
        )
      }
    />
  );
}

function byEnd(a: Cell, b: Cell): number {
  return (a.finishedAt ?? 0) - (b.finishedAt ?? 0);
}

function secondsSince(time: number): number {
  return Math.max(0, Math.floor((Date.now() - time) / 1000));
}

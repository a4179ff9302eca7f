import { Fragment, type VNode } from 'preact';
import type { Cell } from './cell.ts';
import type { Notebook } from './notebook.ts';
import {
  type Attributes,
  Button,
  Host,
  IconButton,
  IconButtonWithTip,
  Progress,
  ToolbarButton,
  Tooltip,
} from './shells.tsx';
import { fill, type Texts } from './texts.ts';

/** What the resource display says; the sparklines are drawn on a canvas, so the numbers stand in the tooltip only. */
const RAM = 'RAM: 1.08 GB/12.67 GB';
const DISK = '21.20 GB/107.72 GB';

/**
 * `colab-connect-button`: with a runtime a last-run icon and the resource display; without one a caption. Its host has no
 * listener: `#connect` is what a click must reach. While connected that opens the resources, and connects nothing.
 */
export function ConnectButton({ notebook, texts }: { notebook: Notebook; texts: Texts }): VNode {
  const { kernel } = notebook;
  const { caption, tip } = look(notebook, texts);
  const click = () => {
    if (kernel.connected) notebook.openResources();
    else void kernel.connect();
  };
  const focusLast = { id: 'connect-icon-tooltip', for: 'connect-icon', 'aria-hidden': 'true' };
  return (
    <Host
      tag="colab-connect-button"
      shadow={
        <>
          {kernel.connected && (
            <Fragment key="icon">
              <IconButton
                id="connect-icon"
                class="icon-okay"
                data-aria-label={texts.focusLast}
                icon={notebook.executing ? 'more_horiz' : 'done'}
              />
              <Tooltip {...focusLast} text={texts.focusLast} message={texts.focusLast} />
            </Fragment>
          )}
          <ToolbarButton
            key="connect"
            id="connect"
            class="split-button"
            tooltipid="colab-connect-tooltip"
            tooltiptext={tip}
            tip={tip}
            onClick={click}
          >
            {caption ?? <ResourceDisplay texts={texts} />}
          </ToolbarButton>
          <IconButtonWithTip
            key="dropdown"
            id="connect-dropdown"
            class="connect-dropdown"
            touch-target="none"
            data-aria-expanded="false"
            data-aria-haspopup="menu"
            icon="arrow_drop_down"
            label={texts.connectOptions}
            tip={{ id: 'connect-dropdown-tooltip', message: texts.connectOptions } satisfies Attributes}
          />
        </>
      }
    />
  );
}

function look(notebook: Notebook, texts: Texts): { caption: string | null; tip: string } {
  const { kernel } = notebook;
  switch (kernel.connection) {
    case 'never':
      return { caption: texts.connect, tip: texts.connectTip };
    case 'lost':
      return { caption: texts.reconnect, tip: texts.reconnectTip };
    case 'allocating':
      return { caption: texts.allocating, tip: texts.allocating };
    case 'connecting':
      return { caption: texts.connecting, tip: texts.connecting };
    case 'connected': {
      const first = notebook.executing ? texts.waiting : texts.connectedTo;
      const backend = fill(texts.backend, { gpu: kernel.assignment?.accelerator ? ' (GPU)' : '' });
      const tip = [first, backend, RAM, `${texts.disk}: ${DISK}`].join('\n');
      return { caption: notebook.attachedBusy ? texts.busy : null, tip };
    }
  }
}

function ResourceDisplay({ texts }: { texts: Texts }): VNode {
  return (
    <div id="connect-button-resource-display">
      <Sparkline name="ram" label="RAM" />
      <Sparkline name="disks" label={texts.disk} />
    </div>
  );
}

function Sparkline({ name, label }: { name: string; label: string }): VNode {
  return (
    <Host
      tag="colab-usage-sparkline"
      class={name}
      label={label}
      shadow={
        <>
          <div class="label">{label}</div>
          <canvas />
        </>
      }
    />
  );
}

/** `colab-status-bar`: what ran last, and the runtime; both are empty without one. */
export function StatusBar({ notebook, texts }: { notebook: Notebook; texts: Texts }): VNode {
  return (
    <Host
      tag="colab-status-bar"
      role="region"
      aria-label={texts.statusBar}
      shadow={
        <>
          <span class="left">
            <slot name="bottom-pane-buttons" />
          </span>
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

/** The line that says how long a finished cell took. */
export function executedIn(cell: Cell, texts: Texts): string {
  return fill(texts.executedIn, { s: (((cell.finishedAt ?? 0) - cell.startedAt) / 1000).toFixed(3) });
}

function secondsSince(time: number): number {
  return Math.max(0, Math.floor((Date.now() - time) / 1000));
}

export function timeOf(time: number | null): string {
  return time === null ? '' : new Date(time).toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' });
}

import { Fragment, type VNode } from 'preact';
import type { Notebook } from '../model/notebook.ts';
import { IconButton, IconButtonWithTip, ToolbarButton } from './buttons.tsx';
import { type Attributes, Host, Tooltip } from './shells.tsx';
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
  const old = notebook.variant.dom === '2025-05';
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
                icon={notebook.runner.executing ? 'more_horiz' : 'done'}
              />
              <Tooltip {...focusLast} text={texts.focusLast} message={texts.focusLast} />
            </Fragment>
          )}
          <ToolbarButton
            key="connect"
            id="connect"
            class={old ? undefined : 'split-button'}
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
            class={old ? undefined : 'connect-dropdown'}
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
      const first = notebook.runner.executing ? texts.waiting : texts.connectedTo;
      const backend = fill(texts.backend, { gpu: kernel.assignment?.accelerator ? ' (GPU)' : '' });
      const tip = [first, backend, RAM, `${texts.disk}: ${DISK}`].join('\n');
      return { caption: notebook.runner.attachedBusy ? texts.busy : null, tip };
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

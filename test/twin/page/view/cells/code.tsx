import type { VNode } from 'preact';
import type { Cell } from '../../model/cell.ts';
import { isPlain } from '../../model/outputs.ts';
import { Button, IconButtonWithTip } from '../buttons.tsx';
import { Frame } from '../frames.tsx';
import { type Attributes, Host } from '../shells.tsx';
import { fill } from '../texts.ts';
import type { View } from '../view.ts';
import { LiveEditor, Proposal, StillEditor } from './editors.tsx';
import { StaticOutput } from './output.tsx';
import { RunButton } from './run-button.tsx';

export function Code({ view, cell, index }: { view: View; cell: Cell; index: number }): VNode {
  const { notebook, texts } = view;
  const ran = cell.ranHere && cell.phase === 'idle';
  // Plain text of a cell from the file stays in the page (D18, 2026-03).
  const inPage = isPlain(cell.outputs) && !(cell.ranHere && notebook.variant.streamOutput === 'frame');
  const hasOutput = cell.outputs.length > 0 || cell.question !== null;
  const old = notebook.variant.dom === '2025-05';
  const input = (
    <div class="inputarea horizontal layout code">
      <div class="cell-gutter">
        <div class="cell-execution-container">
          <RunButton view={view} cell={cell} />
        </div>
      </div>
      {cell.proposal !== null && <Proposal key="proposal" view={view} cell={cell} text={cell.proposal} />}
      {cell.live ? (
        <LiveEditor key="live" view={view} cell={cell} />
      ) : (
        <StillEditor key="still" view={view} cell={cell} />
      )}
      <colab-form class="formview vertical layout flex">
        <div class="widget-area" />
      </colab-form>
    </div>
  );
  const nextSteps = (
    <Host
      tag="colab-cell-next-steps"
      hascontent={cell.failed ? '' : undefined}
      shadow={cell.failed && <ExplainError view={view} />}
    />
  );
  return (
    <>
      <div class="codecell-input-output">
        {old ? <div class="inputarea-and-title">{input}</div> : input}
        <div class="output" aria-label={fill(texts.output, { n: index })} role="region">
          <div class="output-header" />
          <div class="output-content" hidden={!hasOutput}>
            <div class="output-info">{(hasOutput || ran) && <OutputInfo view={view} />}</div>
            <div class="output-iframe-container" hidden={!hasOutput}>
              <div class="output-iframe-sizer">
                {hasOutput || ran ? (
                  <div>{inPage ? <StaticOutput view={view} cell={cell} /> : <Frame view={view} cell={cell} />}</div>
                ) : null}
              </div>
            </div>
          </div>
        </div>
        {!old && nextSteps}
      </div>
      {old && nextSteps}
    </>
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
  const { notebook, texts } = view;
  const actions = (id: string, more: Attributes) => (
    <IconButtonWithTip
      data-aria-expanded="false"
      data-aria-haspopup="menu"
      id={id}
      icon="more_horiz"
      label={texts.outputActions}
      {...more}
    />
  );
  if (notebook.variant.dom === '2025-05') {
    const tip = 'button-output-actions-tooltip';
    return (
      <Host
        tag="colab-output-info"
        shadow={actions('button-output-actions', {
          'aria-describedby': tip,
          tip: { id: tip, message: texts.outputActions },
        })}
      />
    );
  }
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
          {actions('menu-button', {
            'touch-target': 'none',
            class: 'menu-button',
            tip: { message: texts.outputActions },
          })}
        </>
      }
    />
  );
}

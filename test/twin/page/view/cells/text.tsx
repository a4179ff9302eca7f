import type { VNode } from 'preact';
import type { Cell } from '../../model/cell.ts';
import { IconButton } from '../buttons.tsx';
import { Host, Icon } from '../shells.tsx';
import { fill } from '../texts.ts';
import type { View } from '../view.ts';

/** A text cell: its section header holds a run button, too, which runs the cells below it. */
export function Text({ view, cell, index }: { view: View; cell: Cell; index: number }): VNode {
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

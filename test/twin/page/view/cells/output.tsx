import type { ComponentChild, VNode } from 'preact';
import type { Output } from '../../../protocol.ts';
import type { Cell } from '../../model/cell.ts';
import { dataOf, visibleText } from '../../model/outputs.ts';
import type { View } from '../view.ts';

/** Plain text in the page itself. Only text of this session carries a class `output-id-N`. */
export function StaticOutput({ view, cell }: { view: View; cell: Cell }): VNode {
  const id = cell.ranHere ? `output-id-${cell.blockId} ` : '';
  return (
    <div>
      <colab-static-output-renderer tabindex={0} role="group">
        {cell.outputs.length === 0 && <div />}
        {cell.outputs.map((output, i) => (
          <div key={`${cell.blockId}-${String(i)}`}>
            <div class={output.output_type === 'stream' ? `stream ${id}output_text` : `${id}output_text`}>
              <pre>{marked(textOf(output))}</pre>
            </div>
          </div>
        ))}
        {cell.question === null ? <div /> : <Question view={view} cell={cell} prompt={cell.question} />}
      </colab-static-output-renderer>
    </div>
  );
}

/** `input()` waits: the cell runs, and nothing goes on until the user answers. */
function Question({ view, cell, prompt }: { view: View; cell: Cell; prompt: string }): VNode {
  return (
    <div>
      <pre>
        {prompt}
        <input
          class="raw_input"
          onKeyDown={(event) => {
            if (event.key === 'Enter') view.notebook.answerInput(cell, event.currentTarget.value);
          }}
        />
      </pre>
    </div>
  );
}

/** Text as Colab draws it: an address is a link, and a terminal's colour a span (D18, 2026-03). */
function marked(text: string): ComponentChild[] {
  return text.split(/(https?:\/\/[^\s"'<>]+|\u001b\[3\dm[^\u001b]*\u001b\[0m)/).map((part, index) => {
    if (index % 2 === 0) return part;
    if (part.startsWith('http')) return <a href={part} rel="nofollow" target="_blank" children={part} />;
    return <span style={`color: var(--ansi-${COLOURS[Number(part[3])]})`}>{part.slice(5, -4)}</span>;
  });
}

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

function textOf(output: Output): string {
  if (output.output_type === 'stream') return visibleText(output.text);
  return 'data' in output ? (dataOf(output, 'text/plain') ?? '') : '';
}

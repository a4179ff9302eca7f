import type { VNode } from 'preact';
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
              <pre>{textOf(output)}</pre>
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

function textOf(output: Output): string {
  if (output.output_type === 'stream') return visibleText(output.text);
  return 'data' in output ? (dataOf(output, 'text/plain') ?? '') : '';
}

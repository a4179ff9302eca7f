import type { Cell } from '../model/cell.ts';

/**
 * `window.colab.global`: the members that public projects were seen to use, with the behaviour that they report. Nothing
 * of it is a documented interface of Colab; whatever is not here does not exist.
 */

export type Members = Record<string, unknown>;

/** As in a notebook file, where stream text is a list of lines. */
export function jsonOutputs(cell: Cell): Members[] {
  return cell.outputs.map((output) =>
    output.output_type === 'stream' ? { ...output, text: lines(output.text) } : { ...output },
  );
}

export function lines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

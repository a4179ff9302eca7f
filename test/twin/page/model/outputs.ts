import type { JupyterMessage, Output } from '../../protocol.ts';

/** Colab keeps the newest lines of a stream only, and says so in the first one. */
const MAX_LINES = 5000;
const TRUNCATED = `Streaming output truncated to the last ${MAX_LINES} lines.\n`;

/** A cell's outputs and whether the next one replaces them (`clear_output(wait=True)`). */
export interface Outputs {
  outputs: Output[];
  clearNext: boolean;
}

/** Applies one message of the kernel to a cell's outputs, in place. Returns whether they changed. */
export function applyOutput(cell: Outputs, message: JupyterMessage): boolean {
  const { content } = message;
  switch (message.header.msg_type) {
    case 'clear_output':
      if (content['wait']) cell.clearNext = true;
      else cell.outputs = [];
      return !content['wait'];
    case 'stream':
      takeStream(fresh(cell), content['name'] === 'stderr' ? 'stderr' : 'stdout', String(content['text']));
      return true;
    case 'display_data':
    case 'execute_result':
      fresh(cell).push({
        output_type: message.header.msg_type,
        data: content['data'] as Record<string, unknown>,
        metadata: { ...(content['metadata'] as object), ...displayId(content) },
      });
      return true;
    case 'update_display_data':
      return updateDisplay(cell.outputs, content);
    case 'error':
      fresh(cell).push({
        output_type: 'error',
        ename: String(content['ename']),
        evalue: String(content['evalue']),
        traceback: content['traceback'] as string[],
      });
      return true;
    default:
      return false;
  }
}

function fresh(cell: Outputs): Output[] {
  if (cell.clearNext) cell.outputs = [];
  cell.clearNext = false;
  return cell.outputs;
}

function takeStream(outputs: Output[], name: 'stdout' | 'stderr', text: string): void {
  const last = outputs.at(-1);
  if (last?.output_type === 'stream' && last.name === name) last.text = truncate(last.text + text);
  else outputs.push({ output_type: 'stream', name, text: truncate(text) });
}

function truncate(text: string): string {
  const lines = (text.startsWith(TRUNCATED) ? text.slice(TRUNCATED.length) : text).split('\n');
  // A stream that ends with a line break has an empty last element, which is no line.
  const extra = lines.length - MAX_LINES - (lines.at(-1) === '' ? 1 : 0);
  if (extra > 0) return TRUNCATED + lines.slice(extra).join('\n');
  return text;
}

function displayId(content: Record<string, unknown>): Record<string, unknown> {
  const { display_id } = (content['transient'] ?? {}) as { display_id?: string };
  return display_id ? { display_id } : {};
}

function updateDisplay(outputs: Output[], content: Record<string, unknown>): boolean {
  const { display_id } = displayId(content);
  let changed = false;
  for (const output of outputs) {
    if (!('data' in output) || output.metadata['display_id'] !== display_id) continue;
    output.data = content['data'] as Record<string, unknown>;
    changed = true;
  }
  return changed;
}

/** Plain text is shown in the page itself; one output of another kind moves the whole cell's output into a frame. */
export function isPlain(outputs: readonly Output[]): boolean {
  return outputs.every(
    (output) =>
      output.output_type === 'stream' ||
      ('data' in output && Object.keys(output.data).every((type) => type === 'text/plain')),
  );
}

/** What is left on the screen of text with carriage returns: each one starts its line again. */
export function visibleText(text: string): string {
  if (!text.includes('\r')) return text;
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.slice(line.lastIndexOf('\r', line.length - 2) + 1))
    .join('\n');
}

/** A rich output's text of one MIME type, if it has one. */
export function dataOf(output: { data: Record<string, unknown> }, type: string): string | undefined {
  const data = output.data[type];
  return typeof data === 'string' ? data : undefined;
}

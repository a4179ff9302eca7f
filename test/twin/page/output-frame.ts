/** The code of an output frame: shows what its parent sends, and tells how high it is. */
import type { Output } from '../protocol.ts';
import { dataOf } from './model/outputs.ts';

const body = document.getElementById('output-body');

addEventListener('message', (event: MessageEvent<{ outputs?: Output[] }>) => {
  if (event.source !== parent || !event.data.outputs || !body) return;
  body.replaceChildren(...event.data.outputs.map(elementOf));
  parent.postMessage({ height: Math.min(1000, document.documentElement.scrollHeight) }, '*');
});
// Asks for the outputs: the parent may have sent them before this script ran.
addEventListener('DOMContentLoaded', () => parent.postMessage({ ready: true }, '*'));

function elementOf(output: Output): HTMLElement {
  if (output.output_type === 'stream') return pre('stream output_text', output.text);
  if (output.output_type === 'error') return pre('error output_error', output.traceback.join('\n'));
  const html = dataOf(output, 'text/html');
  if (html === undefined) return pre('display_data output_text', dataOf(output, 'text/plain') ?? '');
  const element = document.createElement('div');
  element.className = 'display_data output_html';
  // As in Colab, scripts of a rich output run, and they run here, not in the page.
  element.append(document.createRange().createContextualFragment(html));
  return element;
}

function pre(className: string, text: string): HTMLElement {
  const block = document.createElement('div');
  block.className = className;
  const element = document.createElement('pre');
  // The colours of a terminal are left out.
  element.textContent = text.replace(/\u001b\[[\d;]*m/g, '');
  block.append(element);
  return block;
}

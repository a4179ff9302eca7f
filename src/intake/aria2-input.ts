import { parseDigest } from '../jobs/digest';
import { parseHeader } from './headers';
import { type Header, type Intake, type Problem, problemAt } from './intake';
import { itemsFrom } from './item';

const OPTION = /^[ \t]+([a-z][a-z\d-]*)=(.*)$/;

/** Whether a text is an input file of aria2 (`-i`): below an address, options on lines that begin with a blank. */
export function looksLikeAria2Input(text: string): boolean {
  return /^(?:https?|ftp):\/\/.*\r?\n[ \t]+[a-z][a-z\d-]*=/im.test(text);
}

/** Reads aria2's input file (its manual, section "Input File"). Addresses on one line are mirrors: the first is taken. */
export function readAria2Input(text: string): Intake {
  const intake: Intake = { items: [], problems: [] };
  const lines = text.split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.trim() === '' || line.startsWith('#') || /^[ \t]/.test(line)) continue;
    const options: [string, string][] = [];
    const at = index;
    for (let match = OPTION.exec(lines[index + 1] ?? ''); match !== null; match = OPTION.exec(lines[index + 1] ?? '')) {
      options.push([match[1] ?? '', (match[2] ?? '').trim()]);
      index++;
    }
    const made = itemFrom(at + 1, line.split('\t')[0] ?? '', options);
    if (typeof made === 'string') intake.problems.push(problemAt(at + 1, made, line));
    else intake.items.push(...made);
  }
  return intake;
}

function itemFrom(line: number, address: string, options: [string, string][]) {
  const last = (name: string) => options.findLast(([key]) => key === name)?.[1];
  const checksum = last('checksum');
  const digest = checksum === undefined ? null : parseDigest(checksum);
  if (checksum !== undefined && digest === null) return 'checksumInvalid' satisfies Problem;
  const headers: Header[] = [];
  for (const [key, value] of options) {
    const text = { header: value, referer: `Referer: ${value}`, 'user-agent': `User-Agent: ${value}` }[key];
    const header = text === undefined ? null : parseHeader(text);
    if (header === 'malformed') return 'headerInvalid' satisfies Problem;
    if (header !== null) headers.push(header);
  }
  const folder = last('dir')?.replace(/^\/+|\/+$/g, '');
  const output = [folder, last('out') ?? ''].filter((part) => part !== undefined).join('/');
  return itemsFrom(line, { address, output: output === '' || output === '/' ? null : output, digest, headers });
}

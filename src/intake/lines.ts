import { parseDigest } from '../jobs/digest';
import { type Intake, problemAt } from './intake';
import { itemsFrom } from './item';

const ADDRESS = /(?:https?|ftp):\/\/[^\s<>"]+/gi;

/**
 * Reads addresses out of lines: one a line, several, with a checksum behind it, or in the middle of a sentence. A line with
 * no address in it is a problem unless it is empty or a comment.
 */
export function readLines(text: string): Intake {
  const intake: Intake = { items: [], problems: [] };
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    for (const found of addressesIn(line)) {
      const items = itemsFrom(index + 1, found);
      if (typeof items === 'string') intake.problems.push(problemAt(index + 1, items, found.address));
      else intake.items.push(...items);
    }
  }
  return intake;
}

function addressesIn(line: string) {
  const at = line.search(/\s\S+$/);
  const digest = at < 0 ? null : parseDigest(line.slice(at));
  const rest = digest === null ? line : line.slice(0, at).trim();
  const found = rest.match(ADDRESS) ?? [];
  if (found.length === 0 || (found.length === 1 && hasBlanks(rest, found[0]))) return [{ address: rest, digest }];
  return found.map((address) => ({ address: withoutTail(address), digest: found.length === 1 ? digest : null }));
}

/** Whether the whole line is one address with blanks in its file name, as a browser shows it. */
function hasBlanks(line: string, address: string): boolean {
  return (
    line.startsWith(address) && !/\.[^/]*$/.test(address.replace(/^[^/]+\/\/[^/]*/, '')) && /\.\w{1,8}$/.test(line)
  );
}

/** Without what belongs to the sentence around: a full stop, a bracket that was opened before the address. */
function withoutTail(address: string): string {
  let text = address;
  for (;;) {
    const last = text.at(-1) ?? '';
    const opening = { ')': '(', ']': '[', '}': '{' }[last];
    const unbalanced = opening !== undefined && text.split(opening).length < text.split(last).length;
    if (!unbalanced && !".,;:!'*`".includes(last)) return text;
    text = text.slice(0, -1);
  }
}

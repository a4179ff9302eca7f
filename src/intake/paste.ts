import { looksLikeAria2Input, readAria2Input } from './aria2-input';
import { looksLikeCommand, readCommands } from './commands';
import { type Intake, MAX_ITEMS, problemAt } from './intake';
import { readLines } from './lines';
import { looksLikeMetalink, type ParseXml, readMetalink } from './metalink';
import { looksLikeSums, readSums } from './sums';
import { looksLikeTable, readTable } from './table';

/** In characters; ten thousand long addresses fit. */
const MAX_LENGTH = 8_000_000;

/**
 * Reads whatever was pasted or dropped: addresses, ranges, commands of curl or wget, aria2 input, Metalink, a table, checksum
 * lines. Hostile input: never throws, and every address that comes out is http, https or ftp. The order of the tests
 * matters only for texts that are several of these at once.
 */
export function readPaste(text: string, parseXml: ParseXml): Intake {
  if (text.length > MAX_LENGTH) return { items: [], problems: [problemAt(1, 'tooLong', text.slice(0, 200))] };
  const intake = read(text.replace(/^\ufeff/, ''), parseXml);
  if (intake.items.length === 0 && intake.problems.length === 0)
    return { items: [], problems: [problemAt(1, 'nothingFound', text)] };
  if (intake.items.length <= MAX_ITEMS) return intake;
  const cut = intake.items[MAX_ITEMS];
  return {
    items: intake.items.slice(0, MAX_ITEMS),
    problems: [...intake.problems, problemAt(cut?.line ?? 1, 'tooMany', cut?.url ?? '')],
  };
}

function read(text: string, parseXml: ParseXml): Intake {
  if (looksLikeMetalink(text)) return readMetalink(text, parseXml);
  if (looksLikeCommand(text)) return readCommands(text);
  if (looksLikeAria2Input(text)) return readAria2Input(text);
  if (looksLikeTable(text)) return readTable(text);
  if (looksLikeSums(text)) return readSums(text);
  return readLines(text);
}

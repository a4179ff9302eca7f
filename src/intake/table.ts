import Papa from 'papaparse';
import { parseDigest } from '../jobs/digest';
import { type Intake, problemAt } from './intake';
import { itemsFrom } from './item';

const COLUMNS = {
  address: /^(?:url|uri|link|address|href|download(?:[ _-]?(?:url|link))?)$/i,
  output: /^(?:name|file|file[ _-]?name|path|output|out|destination)$/i,
  digest: /^(?:sha-?256|sha-?1|md5|checksum|hash|digest)(?:sum)?$/i,
} as const;

/** Whether the first line of a text names the columns of a table, one of them an address. */
export function looksLikeTable(text: string): boolean {
  const first = /^\s*([^\r\n]*)/.exec(text)?.[1] ?? '';
  const cells = first.split(/[,;\t|]/).map((cell) => cell.trim().replace(/^"|"$/g, ''));
  return cells.length > 1 && cells.some((cell) => COLUMNS.address.test(cell));
}

/** Reads a table of addresses with a header line: comma, semicolon or tab between the columns. */
export function readTable(text: string): Intake {
  const intake: Intake = { items: [], problems: [] };
  const { data } = Papa.parse<string[]>(text.trim(), { skipEmptyLines: false });
  const [head = [], ...rows] = data;
  const column = (name: keyof typeof COLUMNS) => head.findIndex((cell) => COLUMNS[name].test(cell.trim()));
  const [address, output, digest] = [column('address'), column('output'), column('digest')];
  // A quoted cell may hold line breaks: a row's line is counted through the rows before it.
  let line = 1 + breaksIn(head);
  for (const row of rows) {
    line += 1;
    const at = line;
    line += breaksIn(row);
    const cell = (index: number) => (index < 0 ? '' : (row[index] ?? '').trim());
    if (row.every((each) => each.trim() === '')) continue;
    const sum = cell(digest);
    const parsed = sum === '' ? null : parseDigest(sum);
    const made =
      cell(address) === ''
        ? ('tableWithoutAddress' as const)
        : sum !== '' && parsed === null
          ? ('checksumInvalid' as const)
          : itemsFrom(at, { address: cell(address), output: cell(output) || null, digest: parsed });
    if (typeof made === 'string') intake.problems.push(problemAt(at, made, row.join(' ')));
    else intake.items.push(...made);
  }
  return intake;
}

function breaksIn(row: readonly string[]): number {
  return row.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
}

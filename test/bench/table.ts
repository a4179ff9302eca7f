import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const FILE = 'test-results/bench/extension.md';

export interface Row {
  what: string;
  value: string;
  /** What it should be, where there is such a goal. */
  goal?: string;
}

/** Adds rows to the table of this run, and prints it as it stands: Markdown, ready for the README. */
export function report(rows: readonly Row[]): void {
  mkdirSync('test-results/bench', { recursive: true });
  const head = '| what | measured | goal |\n|---|---|---|\n';
  let before = head;
  try {
    before = readFileSync(FILE, 'utf8');
  } catch {
    // The first rows of this run.
  }
  const text = before + rows.map(({ what, value, goal = '' }) => `| ${what} | ${value} | ${goal} |\n`).join('');
  writeFileSync(FILE, text);
  process.stdout.write(`\n${text}`);
}

export const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

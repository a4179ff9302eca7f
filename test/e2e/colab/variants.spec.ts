import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { PageReading } from '../../../src/colab/notebook-page';
import { type ExtensionBrowser, launchWithExtension } from '../support/extension';
import { MUTATIONS, type Mutation } from './mutations';
import { ask } from './tab';

/*
 * The recorded pages, changed in ways in which other real pages differ: what is read may become "unknown" or null, it never
 * becomes wrong. Each change on one page; on all of them if LIFELINE_VARIANTS is `all`.
 */

const FOLDER = join(import.meta.dirname, '../../fixtures/recorded');
const ALL = process.env.LIFELINE_VARIANTS === 'all';
const PAGES = readdirSync(FOLDER).filter((name) => name.endsWith('.html'));
/** Each change meets so many of the pages, another one each time. */
const PAGES_PER_CHANGE = ALL ? PAGES.length : 1;

let browser: ExtensionBrowser;
let page: Page;

test.describe.configure({ mode: 'default' });
test.beforeAll(async () => {
  browser = await launchWithExtension();
  await browser.context.route('**/*', (route) => route.abort());
  await browser.context.route('https://colab.research.google.com/**', (route) =>
    route.request().resourceType() === 'document' && route.request().frame().parentFrame() === null
      ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: '<!doctype html>' })
      : route.abort(),
  );
  page = await browser.context.newPage();
  await page.goto('https://colab.research.google.com/drive/1X');
});
test.afterAll(() => browser.close());

/** Without a load: the parser makes shadow roots here, too. */
async function show(html: string, { html: rewrite, remove, page: change }: Mutation): Promise<PageReading> {
  await page.evaluate((text) => document.documentElement.setHTMLUnsafe(text), rewrite?.(html) ?? html);
  // `setHTMLUnsafe` keeps the attributes of the element that it fills: none of them counts for the reading.
  if (remove !== undefined) {
    await page.evaluate((selector) => {
      const roots = (root: ParentNode): ParentNode[] => [
        root,
        ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot === null ? [] : roots(shadowRoot))),
      ];
      for (const root of roots(document)) for (const part of root.querySelectorAll(selector)) part.remove();
    }, remove);
  }
  if (change) await page.evaluate(change);
  return ask(browser, page, 'tab/read', null);
}

const rights = new Map<string, PageReading>();

/** How the page reads as it was recorded. */
async function rightReading(name: string, html: string): Promise<PageReading> {
  const right = rights.get(name) ?? (await show(html, { name: 'as it is' }));
  rights.set(name, right);
  return right;
}

for (const [index, mutation] of MUTATIONS.entries()) {
  test(`never reads wrong: ${mutation.name}`, async () => {
    test.setTimeout(120_000);
    for (let nth = 0; nth < PAGES_PER_CHANGE; nth++) {
      const name = PAGES[(index * 5 + nth) % PAGES.length] as string;
      const html = readFileSync(join(FOLDER, name), 'utf8');
      const recorded = await rightReading(name, html);
      const right = { ...recorded, state: mutation.state?.(recorded.state) ?? recorded.state };
      const read = await show(html, mutation);
      const context = `${name}: ${mutation.name}`;
      expect(wrong(right, read), context).toEqual([]);
      for (const part of mutation.keeps ?? [])
        expect(partOf(read, part), `${context}: ${part}`).toEqual(partOf(right, part));
    }
  });
}

function partOf(reading: PageReading, part: NonNullable<Mutation['keeps']>[number]): unknown {
  const { state, ram, disk, accelerator, cells, dialogs } = reading;
  switch (part) {
    case 'state':
      return state;
    case 'hardware':
      return { ram, disk, accelerator };
    case 'cells':
      return cells;
    case 'dialogs':
      return dialogs;
  }
}

/** What `read` claims though it is not so. */
function wrong(right: PageReading, read: PageReading): string[] {
  const claims: string[] = [];
  const check = (what: string, is: unknown, said: unknown, ...vague: unknown[]) => {
    const [a, b] = [JSON.stringify(is), JSON.stringify(said)];
    if (a !== b && !vague.map((each) => JSON.stringify(each)).includes(b)) claims.push(`${what}: ${b}, not ${a}`);
  };
  check('state', right.state, read.state, 'unknown');
  check('ram', right.ram, read.ram, null);
  check('disk', right.disk, read.disk, null);
  check('accelerator', right.accelerator, read.accelerator, null, 'GPU');
  check('read-only', right.readOnly, read.readOnly, false);
  const known = new Map(right.cells.map((cell) => [cell.id, cell]));
  for (const cell of read.cells) {
    const before = known.get(cell.id);
    if (before === undefined) {
      check(cell.id, 'unknown', cell.state, 'never-run');
      continue;
    }
    check(`${cell.id} kind`, before.kind, cell.kind);
    const less = before.state === 'waiting-for-input' ? 'running' : 'unknown';
    check(`${cell.id} state`, before.state, cell.state, 'unknown', less);
    check(`${cell.id} output`, before.hasOutput, cell.hasOutput, false);
    check(`${cell.id} lifeline`, before.lifeline ?? false, cell.lifeline ?? false);
  }
  const titles = read.dialogs.map(({ title }) => title);
  check('dialogs', right.dialogs.length, read.dialogs.length);
  if (titles.every((title) => title !== ''))
    for (const [index, { kind }] of read.dialogs.entries())
      check('dialog', right.dialogs[index]?.kind, kind, 'unknown');
  for (const text of read.snackbars.filter((each) => /^[\x20-\x7e]*$/.test(each)))
    expect(right.snackbars).toContain(text);
  return claims;
}

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { members } from '../../../src/colab/facts/members';
import { ACTIONS, tacticsOf } from '../../../src/colab/facts/tactics';
import type { ActionResult } from '../../../src/colab/notebook-page';
import { withMarker } from '../../../src/runtime/cell-marker';
import { expect, test } from '../support/test';
import { ask, COUNTER, TOKEN } from './tab';

/*
 * Every action on pages of which less and less is as we know it. What comes out is the table action x variant -> the rung that
 * held, printed and written to test-results/ladder.md; a cell that is empty fails.
 */

interface Variant {
  name: string;
  pageObject?: 'missing';
  /** Members that Colab has renamed, wherever they were. */
  renamed?: string[];
  monaco?: 'missing';
  /** Parts of the page that are not there. */
  without?: string;
  /** The rungs that this variant is there to prove. */
  proves: string[];
}

const VARIANTS: Variant[] = [
  {
    name: 'as known',
    proves: [
      'page-object/insert-cell',
      'page-object/set-text',
      'page-object/attempt-autoconnect',
      'page-object/run-button',
      'page-object/stop-button',
      'page-object/remove-cells',
      'page-object/user-interaction',
    ],
  },
  {
    name: 'first names changed',
    renamed: ['insertCell', 'setText', 'attemptAutoconnect', 'removeCells', 'runButton'],
    proves: [
      'page-object/add-cell',
      'page-object/text-model',
      'page-object/connect-to-kernel',
      'dom/run-button',
      'dom/stop-button',
      'page-object/delete-cells',
    ],
  },
  {
    name: 'tools only',
    renamed: [
      'insertCell',
      'addCell',
      'setText',
      'textModel',
      'attemptAutoconnect',
      'connectToKernel',
      'removeCells',
      'deleteCells',
    ],
    proves: ['page-object/add-cell-tool', 'page-object/delete-cell-tool', 'dom/connect-button'],
  },
  {
    name: 'run buttons gone',
    renamed: ['runButton'],
    without: '.cell.code colab-run-button',
    proves: ['page-object/execute-command', 'page-object/interrupt-command'],
  },
  {
    name: 'run buttons and command gone',
    renamed: ['runButton', 'executeCellCommand'],
    without: '.cell.code colab-run-button',
    proves: ['page-object/manual-execute'],
  },
  {
    name: 'no way to run but the menu',
    renamed: ['runButton', 'executeCellCommand', 'manualExecute', 'commandHandler'],
    without: '.cell.code colab-run-button',
    proves: ['dom/run-focused', 'dom/interrupt-menu'],
  },
  {
    name: 'no output but the status file',
    renamed: ['toJson', 'outputs'],
    without: '.output pre',
    proves: ['files/status-file'],
  },
  {
    name: 'no page object',
    pageObject: 'missing',
    proves: [
      'dom/add-below-last',
      'editor/set-value',
      'dom/connect-button',
      'dom/run-button',
      'dom/cell-toolbar',
      'dom/activity-events',
    ],
  },
  { name: 'no page object, no editor object', pageObject: 'missing', monaco: 'missing', proves: ['dom/paste'] },
  {
    name: 'no page object, no bars between cells',
    pageObject: 'missing',
    without: '.add-cell',
    proves: ['dom/toolbar-add-code'],
  },
];

const table: Record<string, Record<string, string>> = {};
const provedByAny = new Set<string>();
/** Shown to hold in tests of their own: they need a dialog, or what the user has allowed. */
const ELSEWHERE = [
  'dialog/reconnect',
  'dialog/run-anyway',
  'frame/text',
  'request/keep-alive',
  'page-object/unassign-vm',
];

// One after the other: the last test sums up the others.
test.describe.configure({ mode: 'default' });

for (const variant of VARIANTS) {
  test(`every action on: ${variant.name}`, async ({ browserWithExtension: browser, twin }) => {
    const notebook = await twin.addNotebook({
      variant: { pageObject: variant.pageObject ?? 'present', renamed: variant.renamed ?? [] },
    });
    const page = await browser.context.newPage();
    await page.goto(notebook.url);
    await page.locator('.cell.code').first().waitFor();
    await degrade(page, variant);
    const proved = new Set<string>();
    const column: Record<string, string> = {};
    table[variant.name] = column;
    const note = (action: string, result: ActionResult<unknown>) => {
      expect(result, `${action}: ${JSON.stringify(result)}`).toMatchObject({ ok: true });
      const held = result.trace.filter(({ outcome }) => outcome === 'held').map(({ rung }) => rung);
      for (const rung of held) proved.add(rung);
      column[action] = held.filter((rung) => rung !== 'already-there').join(', ') || (result.ok ? result.rung : '');
    };

    note('connect', await ask(browser, page, 'tab/connect', null));
    const text = await withMarker(COUNTER);
    note(
      'insert and write',
      await ask(browser, page, 'tab/ensure', { text, overwriteEdited: false, run: false, runUntrusted: false }),
    );
    expect(sha(notebook.cells().at(-1)?.text)).toBe(sha(text));
    expect(notebook.cells()).toHaveLength(3);

    note(
      'run',
      await ask(browser, page, 'tab/ensure', { text, overwriteEdited: false, run: true, runUntrusted: false }),
    );
    await expect.poll(async () => (await ask(browser, page, 'tab/progress', { token: TOKEN })).line).toContain('"seq"');
    const { ways } = await ask(browser, page, 'tab/progress', { token: TOKEN });
    for (const way of ways) proved.add(way);
    column['progress'] = ways.join(', ');
    // A second click would interrupt it.
    expect(
      await ask(browser, page, 'tab/ensure', { text, overwriteEdited: false, run: true, runUntrusted: false }),
    ).toMatchObject({
      rung: 'already-running',
    });
    note('nudge', await ask(browser, page, 'tab/nudge', { request: false }));

    const changed = await withMarker(`${COUNTER}# one more download`);
    note(
      'rewrite and run again',
      await ask(browser, page, 'tab/ensure', { text: changed, overwriteEdited: false, run: true, runUntrusted: false }),
    );
    expect(sha(notebook.cells().at(-1)?.text)).toBe(sha(changed));
    note('interrupt', await ask(browser, page, 'tab/interrupt', null));
    expect((await ask(browser, page, 'tab/read', null)).state).toBe('idle');
    note('remove', await ask(browser, page, 'tab/remove-cell', null));
    await expect.poll(() => notebook.cells().length).toBe(2);

    for (const rung of variant.proves) expect(proved, rung).toContain(rung);
    for (const rung of proved) provedByAny.add(rung);
    for (const [action, rung] of Object.entries(column)) expect(rung, action).not.toBe('');
    await page.close();
  });
}

/** What the page object could lack, one by one: all of it if LIFELINE_VARIANTS is `all`, else what most hangs on. */
const LACKING = process.env.LIFELINE_VARIANTS === 'all' ? Object.values(members) : [members.getText];

for (const member of new Set(LACKING)) {
  test(`a download's way without ${member}`, async ({ browserWithExtension: browser, twin }) => {
    const notebook = await twin.addNotebook({ variant: { renamed: [member] } });
    const page = await browser.context.newPage();
    await page.goto(notebook.url);
    await page.locator('.cell.code').first().waitFor();
    const text = await withMarker(COUNTER);
    const ensured = await ask(browser, page, 'tab/ensure', {
      text,
      overwriteEdited: false,
      run: true,
      runUntrusted: false,
    });
    expect(ensured, JSON.stringify(ensured)).toMatchObject({ ok: true });
    await expect.poll(async () => (await ask(browser, page, 'tab/progress', { token: TOKEN })).line).toContain('"seq"');
    for (const action of ['tab/interrupt', 'tab/remove-cell'] as const) {
      const done = await ask(browser, page, action, null);
      expect(done, JSON.stringify(done)).toMatchObject({ ok: true });
    }
    await expect.poll(() => notebook.cells().length).toBe(2);
  });
}

test('no tactic stands in the table that was not seen to carry its action', () => {
  const all = new Set(ACTIONS.flatMap((action) => tacticsOf(action) as string[]));
  expect([...all].filter((tactic) => !provedByAny.has(tactic) && !ELSEWHERE.includes(tactic))).toEqual([]);
});

test.afterAll(() => {
  const actions = Object.keys(Object.values(table)[0] ?? {});
  const names = Object.keys(table);
  const lines = [
    `| | ${names.join(' | ')} |`,
    `|---|${names.map(() => '---').join('|')}|`,
    ...actions.map((action) => `| ${action} | ${names.map((name) => table[name]?.[action] ?? '').join(' | ')} |`),
  ];
  mkdirSync('test-results', { recursive: true });
  writeFileSync('test-results/ladder.md', `${lines.join('\n')}\n`);
  console.log(lines.join('\n'));
});

const sha = (text: string | undefined) =>
  createHash('sha256')
    .update(text ?? '')
    .digest('hex');

/** Takes from the page what the variant lacks. */
function degrade(page: Page, { monaco, without }: Variant): Promise<void> {
  return page.evaluate(
    ({ noMonaco, parts }) => {
      if (noMonaco) delete (window as unknown as { monaco?: unknown }).monaco;
      if (parts === '') return;
      const remove = () => {
        for (const part of document.querySelectorAll(parts)) part.remove();
      };
      remove();
      new MutationObserver(remove).observe(document.body, { childList: true, subtree: true });
    },
    { noMonaco: monaco === 'missing', parts: without ?? '' },
  );
}

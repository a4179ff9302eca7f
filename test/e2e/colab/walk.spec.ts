import { mkdirSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { TabProtocol } from '../../../src/messaging/messages';
import { withMarker } from '../../../src/runtime/cell-marker';
import type { Touch } from '../../twin/control';
import { FORMS } from '../../twin/page/view/dialogs/forms';
import type { Variant } from '../../twin/variant';
import { expect, test } from '../support/test';
import { ask, TOKEN } from './tab';
import { touchesOfScripts } from './touches';

/*
 * Random steps, a thousand if LIFELINE_WALK_STEPS says so, over states of the page, from a seed: dialogs, refusals, disconnects,
 * crashes, a page that cannot be read, runs of the user's, other notebooks in other languages, and between them every action.
 * Whatever the page looks like, nothing is touched that is not on the list below.
 */

const STEPS = Number(process.env.LIFELINE_WALK_STEPS ?? 25);
const SEED = 20_261_123;
/** No step takes so long, in milliseconds, unless it waits for something that does not come. */
const STUCK = { timeout: 150_000 };

const USERS_CODE = 'import time\nfor _ in range(20): time.sleep(0.1)';
/** The notebooks among which the page moves without a load. */
const NOTEBOOKS: Partial<Variant>[] = [
  {},
  { language: 'es', dialogs: 'md' },
  { language: 'pt', dom: '2025-05' },
  { language: 'tr', source: 'github' },
];

/** Where the extension may press, from the target up. */
const ANYWHERE = /colab-toolbar-button#connect\b|\.add-code\b|#toolbar-add-code\b|^div#runtime-menu/;
const IN_LIFELINE_CELL =
  /^button#run-button|^colab-run-button#|#button-delete-cell-or-selection\b|\.cell-gutter\b|^textarea#.*\.inputarea/;

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

for (const pageObject of ['present', 'missing'] as const) {
  test(`${STEPS} random steps touch nothing but what they may (page object ${pageObject})`, async ({
    browserWithExtension: browser,
    twin,
  }) => {
    // A step that finds the page stuck waits until an action gives up.
    test.setTimeout(120_000 + STEPS * 4_000);
    const random = randomFrom(SEED + (pageObject === 'missing' ? 1 : 0));
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const notebooks = await Promise.all(
      NOTEBOOKS.map((variant) =>
        twin.addNotebook({
          variant: { ...variant, pageObject },
          cells: [
            { kind: 'text', text: '# Notes' },
            { kind: 'code', text: USERS_CODE },
          ],
        }),
      ),
    );
    let notebook = notebooks[0] as (typeof notebooks)[number];
    const page = await browser.context.newPage();
    const built = () => page.locator('.cell.code').first().waitFor();
    await page.goto(notebook.url);
    await built();
    const texts = await Promise.all(
      [1, 2].map((version) => withMarker(`import time\nfor _ in range(${version}0): time.sleep(0.1)\n`)),
    );
    const usersCells = new Map(notebooks.map((each) => [each, each.cells()[1]?.id ?? '']));
    const usersCell = () => usersCells.get(notebook) ?? '';

    const events: Record<string, () => Promise<unknown>> = {
      'open a dialog': () => notebook.showDialog(pick(Object.keys(FORMS) as (keyof typeof FORMS)[])),
      'dismiss the dialogs': () => notebook.dismissDialogs(),
      'show a message': () => notebook.showSnackbar(pick(['crashed', 'cannot-connect', 'drive-quota'])),
      'refuse runtimes': async () => notebook.refuse(pick(['too-many-sessions', 'no-gpu', 'captcha', 'error'])),
      'give runtimes again': async () => notebook.refuse(null),
      'make the connect button unreadable': () => caption(page, pick(['⋯', 'Ω', ''])),
      'make the connect button readable': () => caption(page, null),
      'the user runs a cell': () =>
        page.locator(`#cell-${usersCell()} #run-button`).evaluate((button: HTMLElement) => button.click()),
      'the user deletes a cell': () => deleteOther(page, `cell-${usersCell()}`),
      'the page says another language': () =>
        page.evaluate(
          (language) => document.documentElement.setAttribute('lang', language),
          pick(['en', 'es', 'pt', 'tr', 'zh-CN']),
        ),
      'lose the socket': async () => notebook.vm && notebook.cutSocket(),
      'restart the kernel': async () => notebook.vm && notebook.restartKernel(),
      'take the VM away': async () => random() < 0.3 && notebook.vm && notebook.takeVmAway(),
      'disallow the code': async () => random() < 0.3 && notebook.vm && notebook.disallow(),
      'time passes': () => notebook.advance(600),
      'another place of the notebook': () =>
        page.evaluate((hash) => history.pushState(null, '', hash), `#scrollTo=${Math.floor(random() * 1e6)}`),
      'another notebook': async () => {
        const next = pick(notebooks);
        await notebook.navigateTo(next);
        notebook = next;
        await built();
      },
      'load the page anew': async () => {
        await page.reload();
        await built();
      },
    };

    const done: Record<string, number> = {};
    const count = (what: string) => {
      done[what] = (done[what] ?? 0) + 1;
    };
    const slow: [milliseconds: number, what: string][] = [];
    for (let step = 0; step < STEPS; step++) {
      if (random() < 0.35) {
        const event = pick(Object.keys(events));
        await test.step(`${step} ${event}`, async () => events[event]?.(), STUCK);
        count(event);
        // Dialogs would otherwise lie over the page for most of the walk.
        if (random() < 0.6) await notebook.dismissDialogs();
        continue;
      }
      const [action, payload] = pick(actions(pick(texts), random() < 0.5));
      await notebook.takeJournal();
      const began = Date.now();
      const result = await test.step(`${step} ${action}`, () => ask(browser, page, action, payload), STUCK);
      slow.push([Date.now() - began, `${step} ${action} ${JSON.stringify(result)}`]);
      count(`${action} ${!(result instanceof Object && 'ok' in result) ? 'read' : result.ok ? 'ok' : result.code}`);
      for (const touch of touchesOfScripts(await notebook.takeJournal())) {
        const context = `step ${step}, ${action} ${JSON.stringify(result)}: ${JSON.stringify(touch)}`;
        expect(isAllowed(action, touch, `cell-${usersCell()}`), context).toBe(true);
      }
      expect(notebook.cells().filter(({ text }) => text.includes('lifeline-cell')).length).toBeLessThanOrEqual(1);
      expect(notebook.cells().find(({ id }) => id === usersCell())?.text).toBe(USERS_CODE);
    }
    mkdirSync('test-results', { recursive: true });
    const slowest = slow.toSorted((a, b) => b[0] - a[0]).slice(0, 10);
    writeFileSync(`test-results/walk-page-object-${pageObject}.json`, JSON.stringify({ done, slowest }, null, 2));
    await page.close();
  });
}

type Asked = { [Kind in keyof TabProtocol]: [Kind, TabProtocol[Kind]['input']] }[keyof TabProtocol];

/** What may be asked of the page in one step; those that come twice are asked twice as often. */
function actions(text: string, run: boolean): Asked[] {
  const ensure: Asked = ['tab/ensure', { text, overwriteEdited: false, run, runUntrusted: false }];
  return [
    ensure,
    ensure,
    ensure,
    ['tab/interrupt', null],
    ['tab/remove-cell', null],
    ['tab/connect', null],
    ['tab/nudge', { request: false }],
    ['tab/read', null],
    ['tab/progress', { token: TOKEN }],
    ['tab/self-test', null],
    ['tab/setup', { doneOn: null }],
  ];
}

const CLICKING = new Set<string>(['tab/ensure', 'tab/interrupt', 'tab/remove-cell', 'tab/connect', 'tab/setup']);

function isAllowed(action: string, { type, path, cell, running, dialog }: Touch, usersCell: string): boolean {
  // On the document itself: no editor, menu or button hears of it.
  if (path.length === 0 && type !== 'click') return action === 'tab/nudge';
  const hit = (pattern: RegExp) => path.some((element) => pattern.test(element));
  if (!CLICKING.has(action)) return false;
  if (dialog !== null) return dialog === 'disconnected' && hit(/^md-text-button#/);
  if (running && action !== 'tab/interrupt' && action !== 'tab/ensure') return false;
  return hit(ANYWHERE) || (cell !== null && cell !== usersCell && hit(IN_LIFELINE_CELL));
}

/** Deletes the last cell that is not the user's, if there is one, by the cell's own toolbar. */
function deleteOther(page: Page, usersCell: string): Promise<void> {
  return page.evaluate(async (kept) => {
    const cells = [...document.querySelectorAll('.notebook-cell-list > .cell.code')];
    const other = cells.findLast(({ id }) => id !== kept);
    other?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
    // The toolbar is drawn for a cell that has the focus.
    await new Promise((resolve) => setTimeout(resolve));
    const toolbar = other?.querySelector('colab-cell-toolbar')?.shadowRoot;
    toolbar?.querySelector<HTMLElement>('#button-delete-cell-or-selection')?.click();
  }, usersCell);
}

/** Puts words on the connect button that nobody can read, or takes them away. */
function caption(page: Page, text: string | null): Promise<void> {
  return page.evaluate((words) => {
    const root = document.querySelector('colab-connect-button')?.shadowRoot;
    root?.querySelector('[data-cover]')?.remove();
    const real = root?.querySelector<HTMLElement>('colab-toolbar-button');
    if (!root || !real) return;
    real.id = words === null ? 'connect' : 'was-connect';
    if (words === null) return;
    const cover = document.createElement('colab-toolbar-button');
    cover.id = 'connect';
    cover.dataset.cover = '';
    cover.textContent = words;
    root.append(cover);
  }, text);
}

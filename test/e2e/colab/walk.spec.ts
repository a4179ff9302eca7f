import { mkdirSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { withMarker } from '../../../src/runtime/cell-marker';
import { expect, test } from '../support/test';
import { recordTouches, type Touch, takeTouches } from './clicks';
import { DIALOG_NAMES, showDialog } from './dialogs';
import { ask, TOKEN } from './tab';

/*
 * Random steps, a thousand if LIFELINE_WALK_STEPS says so, over states of the page, from a seed: dialogs, disconnects, a page that cannot be read, runs of the
 * user's, and between them every action. Whatever the page looks like, nothing is touched that is not on the list below.
 */

const STEPS = Number(process.env.LIFELINE_WALK_STEPS ?? 40);
const SEED = 20_261_123;

/** Where the extension may press, from the target up. The last two only in the Lifeline cell. */
const ALLOWED = {
  connect: /colab-toolbar-button#connect\b/,
  addCode: /\.add-code\b|#toolbar-add-code\b/,
  run: /^button#run-button|colab-run-button#/,
  deleteCell: /#button-delete-cell-or-selection\b/,
};

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
  test(`${STEPS / 2} random steps touch nothing but what they may (page object ${pageObject})`, async ({
    browserWithExtension: browser,
    twin,
  }) => {
    // A step that finds the page stuck waits until an action gives up.
    test.setTimeout(120_000 + STEPS * 2_000);
    const random = randomFrom(SEED + (pageObject === 'missing' ? 1 : 0));
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const notebook = await twin.addNotebook({
      variant: { pageObject },
      cells: [
        { kind: 'text', text: '# Notes' },
        { kind: 'code', text: 'import time\nfor _ in range(20): time.sleep(0.1)' },
      ],
    });
    const page = await browser.context.newPage();
    await recordTouches(page);
    await page.goto(notebook.url);
    await page.locator('.cell.code').first().waitFor();
    const mine = await page.locator('.cell.code').first().getAttribute('id');
    const texts = await Promise.all(
      [1, 2].map((version) => withMarker(`import time\nfor _ in range(${version}0): time.sleep(0.1)\n`)),
    );
    const done: Record<string, number> = {};
    const slow: [number, string][] = [];

    const actions = [
      'tab/ensure',
      'tab/ensure',
      'tab/interrupt',
      'tab/remove-cell',
      'tab/connect',
      'tab/nudge',
      'tab/nudge',
      'tab/read',
      'tab/read',
      'tab/progress',
      'tab/progress',
    ] as const;
    const connected = async () => ['idle', 'busy'].includes((await ask(browser, page, 'tab/read', null)).state);
    const events: Record<string, () => Promise<unknown>> = {
      'open a dialog': () => showDialog(page, pick(DIALOG_NAMES)),
      'close the dialogs': () => closeDialogs(page),
      'make the connect button unreadable': () => caption(page, pick(['⋯', 'Ω', ''])),
      'make the connect button readable': () => caption(page, null),
      'the user runs a cell': () =>
        page.evaluate(
          (id) =>
            document
              .getElementById(id ?? '')
              ?.querySelector('colab-run-button')
              ?.shadowRoot?.querySelector<HTMLElement>('#run-button')
              ?.click(),
          mine,
        ),
      'another language': () =>
        page.evaluate(
          (language) => document.documentElement.setAttribute('lang', language),
          pick(['en', 'es', 'pt', 'tr', 'zh-CN']),
        ),
      'the socket is lost': async () => {
        if (await connected()) notebook.cutSocket();
      },
      'the runtime is taken away': async () => {
        if (random() < 0.2 && (await connected())) await notebook.takeVmAway();
      },
      'move within the page': () =>
        page.evaluate((hash) => history.pushState(null, '', hash), `#scrollTo=${Math.floor(random() * 1e6)}`),
    };

    for (let step = 0; step < STEPS / 2; step++) {
      await takeTouches(page);
      if (random() < 0.35) {
        const event = pick(Object.keys(events));
        await events[event]?.();
        done[event] = (done[event] ?? 0) + 1;
        // Dialogs would otherwise lie over the page for most of the walk.
        if (random() < 0.5) await closeDialogs(page);
        continue;
      }
      const action = pick(actions);
      const began = Date.now();
      const text = pick(texts);
      const run = random() < 0.5;
      const result =
        action === 'tab/ensure'
          ? await ask(browser, page, action, { text, overwriteEdited: false, run, runUntrusted: false })
          : action === 'tab/progress'
            ? await ask(browser, page, action, { token: TOKEN })
            : action === 'tab/nudge'
              ? await ask(browser, page, action, { request: false })
              : await ask(browser, page, action, null);
      slow.push([Date.now() - began, `${step} ${action} ${JSON.stringify(result)}`]);
      const outcome = result !== null && 'ok' in result ? (result.ok ? 'ok' : result.code) : 'read';
      done[`${action} ${outcome}`] = (done[`${action} ${outcome}`] ?? 0) + 1;
      const interrupts = action === 'tab/interrupt' || action === 'tab/ensure';
      for (const touch of await takeTouches(page)) {
        const context = `step ${step}, ${action} ${JSON.stringify(result)}: ${JSON.stringify(touch)}`;
        expect(isAllowed(touch, mine), context).toBe(true);
        if (touch.running) expect(interrupts, context).toBe(true);
        if (['tab/nudge', 'tab/read', 'tab/progress'].includes(action)) throw new Error(context);
      }
      expect(notebook.cells().filter((cell) => cell.text.includes('lifeline-cell')).length).toBeLessThanOrEqual(1);
      expect(notebook.cells()[1]?.text).toContain('range(20)');
    }
    mkdirSync('test-results', { recursive: true });
    const slowest = slow.toSorted((a, b) => b[0] - a[0]).slice(0, 10);
    writeFileSync(`test-results/walk-page-object-${pageObject}.json`, JSON.stringify({ done, slowest }, null, 2));
    await page.close();
  });
}

function isAllowed({ path, cell, dialog }: Touch, usersCell: string | null): boolean {
  const hit = (pattern: RegExp) => path.some((element) => pattern.test(element));
  if (dialog !== null) return dialog === 'inactivity' && path.some((element) => element.startsWith('md-text-button'));
  if (hit(ALLOWED.connect) || hit(ALLOWED.addCode)) return true;
  // In a cell: the Lifeline cell alone, which is the third.
  if (cell === null || cell === usersCell) return hit(/^div#runtime-menu/);
  return hit(ALLOWED.run) || hit(ALLOWED.deleteCell) || hit(/\.cell-gutter\b/);
}

function closeDialogs(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const dialog of document.querySelectorAll('mwc-dialog')) dialog.remove();
  });
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

import { mkdirSync, writeFileSync } from 'node:fs';
import type { CDPSession, Page } from '@playwright/test';
import { withMarker } from '../../../src/runtime/cell-marker';
import type { ExtensionBrowser } from '../support/extension';
import { expect, test } from '../support/test';
import { ask, TOKEN } from './tab';

/*
 * What the content scripts cost a notebook: nothing while it stands still, and little while a download runs. The numbers go to
 * test-results/quiet.json.
 */

/** A simulated hour of the page: its polls, its keep-alive requests. */
const HOUR_S = 3600;
/** The cell prints once in so many milliseconds; a real one every 2.5 seconds. */
const PRINT_MS = 250;
const PRINTED = 40;
const REAL_PRINTS_AN_HOUR = 3600 / 2.5;

interface Cost {
  /** Timers that the isolated script set, and messages that it sent or answered. */
  timers: number;
  messages: number;
  /** Milliseconds of the page's main thread in either content script, by a sampling profiler. */
  ms: number;
}

/** Runs `during` and tells what it cost the page. */
async function costOf(browser: ExtensionBrowser, page: Page, during: () => Promise<unknown>): Promise<Cost> {
  const session = await browser.context.newCDPSession(page);
  const world = await isolatedWorld(session, browser.id);
  const inWorld = async (expression: string) =>
    (await session.send('Runtime.evaluate', { contextId: world, expression, returnByValue: true })).result
      .value as number[];
  await inWorld(`(() => {
    const cost = (globalThis.lifelineCost = [0, 0]);
    for (const [name, index] of [['setTimeout', 0], ['setInterval', 0]]) {
      const real = globalThis[name];
      globalThis[name] = (...given) => (cost[index]++, real(...given));
    }
    const send = chrome.runtime.sendMessage.bind(chrome.runtime);
    chrome.runtime.sendMessage = (...given) => (cost[1]++, send(...given));
    chrome.runtime.onMessage.addListener(() => void cost[1]++);
  })()`);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 200 });
  await session.send('Profiler.start');
  await during();
  const { profile } = await session.send('Profiler.stop');
  const [timers = 0, messages = 0] = await inWorld('globalThis.lifelineCost');
  await session.detach();
  const ours = new Set(
    profile.nodes.filter(({ callFrame }) => callFrame.url.includes('/src/content/')).map(({ id }) => id),
  );
  // A sample belongs to the innermost frame of ours: what we call of the browser's counts, too.
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const isOurs = (id: number | undefined): boolean => id !== undefined && (ours.has(id) || isOurs(parents.get(id)));
  const deltas = profile.timeDeltas ?? [];
  const spent = (profile.samples ?? []).reduce((sum, id, index) => sum + (isOurs(id) ? (deltas[index] ?? 0) : 0), 0);
  return { timers, messages, ms: spent / 1000 };
}

/** The extension's own world in the page. */
async function isolatedWorld(session: CDPSession, extension: string): Promise<number> {
  const found = new Promise<number>((resolve) => {
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.origin.includes(extension)) resolve(context.id);
    });
  });
  await session.send('Runtime.enable');
  return found;
}

test('an idle notebook costs nothing, a downloading one little', { tag: '@long' }, async ({
  browserWithExtension: browser,
  notebook,
  notebookPage: page,
}) => {
  await page.locator('.cell.code').first().waitFor();
  const text = await withMarker(
    `import time\nfor seq in range(${PRINTED}):\n    print('@@lifeline {"token": "${TOKEN}", "seq": %d}' % seq, flush=True)\n    time.sleep(${PRINT_MS / 1000})\n`,
  );
  await ask(browser, page, 'tab/ensure', { text, overwriteEdited: false, run: true, runUntrusted: false });
  await ask(browser, page, 'tab/watch', { token: TOKEN });
  const progress = async () => (await ask(browser, page, 'tab/progress', { token: TOKEN })).line;
  const downloading = await costOf(browser, page, () =>
    expect.poll(() => JSON.stringify(notebook.cells().at(-1)?.outputs ?? [])).toContain(`: ${PRINTED - 1}}`),
  );
  expect(await progress()).toContain(`: ${PRINTED - 1}}`);
  await expect.poll(async () => (await ask(browser, page, 'tab/read', null)).state).toBe('idle');
  const idle = await costOf(browser, page, () => notebook.advance(HOUR_S));
  expect(idle).toMatchObject({ timers: 0, messages: 0 });
  expect(idle.ms).toBeLessThan(50);
  const anHour = (downloading.ms / PRINTED) * REAL_PRINTS_AN_HOUR;
  mkdirSync('test-results', { recursive: true });
  writeFileSync(
    'test-results/quiet.json',
    JSON.stringify({ idleHour: idle, downloading: { records: PRINTED, ...downloading, msAnHour: anHour } }, null, 2),
  );
  // A hundredth of the main thread would be 36 seconds.
  expect(anHour).toBeLessThan(36_000);
});

import { expect, test } from '@playwright/test';
import { type ExtensionBrowser, launchWithExtension } from '../e2e/support/extension';
import { job, notebook, pretendTab, seed } from '../e2e/ui/seed';
import { median, report } from './table';

/*
 * How long the popup takes with a short, a long and a very long history: from the start of its navigation until it first paints
 * something, and until the list stands; median of nine openings, beside its goal. Once with a worker that is up, once with one that
 * sleeps, as it does where nothing runs: the browser has to start it.
 */
const OPENINGS = 9;
const GOALS = { 10: 100, 1000: 150, 10_000: 250 } as const;

let browser: ExtensionBrowser;
test.beforeAll(async () => {
  browser = await launchWithExtension();
});
test.afterAll(() => browser.close());

const milliseconds = (value: number) => `${Math.round(value)} ms`;

for (const [text, goal] of Object.entries(GOALS)) {
  const count = Number(text);
  test(`the list of ${count} downloads (goal ${goal} ms)`, async () => {
    const known = notebook();
    const tab = await pretendTab(browser, known);
    const popup = await browser.openPopup(tab);
    const running = [1, 2, 3].map((n) => job({ id: `live-${n}`, state: 'running', offset: n, size: 9, launchedAt: 1 }));
    const history = Array.from({ length: count - running.length }, (_, n) =>
      job({ id: `done-${n}.bin`, state: 'completed', offset: 9, size: 9, finishedAt: Date.now() - n }),
    );
    await seed(popup, { jobs: [...running, ...history], notebooks: [known] });

    const opened = async (asleep: boolean) => {
      const paints: number[] = [];
      const lists: number[] = [];
      for (let opening = 0; opening < OPENINGS; opening++) {
        if (asleep) await browser.stopWorker();
        await popup.reload();
        await expect(popup.locator('[data-state="completed"]').first()).toBeVisible();
        const times = () =>
          popup.evaluate(() =>
            ['first-paint', 'lifeline-list'].map((name) => performance.getEntriesByName(name)[0]?.startTime ?? null),
          );
        // The paint is told a moment after it was seen.
        await expect.poll(times).not.toContain(null);
        const [paint, list] = await times();
        paints.push(paint ?? 0);
        lists.push(list ?? 0);
      }
      return `${milliseconds(median(paints))}, ${milliseconds(median(lists))} (best ${milliseconds(Math.min(...lists))})`;
    };
    const what = `Popup with ${count} downloads: first paint, list stands`;
    report([
      { what, value: await opened(false), goal: `under ${goal} ms` },
      { what: '… where the worker sleeps', value: await opened(true), goal: `under ${goal} ms` },
    ]);
  });
}

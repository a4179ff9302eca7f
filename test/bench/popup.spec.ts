import { expect, test } from '@playwright/test';
import { type ExtensionBrowser, launchWithExtension } from '../e2e/support/extension';
import { job, notebook, pretendTab, seed } from '../e2e/ui/seed';
import { median, report } from './table';

/*
 * How long the popup takes with a short, a long and a very long history: from the start of its navigation until the list
 * stands, median of seven openings, beside its goal.
 */
const OPENINGS = 7;
const GOALS = { 10: 100, 1000: 150, 10_000: 250 } as const;

let browser: ExtensionBrowser;
test.beforeAll(async () => {
  browser = await launchWithExtension();
});
test.afterAll(() => browser.close());

for (const [text, goal] of Object.entries(GOALS)) {
  const count = Number(text);
  test(`the list of ${count} downloads (goal ${goal} ms)`, async () => {
    const known = notebook();
    const tab = await pretendTab(browser, known);
    const popup = await browser.openPopup(tab);
    const running = [1, 2, 3].map((n) => job({ id: `live-${n}`, state: 'running', offset: n, size: 9, launchedAt: 1 }));
    const history = Array.from({ length: count - running.length }, (_, n) =>
      job({ id: `done-${n}.bin`, state: 'completed', offset: 9, size: 9, createdAt: n + 2, finishedAt: n + 3 }),
    );
    await seed(popup, { jobs: [...running, ...history], notebooks: [known] });

    const lists: number[] = [];
    for (let opening = 0; opening < OPENINGS; opening++) {
      await popup.reload();
      await expect(popup.locator('[data-state="completed"]').first()).toBeVisible();
      lists.push(await popup.evaluate(() => performance.getEntriesByName('lifeline-list')[0]?.startTime ?? Number.NaN));
    }
    const milliseconds = (value: number) => `${Math.round(value)} ms`;
    report([
      {
        what: `Popup’s list stands, ${count} downloads (median; best)`,
        value: `${milliseconds(median(lists))}; ${milliseconds(Math.min(...lists))}`,
        goal: `under ${goal} ms`,
      },
    ]);
  });
}

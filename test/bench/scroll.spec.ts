import { expect, test } from '@playwright/test';
import { type ExtensionBrowser, launchWithExtension } from '../e2e/support/extension';
import { heard, now, openDashboard } from '../e2e/ui/dashboard-cases';
import { job } from '../e2e/ui/seed';
import { median, report } from './table';

/*
 * The dashboard's list of 10 000 downloads, scrolled from its beginning to its end by the wheel while three of them go on: how
 * long each frame took that the browser drew meanwhile.
 */
const GOAL_MS = 50;
const WHEEL_PX = 1500;

let browser: ExtensionBrowser;
test.beforeAll(async () => {
  browser = await launchWithExtension();
});
test.afterAll(() => browser.close());

test(`no frame over ${GOAL_MS} ms while 10 000 rows are scrolled`, async () => {
  const live = [1, 2, 3].map((n) =>
    job({ id: `live-${n}.bin`, ...heard, state: 'running', offset: n * 1e9, size: 9e9, rate: 5e7, launchedAt: 1 }),
  );
  const history = Array.from({ length: 10_000 - live.length }, (_, n) =>
    job({ id: `file-${n}.bin`, state: 'completed', offset: 9, size: 9, createdAt: now - 1e6 - n, finishedAt: now }),
  );
  const page = await openDashboard(browser, [...live, ...history]);
  await page.getByRole('grid').hover();
  await page.evaluate(() => {
    const seen = globalThis as unknown as { frames: number[]; news: BroadcastChannel };
    seen.frames = [];
    let before = performance.now();
    const frame = (at: number) => {
      seen.frames.push(at - before);
      before = at;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    // As the background does whenever a download goes on.
    seen.news = new BroadcastChannel('lifeline-store');
    setInterval(() => seen.news.postMessage(null), 500);
  });
  const last = page.locator('[data-key="file-9996.bin"]');
  while ((await last.count()) === 0) await page.mouse.wheel(0, WHEEL_PX);
  await expect(last).toBeVisible();
  const frames = await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames);
  const sorted = frames.toSorted((a, b) => a - b);
  const milliseconds = (value = Number.NaN) => `${Math.round(value)} ms`;
  report([
    {
      what: `Frames while 10 000 rows are scrolled, ${frames.length} of them (median; 99 %; longest)`,
      value: [median(frames), sorted[Math.floor(frames.length * 0.99)], sorted.at(-1)].map(milliseconds).join('; '),
      goal: `none over ${GOAL_MS} ms`,
    },
    { what: `Frames over ${GOAL_MS} ms`, value: String(frames.filter((ms) => ms > GOAL_MS).length), goal: '0' },
  ]);
});

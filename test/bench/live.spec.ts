import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Job } from '../../src/jobs/job';
import type { ExtensionBrowser } from '../e2e/support/extension';
import { PopupPage } from '../e2e/support/popup';
import { expect, test } from '../e2e/support/test';
import { report } from './table';

/* What the extension costs while it watches, on the twin with real downloads in a real kernel. */

const MIB = 1024 * 1024;
const WATCHED_MS = 60_000;
const TICKS_A_SECOND = 100;

test('fifty downloads that report at once', async ({ browserWithExtension, notebook, notebookPage, origin }) => {
  test.setTimeout(400_000);
  const worker = await browserWithExtension.worker();
  const popup = await browserWithExtension.openPopup(notebookPage);
  await popup.evaluate(
    async ([key, urls]) => {
      const downloads = urls.map((url) => ({ id: crypto.randomUUID(), input: { url, output: '', checksum: '' } }));
      await chrome.runtime.sendMessage({ kind: 'ui/settings', payload: { concurrency: 16 } });
      await chrome.runtime.sendMessage({ kind: 'ui/add', payload: { notebook: key, downloads, consent: true } });
    },
    [
      `drive:${notebook.id}`,
      Array.from({ length: 50 }, (_, n) => origin.add(`many-${n}.bin`, { size: 8 * MIB, rate: 50_000 }).url),
    ] as const,
  );
  await expect(popup.locator('[data-state=running]').first()).toBeVisible({ timeout: 60_000 });
  const popupMemory = await memoryOf(popup);
  await popup.goto('about:blank');

  await worker.evaluate(() => {
    const counter = globalThis as { puts?: number };
    counter.puts = 0;
    const put = Reflect.get(IDBObjectStore.prototype, 'put') as (...args: unknown[]) => IDBRequest<IDBValidKey>;
    IDBObjectStore.prototype.put = function (...args) {
      if (this.name === 'jobs') counter.puts = (counter.puts ?? 0) + 1;
      return put.apply(this, args);
    };
  });
  const pid = await extensionProcess(browserWithExtension);
  const before = cpuSeconds(pid);
  await notebookPage.waitForTimeout(WATCHED_MS);
  const cpu = (cpuSeconds(pid) - before) / (WATCHED_MS / 1000);
  const puts = await worker.evaluate(() => (globalThis as { puts?: number }).puts ?? 0);

  // All stop, and the store must have the last word of each.
  const face = await browserWithExtension.openPopup(notebookPage);
  const pause = { kind: 'ui/pause', payload: { jobs: (await storedJobs(face)).map(({ id }) => id) } };
  await face.evaluate((request) => chrome.runtime.sendMessage(request), pause);
  const lacking = async () => {
    const status = JSON.parse(readFileSync(join(notebook.vm?.content ?? '', '.lifeline/status.json'), 'utf8'));
    const told = status.jobs as { job: string; state: string; offset: number }[];
    const stored = new Map((await storedJobs(face)).map(({ id, offset }) => [id, offset]));
    return told.filter(({ job, state, offset }) => state !== 'paused' || stored.get(job) !== offset).length;
  };
  await expect.poll(lacking, { timeout: 60_000 }).toBe(0);

  report([
    {
      what: '50 downloads in one cell: CPU of the extension’s process',
      value: `${(cpu * 100).toFixed(1)} %`,
      goal: 'under 2 %',
    },
    {
      what: '… records written a second, of all 50',
      value: (puts / (WATCHED_MS / 1000)).toFixed(1),
      goal: 'at most 50',
    },
    { what: '… last offsets that the store has not', value: '0 of 50', goal: '0' },
    { what: 'Memory of the extension’s process, popup closed', value: `${residentMb(pid)} MB` },
    { what: 'JavaScript heap of the popup with 50 downloads', value: `${popupMemory} MB` },
  ]);
});

test('how soon a break is shown, and how soon bytes flow after the click', async ({
  browserWithExtension,
  notebook,
  notebookPage,
  origin,
}) => {
  const file = origin.add('broken.bin', { size: 24 * MIB, rate: 8 * MIB, holdAt: 6 * MIB });
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url });
  await popup.expectProgress(file);
  const broken = Date.now();
  await notebook.takeVmAway();
  await popup.expectState(file, 'interrupted');
  const shown = Date.now() - broken;
  file.release();
  const before = file.sent();
  const clicked = Date.now();
  await popup.relaunch(file);
  await expect.poll(() => notebook.vm, { intervals: [20], timeout: 60_000 }).not.toBeNull();
  const booted = Date.now() - clicked;
  await expect.poll(() => file.sent(), { intervals: [20], timeout: 60_000 }).toBeGreaterThan(before);
  const flowing = Date.now() - clicked;
  report([
    { what: 'From a VM that is taken away to the popup that says so', value: `${(shown / 1000).toFixed(1)} s` },
    {
      what: 'From the click on Relaunch to the first byte; of this until the twin’s new VM has booted',
      value: `${(flowing / 1000).toFixed(1)} s; ${(booted / 1000).toFixed(1)} s`,
    },
  ]);
});

function storedJobs(face: Page): Promise<Job[]> {
  return face.evaluate(
    () =>
      new Promise<Job[]>((resolve) => {
        const opening = indexedDB.open('lifeline');
        opening.addEventListener('success', () => {
          const request = opening.result.transaction('jobs').objectStore('jobs').getAll();
          request.addEventListener('success', () => {
            opening.result.close();
            resolve(request.result);
          });
        });
      }),
  );
}

/** Of this browser, and not of another one on this machine. */
async function extensionProcess({ context }: ExtensionBrowser): Promise<number> {
  const session = await context.browser()?.newBrowserCDPSession();
  const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] };
  const found = processInfo.find(({ id }) =>
    readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('--extension-process'),
  );
  if (found === undefined) throw new Error('the extension has no process of its own');
  return found.id;
}

function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

function residentMb(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000);
}

async function memoryOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return Math.round(usedSize / 100_000) / 10;
}

import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Job } from '../../../src/jobs/job';
import type { ExtensionBrowser } from '../support/extension';
import { job, notebook, seed, trailTo } from './seed';
import { openPage } from './test';

const GB = 1e9;
export const now = Date.now();
/** What is known of a download that was heard of. */
export const heard = {
  heardAt: now,
  boot: 'vm-1',
  offsetBoot: 'vm-1',
  engine: 'python',
  attempt: 1,
  createdAt: now - 9e5,
};
const other = notebook({ key: 'drive:other', title: 'Résumé parser.ipynb' });

/** Two notebooks' downloads, one in each state. */
export const MIXED: Job[] = [
  job({
    id: 'imagenet-2012-train.tar.gz',
    ...heard,
    state: 'running',
    offset: 93 * GB,
    size: 147.9 * GB,
    rate: 84e6,
    eta: 650,
    launchedAt: 1,
    etag: '"5f2c-99"',
    modified: 'Tue, 02 Jun 2026 08:00:00 GMT',
  }),
  job({
    id: 'weights.safetensors',
    ...heard,
    state: 'running',
    offset: 4.1 * GB,
    size: null,
    rate: 9e6,
    launchedAt: 1,
  }),
  job({
    id: 'laion.parquet',
    ...heard,
    notebook: other.key,
    state: 'interrupted',
    reason: 'disconnected',
    offset: 12 * GB,
    size: 30 * GB,
  }),
  job({
    id: 'gone.zip',
    ...heard,
    notebook: other.key,
    state: 'failed',
    error: { code: 'forbidden', message: '403', retryable: false },
    offset: 1 * GB,
    size: 2 * GB,
  }),
  job({ id: 'labels.csv', ...heard, state: 'queued', launchedAt: 1 }),
  job({ id: 'paused.bin', ...heard, state: 'paused', wanted: 'pause', offset: 2 * GB, size: 8 * GB }),
  job({
    id: 'coco-val2017.zip',
    ...heard,
    state: 'completed',
    offset: 0.8 * GB,
    size: 0.8 * GB,
    verified: 'sha256',
    finishedAt: now,
  }),
];

const NOTEBOOKS = [notebook(), other];

/** The dashboard over these downloads. */
export async function openDashboard(
  browser: ExtensionBrowser,
  jobs = MIXED,
  size = { width: 1280, height: 800 },
): Promise<Page> {
  const page = await openPage(browser, 'dashboard', size);
  const running = jobs.filter(({ state }) => state === 'running' || state === 'interrupted');
  const trails = Object.fromEntries(running.map(({ id, offset }) => [id, trailTo(offset, now)]));
  await seed(page, { jobs, notebooks: NOTEBOOKS, trails });
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(jobs.length + 1));
  return page;
}

import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Job } from '../../../src/jobs/job';
import { newGuard } from '../../../src/keepalive/guard';
import type { ExtensionBrowser } from '../support/extension';
import { job, notebook, type PageNeeds, pretendTab, seed, shownIn, trailTo } from './seed';

const GB = 1e9;

/** A popup's state to look at. */
export interface Case {
  name: string;
  jobs: Job[];
  known?: Parameters<typeof notebook>[0];
  state?: string;
  needs?: Partial<PageNeeds>;
  elsewhere?: true;
}

const heardAt = Date.now();
/** A download that is half there. */
export const half = {
  offset: 3.2 * GB,
  size: 5 * GB,
  heardAt,
  boot: 'vm-1',
  offsetBoot: 'vm-1',
  engine: 'python',
  attempt: 1,
};

export const CASES: readonly Case[] = [
  { name: 'empty', jobs: [], state: 'idle' },
  { name: 'first-use', jobs: [], known: { consented: false }, state: 'disconnected' },
  {
    name: 'running',
    jobs: [
      job({ id: 'imagenet.tar.gz', ...half, state: 'running', rate: 12.4e6, eta: 145, launchedAt: 1 }),
      job({ id: 'labels.csv', state: 'queued', launchedAt: 1 }),
      job({ id: 'weights.bin', ...half, offset: 1.1e6, size: null, state: 'running', rate: 2e6, launchedAt: 1 }),
      job({
        id: 'slow.bin',
        ...half,
        state: 'stalled',
        attempt: 3,
        error: { code: 'connection-lost', message: 'broke', retryable: true },
      }),
    ],
  },
  {
    name: 'interrupted',
    state: 'disconnected',
    jobs: (
      [
        'tab-closed',
        'tab-discarded',
        'disconnected',
        'kernel-restarted',
        'vm-replaced',
        'cell-stopped',
        'silent',
      ] as const
    ).map((reason) => job({ id: `${reason}.zip`, ...half, state: 'interrupted', reason })),
  },
  {
    name: 'failed',
    jobs: [
      job({ id: 'a.zip', state: 'failed', error: { code: 'not-found', message: 'gone', retryable: false } }),
      job({
        id: 'b.zip',
        ...half,
        state: 'failed',
        error: { code: 'cell-edited', message: 'edited', retryable: true },
      }),
      job({
        id: 'c.zip',
        ...half,
        state: 'failed',
        error: { code: 'never-seen', message: '<b>as text</b>', retryable: true },
      }),
      job({ id: 'c.bin', ...half, state: 'failed', error: { code: 'no-consent', message: 'asks', retryable: true } }),
      job({ id: 'd.zip', ...half, state: 'failed', error: { code: 'no-space', message: 'full', retryable: true } }),
    ],
    known: { trouble: { code: 'dialog-open', message: 'dialog' } },
  },
  {
    name: 'done-and-paused',
    jobs: [
      job({ id: 'x.bin', ...half, state: 'paused', wanted: 'pause' }),
      job({
        id: 'y.bin',
        ...half,
        offset: 5 * GB,
        state: 'completed',
        verified: 'sha256',
        lost: { bytes: 2.1 * GB, cause: 'vm-replaced', at: 1 },
      }),
      job({ id: 'z.bin', ...half, offset: 5 * GB, state: 'completed', verified: 'size' }),
    ],
  },
  {
    name: 'asking',
    state: 'idle',
    known: {
      guard: {
        ...newGuard({ mode: 'while-working' }),
        status: 'asking',
        question: { why: 'time-over', left: 300_000 },
      },
    },
    jobs: [],
  },
  {
    name: 'every-box',
    known: {
      trouble: { code: 'dialog-open', message: 'dialog' },
      session: { boot: 'vm-1', since: heardAt - 11.5 * 3_600_000, toldEnd: null, free: 1e9, warned: [] },
      release: { due: heardAt + 240_000, kept: null },
    },
    needs: {
      dialog: {
        kind: 'not-authored',
        title: 'Warning: This notebook was not authored by Google',
        text: 'It may request access to your data stored with Google.',
        buttons: ['Cancel', 'Run anyway'],
      },
      lost: ['connect', 'run'],
      framed: true,
    },
    jobs: [job({ id: 'imagenet.tar.gz', ...half, size: 500 * GB, state: 'running', rate: 12.4e6, launchedAt: 1 })],
  },
  {
    name: 'blocked',
    state: 'blocked',
    known: { guard: { ...newGuard({ mode: 'while-working' }), status: 'blocked' } },
    needs: {
      dialog: {
        kind: 'blocked',
        title: 'Cannot connect',
        text: 'Colab has refused this.',
        buttons: ['OK'],
        appeal: 'https://colab.research.google.com/appeal',
      },
    },
    jobs: [],
  },
  {
    name: 'hostile',
    known: { title: `\u202e<img src=x onerror=alert(1)>${'w'.repeat(300)}` },
    jobs: [
      job({
        id: 'h1',
        ...half,
        state: 'running',
        rate: 1e6,
        launchedAt: 1,
        path: `/content/<script>alert(1)</script>\u202egpj.exe`,
      }),
      job({ id: 'h2', ...half, state: 'interrupted', reason: 'silent', path: `/content/${'a'.repeat(2000)}` }),
    ],
  },
  {
    name: 'elsewhere',
    elsewhere: true,
    jobs: [job({ id: 'imagenet.tar.gz', ...half, state: 'interrupted', reason: 'tab-closed' })],
  },
];

/** The popup over a notebook's tab with these downloads. */
export async function openOn(
  browser: ExtensionBrowser,
  { jobs, known, state, needs, elsewhere }: Omit<Case, 'name'>,
): Promise<Page> {
  const kept = notebook(known);
  for (const page of browser.context.pages().slice(1)) await page.close();
  // The background forgets them in its own time, and would write over the tab that is pretended next.
  await expect.poll(() => shownIn(browser)).toEqual({});
  const tab = elsewhere ? undefined : await pretendTab(browser, kept, state, needs);
  const popup = await browser.openPopup(tab);
  const running = jobs.filter((each) => each.state === 'running');
  const trails = Object.fromEntries(running.map(({ id, offset }) => [id, trailTo(offset, heardAt)]));
  await seed(popup, { jobs, notebooks: [kept], trails });
  await expect(popup.locator('[data-job]')).toHaveCount(jobs.length);
  if (!elsewhere) await expect(popup.getByRole('switch')).toBeVisible();
  return popup;
}

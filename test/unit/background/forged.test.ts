import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, it, vi } from 'vitest';
import { createJob } from '../../../src/jobs/job';
import { PROGRESS_PREFIX } from '../../../src/jobs/progress';
import { transition } from '../../../src/jobs/transition';

/*
 * Whoever can print in a notebook can print a line that begins like ours: it changes nothing, is recorded, and nothing fails.
 */

const KEY = 'drive:n';
const TOKEN = 'token-of-ours';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  vi.resetModules();
});

async function background() {
  const { editNotebook } = await import('../../../src/background/edit');
  const { newNotebook } = await import('../../../src/background/notebook');
  const { frameHandlers } = await import('../../../src/background/page-handlers');
  const { rememberTab } = await import('../../../src/background/tabs');
  const { foldProgress } = await import('../../../src/background/progress');
  const { findJob, flightLog } = await import('../../../src/store/read');
  const url = 'https://colab.research.google.com/drive/n';
  const made = createJob({ id: 'ours', notebook: KEY, url: 'https://e.org/a', output: '', checksum: null, at: 1 });
  const job = transition(made, { type: 'launch', at: 2, by: 'user' });
  const notebook = { ...newNotebook({ notebook: KEY, url, title: '' }), token: TOKEN };
  await editNotebook(KEY, () => ({ notebook, jobs: [job] }));
  await rememberTab({ tabId: 7, notebook: KEY, url, title: '', state: 'busy', dialog: null });
  return {
    frameHandlers,
    fold: (printed: string | null, foreign = 0) =>
      foldProgress(
        KEY,
        { line: printed, cellId: 'c', running: true, ways: [], foreign, framed: false },
        { paced: false },
      ),
    offset: async () => (await findJob('ours'))?.offset,
    forged: async () => (await flightLog(KEY)).filter(({ kind }) => kind === 'forged').map(({ why }) => why),
  };
}

function line(change: {
  token?: string;
  job?: string;
  offset?: number;
  size?: number;
  seq?: number;
  etag?: string;
}): string {
  const { token = TOKEN, job = 'ours', offset = 500, size = 1000, seq = 1, etag = null } = change;
  const still = { rate: 1, eta: 1, engine: 'python', attempt: 1, error: null, path: '/content/a', modified: null };
  const record = {
    job,
    seq,
    state: 'running',
    offset,
    size,
    etag,
    verified: null,
    kept: 0,
    restarted: false,
    ...still,
  };
  return PROGRESS_PREFIX + JSON.stringify({ v: 1, token, boot: 'vm', seq, time: 1, jobs: [record], end: null });
}

it('believes a line with our token', async () => {
  const { fold, offset, forged } = await background();
  await fold(line({}));
  expect(await offset()).toBe(500);
  expect(await forged()).toEqual([]);
});

it.each([
  ['a wrong token', line({ token: 'guess' }), 'not-ours'],
  ['the id of a job that is not there', line({ job: 'theirs' }), 'unknown-job'],
  ['more bytes than the file has', line({ offset: 2000 }), 'numbers-lie'],
  ['a negative offset', line({ offset: -1 }), 'not-ours'],
  ['an offset beyond all numbers', line({}).replace('"offset":500', '"offset":1e300'), 'not-ours'],
  ['half a character', line({ etag: '"\ud800"' }), 'not-ours'],
  ['no JSON', `${PROGRESS_PREFIX}{"token":"${TOKEN}",`, 'not-ours'],
  ['ten megabytes', line({ etag: 'x'.repeat(10_000_000) }), 'not-ours'],
])('ignores and records %s', async (_, forgery, why) => {
  const { fold, offset, forged } = await background();
  await fold(forgery);
  expect(await offset()).toBe(0);
  await vi.waitFor(async () => expect(await forged()).toEqual([why]));
});

it('records the lines that the page passed over', async () => {
  const { fold, forged } = await background();
  await fold(null, 3);
  await vi.waitFor(async () => expect(await forged()).toEqual(['not-our-token']));
});

it('takes from output frames what has our token, whatever else they say', async () => {
  const { frameHandlers, offset, forged } = await background();
  const tell = frameHandlers['frame/progress'];
  await tell({ lines: [line({ token: 'guess', offset: 900, seq: 99 }), line({ offset: 700, seq: 2 }), line({})] }, 7);
  expect(await offset()).toBe(700);
  await vi.waitFor(async () => expect(await forged()).toEqual(['not-ours']));
  await expect(tell({ lines: ['x'.repeat(100_000)] }, 7)).rejects.toThrow();
  await expect(tell({ lines: 'x' }, 7)).rejects.toThrow();
  expect(await tell({ lines: [line({ seq: 3 })] }, 8)).toBeNull();
});

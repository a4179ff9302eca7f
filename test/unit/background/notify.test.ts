import { fakeBrowser } from '@webext-core/fake-browser';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newNotebook } from '../../../src/background/notebook';
import { createJob, type Job } from '../../../src/jobs/job';
import type { News } from '../../../src/keepalive/attend';
import type { Settings } from '../../../src/store/settings';

/* Which switch of Options each kind of news obeys. */

type Switch = Extract<keyof Settings, `notify${string}`>;

const notebook = newNotebook({ notebook: 'drive:n', url: 'https://colab.research.google.com/drive/n', title: 'Notes' });
const queued = createJob({
  id: 'j',
  notebook: notebook.key,
  url: 'https://example.org/a.bin',
  output: '',
  checksum: null,
  at: 1,
});
const before: Job = { ...queued, state: 'running' };
const failed = (code: string, retryable: boolean) => ({
  state: 'failed' as const,
  error: { code, message: '', retryable },
});

let shown: string[];

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  vi.resetModules();
  shown = [];
  vi.spyOn(fakeBrowser.notifications, 'create').mockImplementation((async (
    id: string,
    { message }: { message: string },
  ) => shown.push(`${id}: ${message}`)) as never);
  vi.spyOn(fakeBrowser.i18n, 'getMessage').mockImplementation((key: string) => key);
});
afterEach(() => vi.restoreAllMocks());

async function set(changes: Partial<Settings>): Promise<void> {
  const { readSettings, writeSettings } = await import('../../../src/store/settings');
  await writeSettings({ ...(await readSettings()), ...changes });
}

describe('a notification', () => {
  it.each<[string, Switch, Partial<Job>]>([
    ['done', 'notifyDone', { state: 'completed', finishedAt: 1 }],
    ['failed', 'notifyFailed', failed('not-found', false)],
    ['stalled', 'notifyStalled', { state: 'stalled' }],
    ['disconnected', 'notifyDisconnected', { state: 'interrupted', reason: 'disconnected' }],
    ['needs-you', 'notifyNeedsYou', failed('no-space', true)],
  ])('of a download, %s, comes where it is wanted, and only there', async (news, name, change) => {
    const { notifyOf } = await import('../../../src/background/notify');
    const changed = [{ before, after: { ...before, ...change } }];
    await set({ [name]: false });
    await notifyOf({ notebook, jobs: [], changed });
    expect(shown).toEqual([]);
    await set({ [name]: true });
    await notifyOf({ notebook, jobs: [], changed });
    expect(shown).toEqual([`${news} drive:n: a.bin`]);
  });

  it.each<[News, Switch]>([
    ['end', 'notifyLimitNear'],
    ['disk', 'notifyLimitNear'],
    ['captcha', 'notifyNeedsYou'],
    ['blocked', 'notifyNeedsYou'],
    ['released', 'notifyDone'],
  ])('of keep-alive, %s, comes where it is wanted, and only there', async (news, name) => {
    const { tell } = await import('../../../src/background/keep-alive-news');
    await set({ [name]: false });
    await tell(notebook, news);
    expect(shown).toEqual([]);
    await set({ [name]: true });
    await tell(notebook, news);
    expect(shown).toEqual([`${news} drive:n: notification_${news}_text`]);
  });
});

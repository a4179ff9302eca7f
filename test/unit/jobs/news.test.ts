import { describe, expect, it } from 'vitest';
import { createJob, type Job } from '../../../src/jobs/job';
import { type News, newsOf } from '../../../src/jobs/news';
import { MAX_RELAUNCHES } from '../../../src/jobs/relaunch';

const queued = createJob({
  id: 'j',
  notebook: 'drive:n',
  url: 'https://example.org/a',
  output: '',
  checksum: null,
  at: 1,
});
const running: Job = { ...queued, state: 'running' };
const failed = (code: string, retryable: boolean): Partial<Job> => ({
  state: 'failed',
  error: { code, message: '', retryable },
});

describe('newsOf', () => {
  it.each<[string, Partial<Job>, News | null, News | null]>([
    ['a file that is done', { state: 'completed' }, 'done', 'done'],
    ['a failure that stays', failed('not-found', false), 'failed', 'failed'],
    [
      'a failure that may pass, of which nothing is told where it is retried',
      failed('server-busy', true),
      'failed',
      null,
    ],
    ['a question', failed('cell-edited', true), 'needs-you', 'needs-you'],
    ['the question after a click on Relaunch', failed('no-consent', true), null, null],
    ['a full disk', failed('no-space', true), 'needs-you', 'needs-you'],
    [
      'the last of many tries',
      { ...failed('server-busy', true), relaunches: MAX_RELAUNCHES },
      'needs-you',
      'needs-you',
    ],
    ['a lost connection', { state: 'interrupted', reason: 'disconnected' }, 'disconnected', 'disconnected'],
    [
      'a lost connection after many tries',
      { state: 'interrupted', reason: 'disconnected', relaunches: MAX_RELAUNCHES },
      'needs-you',
      'needs-you',
    ],
    ['a tab that the user closed', { state: 'interrupted', reason: 'tab-closed' }, null, null],
    ['bytes that stay away', { state: 'stalled' }, 'stalled', 'stalled'],
    ['a pause', { state: 'paused' }, null, null],
    ['progress', { offset: 7 }, null, null],
  ])('%s', (_, change, news, byItself) => {
    expect(newsOf(running, { ...running, ...change }, false)).toBe(news);
    expect(newsOf(running, { ...running, ...change }, true)).toBe(byItself);
  });

  it('is none for a download that was there already when it was first seen', () => {
    expect(newsOf(undefined, { ...running, state: 'completed' }, false)).toBeNull();
  });
});

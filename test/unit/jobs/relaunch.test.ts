import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJob, type Job } from '../../../src/jobs/job';
import { MAX_RELAUNCHES, relaunchDelay } from '../../../src/jobs/relaunch';

const job = createJob({
  id: 'j',
  notebook: 'drive:n',
  url: 'https://example.org/a',
  output: '',
  checksum: null,
  at: 1,
});
const most = () => 1;
const error = (code: string, retryable: boolean) => ({ code, message: '', retryable });

describe('relaunchDelay', () => {
  it.each<[string, Partial<Job>, number | null]>([
    ['a cell that stopped', { state: 'interrupted', reason: 'cell-stopped' }, 15_000],
    ['a lost runtime', { state: 'interrupted', reason: 'disconnected' }, 60_000],
    ['a closed tab, which the VM does not need', { state: 'interrupted', reason: 'tab-closed' }, null],
    ['a closed browser', { state: 'interrupted', reason: 'browser-closed' }, null],
    ['a failure that can pass', { state: 'failed', error: error('bad-response', true) }, 30_000],
    ['a server that is overrun', { state: 'failed', error: error('server-busy', true) }, 180_000],
    ['a path that broke', { state: 'failed', error: error('connection-lost', true) }, 15_000],
    ['a full disk', { state: 'failed', error: error('no-space', true) }, null],
    ['a failure that stays', { state: 'failed', error: error('not-found', false) }, null],
    ['a question to the user', { state: 'failed', error: error('cell-edited', true) }, null],
    ['a pause', { state: 'paused' }, null],
    ['a running job', { state: 'running' }, null],
    [
      'one that the user paused before it was interrupted',
      { state: 'interrupted', reason: 'silent', wanted: 'pause' },
      null,
    ],
  ])('%s', (_, change, delay) => {
    expect(relaunchDelay({ ...job, ...change }, most)).toBe(delay);
  });

  it('doubles up to ten minutes, then leaves it to the user', () => {
    const delays = Array.from({ length: MAX_RELAUNCHES + 1 }, (_, relaunches) =>
      relaunchDelay({ ...job, state: 'interrupted', reason: 'disconnected', relaunches }, most),
    );
    expect(delays.map((delay) => delay && delay / 1000)).toEqual([60, 120, 240, 480, 600, 600, null]);
  });

  it('spreads over the upper half of the wait', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (random) => {
        const delay = relaunchDelay({ ...job, state: 'interrupted', reason: 'silent' }, () => random);
        expect(delay).toBeGreaterThanOrEqual(7500);
        expect(delay).toBeLessThanOrEqual(15_000);
      }),
    );
  });
});

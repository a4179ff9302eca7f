import { expect, it } from 'vitest';
import { glanceAt } from '../../../src/background/toolbar';
import { createJob, type JobState } from '../../../src/jobs/job';
import { type GuardStatus, newGuard } from '../../../src/keepalive/guard';

const job = (state: JobState) => ({
  ...createJob({ id: state, notebook: 'n', url: 'https://example.org/a', output: '', checksum: null, at: 1 }),
  state,
});
const guard = (status: GuardStatus) => ({ ...newGuard({ mode: status === 'off' ? 'off' : 'while-working' }), status });

it.each<[JobState[], GuardStatus[], string]>([
  [[], [], 'resting'],
  [[], ['resting', 'off'], 'resting'],
  [[], ['off', 'off'], 'off'],
  [[], ['guarding'], 'guarding'],
  [[], ['off', 'reconnecting'], 'guarding'],
  [['running', 'verifying'], ['guarding'], 'working'],
  [['running'], ['off'], 'working'],
  [['running', 'failed'], ['guarding'], 'needs-you'],
  [['interrupted'], [], 'needs-you'],
  [['running'], ['captcha'], 'needs-you'],
  [[], ['asking'], 'needs-you'],
  [[], ['blocked'], 'needs-you'],
  [['paused', 'completed'], ['resting'], 'resting'],
])('of downloads %j and guards %j tells: %s', (states, statuses, is) => {
  expect(glanceAt(states.map(job), statuses.map(guard)).is).toBe(is);
});

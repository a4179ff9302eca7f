import { describe, expect, it } from 'vitest';
import { type Forecast, forecast } from '../../../src/jobs/forecast';
import { createJob, type Job } from '../../../src/jobs/job';

const job: Job = {
  ...createJob({ id: 'j', notebook: 'drive:n', url: 'https://example.org/a', output: '', checksum: null, at: 1 }),
  offset: 400,
  size: 1000,
  path: '/content/a',
};

describe('forecast', () => {
  it.each<[string, Partial<Job>, Forecast | null]>([
    ['a kernel that was restarted', { state: 'interrupted', reason: 'kernel-restarted' }, { kept: 400, atRisk: 0 }],
    ['a lost connection', { state: 'interrupted', reason: 'disconnected' }, { kept: 400, atRisk: 400 }],
    ['a closed tab', { state: 'interrupted', reason: 'tab-closed' }, { kept: 400, atRisk: 400 }],
    ['a VM that is gone', { state: 'interrupted', reason: 'vm-replaced' }, { kept: 0, atRisk: 0 }],
    [
      'a VM that is gone, and a file on Drive',
      { state: 'interrupted', reason: 'vm-replaced', path: '/content/drive/MyDrive/a' },
      { kept: 400, atRisk: 0 },
    ],
    [
      'a file that was to go to Drive',
      { state: 'interrupted', reason: 'disconnected', path: null, output: 'drive/MyDrive/' },
      { kept: 400, atRisk: 0 },
    ],
    ['nothing yet', { state: 'interrupted', reason: 'disconnected', offset: 0 }, null],
    ['a download at work', { state: 'running' }, null],
    ['one that is done', { state: 'completed' }, null],
  ])('%s', (_, change, foreseen) => {
    expect(forecast({ ...job, ...change })).toEqual(foreseen);
  });
});

import { describe, expect, it } from 'vitest';
import { answer, EVERYTHING } from '../../../src/dashboard/query';
import { createJob, type Job } from '../../../src/jobs/job';

const job = (id: string, changes: Partial<Job> = {}): Job => ({
  ...createJob({ id, notebook: 'n', url: `https://example.org/${id}`, output: '', checksum: null, at: 1 }),
  ...changes,
});
const titles = new Map([
  ['n', { title: 'Résumé parser' }],
  ['m', { title: 'Vision' }],
]);
const ids = (jobs: readonly Job[]) => jobs.map(({ id }) => id);

describe('the list that is asked for', () => {
  const jobs = [
    job('b10.zip', { state: 'running', rate: 5, eta: 9, offset: 1, size: 10, launchedAt: 1 }),
    job('b9.zip', { state: 'running', rate: 50, eta: 1, offset: 9, size: 10, launchedAt: 1 }),
    job('a.zip', { state: 'interrupted', notebook: 'm' }),
    job('c.zip', { state: 'completed', offset: 10, size: 10 }),
  ];

  it('finds every word, in name, address or title, whatever its case and accents', () => {
    const found = (search: string) => ids(answer(jobs, titles, { ...EVERYTHING, search }).shown);
    expect(found('RESUME zip b')).toEqual(['b10.zip', 'b9.zip']);
    expect(found('vision')).toEqual(['a.zip']);
    expect(found('example.org c.zip')).toEqual(['c.zip']);
    expect(found('b10 vision')).toEqual([]);
  });

  it('counts what each group would show, under the search and the notebook', () => {
    const { shown, counts } = answer(jobs, titles, { ...EVERYTHING, group: 'done', notebook: 'n' });
    expect(ids(shown)).toEqual(['c.zip']);
    expect(counts).toEqual({ all: 3, attention: 0, active: 2, waiting: 0, done: 1 });
  });

  it.each([
    ['name', false, ['a.zip', 'b9.zip', 'b10.zip', 'c.zip']],
    ['added', false, ['c.zip', 'a.zip', 'b9.zip', 'b10.zip']],
    ['progress', true, ['c.zip', 'b9.zip', 'b10.zip', 'a.zip']],
    ['speed', true, ['b9.zip', 'b10.zip', 'a.zip', 'c.zip']],
    ['left', false, ['b9.zip', 'b10.zip', 'a.zip', 'c.zip']],
    ['left', true, ['b10.zip', 'b9.zip', 'a.zip', 'c.zip']],
  ] as const)('by %s, descending %s; what has no value is last', (sort, descending, order) => {
    expect(ids(answer(jobs, titles, { ...EVERYTHING, sort, descending }).shown)).toEqual(order);
  });

  it('leaves the list that it was given as it was', () => {
    const before = [...jobs];
    answer(jobs, titles, { ...EVERYTHING, descending: false });
    expect(jobs).toEqual(before);
  });
});

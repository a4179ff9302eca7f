import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJob, type Job, type Priority } from '../../../src/jobs/job';
import { inQueueOrder, moved } from '../../../src/jobs/queue';

const job = (id: string, priority: Priority = 0, at = 1): Job => ({
  ...createJob({ id, notebook: 'drive:n', url: `https://example.org/${id}`, output: '', checksum: null, at }),
  priority,
});
const ids = (jobs: readonly Job[]) => jobs.map(({ id }) => id).join('');

describe('the queue', () => {
  it('goes by priority, then by place, and what is new goes last', () => {
    const jobs = moved([job('a', 0, 1), job('b', 0, 2), job('c', 1, 3)], 'b', 'a');
    expect(ids(inQueueOrder([...jobs, job('d', 0, 4), job('e', -1, 5)]))).toBe('cbade');
  });

  it('gives a moved job the priority of its new place', () => {
    const jobs = [job('a', 1), job('b', 0), job('c', -1)];
    expect(moved(jobs, 'c', 'a')).toMatchObject([{ id: 'c', priority: 1 }, { id: 'a' }, { id: 'b' }]);
    expect(moved(jobs, 'a', null)).toMatchObject([{ id: 'b' }, { id: 'c' }, { id: 'a', priority: -1 }]);
  });

  it('changes nothing for a job that is not there, or that is put before itself', () => {
    const jobs = [job('a'), job('b')];
    expect(moved(jobs, 'x', 'a')).toEqual(jobs);
    expect(moved(jobs, 'a', 'a')).toEqual(jobs);
  });

  it('loses and doubles nothing, and puts the job where it was asked for, however often it is reordered', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const moves = fc.array(fc.tuple(fc.constantFrom(...names), fc.option(fc.constantFrom(...names))), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(
        moves,
        fc.array(fc.constantFrom<Priority>(-1, 0, 1), { minLength: 5, maxLength: 5 }),
        (list, given) => {
          let jobs = names.map((name, n) => job(name, given[n], n));
          for (const [id, before] of list) {
            jobs = moved(jobs, id, before);
            const order = ids(inQueueOrder(jobs));
            expect(Array.from(order).toSorted().join('')).toBe('abcde');
            if (before === null) expect(order.at(-1)).toBe(id);
            else if (id !== before) expect(order).toContain(id + before);
          }
        },
      ),
    );
  });
});

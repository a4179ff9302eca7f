import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createJob, type Job } from '../../../src/jobs/job';

/** A fresh copy of the store's modules, as a worker that was started again has; the database stays. */
async function freshStore() {
  vi.resetModules();
  return { ...(await import('../../../src/store/write')), ...(await import('../../../src/store/read')) };
}

const newJob = (id: string, notebook = 'drive:n'): Job =>
  createJob({ id, notebook, url: 'https://example.org/a', output: '', checksum: null, at: 1 });

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('changeNotebook', () => {
  it('gives an edit the open jobs of that notebook alone', async () => {
    const { changeNotebook } = await freshStore();
    await changeNotebook('drive:n', () => ({ jobs: [newJob('a'), { ...newJob('done'), state: 'completed' }] }));
    await changeNotebook('drive:other', () => ({ jobs: [newJob('b', 'drive:other')] }));
    const { jobs } = await changeNotebook('drive:n', () => ({}));
    expect(jobs.map((job) => job.id)).toEqual(['a']);
  });

  it('keeps what it wrote through a restart of the worker', async () => {
    await (await freshStore()).changeNotebook('drive:n', () => ({ jobs: [newJob('a')] }));
    expect((await (await freshStore()).findJob('a'))?.notebook).toBe('drive:n');
  });

  it('keeps a completed job in the history and out of the open ones', async () => {
    const { changeNotebook, allJobs, openJobs } = await freshStore();
    await changeNotebook('drive:n', () => ({ jobs: [newJob('a')] }));
    await changeNotebook('drive:n', ({ jobs }) => ({
      jobs: jobs.map((job) => ({ ...job, state: 'completed' as const })),
    }));
    expect(await openJobs()).toEqual([]);
    expect((await allJobs()).map((job) => job.state)).toEqual(['completed']);
  });

  it('gives of the history only as much as is asked for, newest first, and counts it without reading it', async () => {
    const { changeNotebook, finishedJobs, countFinished } = await freshStore();
    const done = (id: string, notebook: string, finishedAt: number): Job => ({
      ...newJob(id, notebook),
      state: 'completed',
      finishedAt,
    });
    await changeNotebook('drive:n', () => ({
      jobs: [newJob('open'), done('a', 'drive:n', 3), done('b', 'drive:n', 1), done('c', 'drive:n', 2)],
    }));
    await changeNotebook('drive:other', () => ({ jobs: [done('d', 'drive:other', 9)] }));
    const idsOf = (jobs: Job[]) => jobs.map(({ id }) => id);
    expect(idsOf(await finishedJobs(2, 'drive:n'))).toEqual(['a', 'c']);
    expect(idsOf(await finishedJobs(9))).toEqual(['d', 'a', 'c', 'b']);
    expect([await countFinished('drive:n'), await countFinished()]).toEqual([3, 4]);
  });

  it('loses no edit when many come at once', async () => {
    const { changeNotebook, findJob } = await freshStore();
    await changeNotebook('drive:n', () => ({ jobs: [newJob('a')] }));
    await Promise.all(
      Array.from({ length: 50 }, () =>
        changeNotebook('drive:n', ({ jobs }) => ({ jobs: jobs.map((job) => ({ ...job, offset: job.offset + 1 })) })),
      ),
    );
    expect((await findJob('a'))?.offset).toBe(50);
  });

  it('writes nothing at all when an edit throws', async () => {
    const { changeNotebook, findJob } = await freshStore();
    await changeNotebook('drive:n', () => ({ jobs: [newJob('a')] }));
    await expect(
      changeNotebook('drive:n', () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect((await findJob('a'))?.offset).toBe(0);
  });

  it('tells open faces of a change, and only of a change', async () => {
    const { changeNotebook } = await freshStore();
    const { onStoreChange } = await import('../../../src/store/changes');
    const heard = vi.fn();
    const stop = onStoreChange(heard);
    await changeNotebook('drive:n', () => ({ jobs: [newJob('a')] }));
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
    await changeNotebook('drive:n', ({ jobs }) => ({ jobs }));
    await changeNotebook('drive:n', () => ({ remove: ['a'] }));
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2));
    stop();
  });
});

describe('pruneHistory', () => {
  it('forgets what is old or too much, and never a download that is open', async () => {
    const { changeNotebook, pruneHistory, allJobs } = await freshStore();
    const done = (id: string, at: number): Job => ({
      ...newJob(id),
      createdAt: at,
      state: 'completed',
      finishedAt: at,
    });
    await changeNotebook('drive:n', () => ({
      jobs: [{ ...newJob('open'), createdAt: 0 }, done('old', 1), done('b', 11), done('c', 12), done('d', 13)],
    }));
    expect(await pruneHistory(10, 2)).toBe(2);
    expect((await allJobs()).map((job) => job.id)).toEqual(['d', 'c', 'open']);
    expect(await pruneHistory(13, 9)).toBe(1);
    expect((await allJobs()).map((job) => job.id)).toEqual(['d', 'open']);
  });
});

import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createJob, type Job } from '../../../src/jobs/job';

async function freshStore() {
  vi.resetModules();
  return { ...(await import('../../../src/store/trails')), ...(await import('../../../src/store/write')) };
}

const made = createJob({ id: 'a', notebook: 'n', url: 'https://example.org/a', output: '', checksum: null, at: 1 });
const heard = (heardAt: number, offset: number): Job => ({ ...made, heardAt, offset });

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('the trails', () => {
  it('grow with each word of the runtime, and with nothing else', async () => {
    const { extendTrails, trailsOf } = await freshStore();
    await extendTrails([{ before: undefined, after: made }]);
    await extendTrails([{ before: made, after: heard(1000, 10) }]);
    await extendTrails([{ before: heard(1000, 10), after: { ...heard(1000, 10), state: 'paused' } }]);
    await extendTrails([{ before: heard(1000, 10), after: heard(3000, 30) }]);
    expect((await trailsOf(['a', 'b'])).get('a')).toEqual([
      [1000, 10],
      [3000, 30],
    ]);
  });

  it('go with their download', async () => {
    const { extendTrails, trailsOf, changeNotebook, pruneHistory } = await freshStore();
    await changeNotebook('n', () => ({ jobs: [made, { ...made, id: 'b', state: 'completed', finishedAt: 2 }] }));
    await extendTrails(['a', 'b'].map((id) => ({ before: undefined, after: { ...heard(1000, 10), id } })));
    await changeNotebook('n', () => ({ remove: ['a'] }));
    expect([...(await trailsOf(['a', 'b'])).keys()]).toEqual(['b']);
    await pruneHistory(10, 0);
    expect((await trailsOf(['a', 'b'])).size).toBe(0);
  });
});

import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createJob } from '../../../src/jobs/job';
import type { FlightEntry } from '../../../src/store/flight-event';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  vi.resetModules();
});

async function log(): Promise<FlightEntry[]> {
  const { flightLog } = await import('../../../src/store/read');
  return flightLog('drive:n');
}

describe('the recorder', () => {
  it('writes in the order of the calls, and lets nobody wait', async () => {
    const { record } = await import('../../../src/background/recorder');
    for (const what of ['idle', 'busy', 'lost']) record('drive:n', { kind: 'state', what });
    await vi.waitFor(async () => expect((await log()).map(({ what }) => what)).toEqual(['idle', 'busy', 'lost']));
  });

  it('hears of every command and every state of a download, and says nothing twice', async () => {
    const { editNotebook } = await import('../../../src/background/edit');
    const job = createJob({ id: 'j', notebook: 'drive:n', url: 'https://e.org/a', output: '', checksum: null, at: 1 });
    const notebook = { key: 'drive:n', command: { id: 'c', overwriteEdited: false, at: 1 } } as never;
    await editNotebook('drive:n', () => ({ notebook, jobs: [job] }));
    await editNotebook('drive:n', () => ({ notebook }));
    await editNotebook('drive:n', ({ jobs: [known] }) => ({
      jobs: [{ ...(known ?? job), state: 'interrupted', reason: 'browser-closed' }],
    }));
    await vi.waitFor(async () => expect(await log()).toHaveLength(3));
    expect((await log()).map(({ kind, what, why }) => [kind, what, why])).toEqual([
      ['progress', 'queued', undefined],
      ['command', 'deliver', undefined],
      ['progress', 'interrupted', 'browser-closed'],
    ]);
  });
});

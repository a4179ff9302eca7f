import { IDBFactory } from 'fake-indexeddb';
import { openDB, unwrap } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createJob } from '../../../src/jobs/job';
import { newGuard } from '../../../src/keepalive/guard';
import { migrate, migrations } from '../../../src/store/migrations/index';
import type { Upgrade } from '../../../src/store/migrations/migration';

/** Makes a database as version `version` of the extension left it, with a record in it. */
async function madeByVersion(version: number, damage: (tx: Upgrade) => unknown = () => undefined) {
  const db = await openDB('lifeline', version, {
    async upgrade(upgraded, from, to, tx) {
      await migrate(upgraded as never, tx, from, to ?? version);
      damage(tx);
    },
  });
  const {
    priority: _p,
    rank: _r,
    checksum: _c,
    headers: _h,
    copyTo: _t,
    unpack: _u,
    notice: _n,
    copied: _d,
    ...job
  } = createJob({
    id: 'a',
    notebook: 'drive:n',
    url: 'https://example.org/a',
    output: '',
    checksum: null,
    at: 1,
  });
  await db.put('jobs', { ...job, sha256: 'ab'.repeat(32), openIn: job.notebook });
  db.close();
}

async function freshStore() {
  vi.resetModules();
  return {
    ...(await import('../../../src/store/database')),
    ...(await import('../../../src/store/read')),
    ...(await import('../../../src/store/backup')),
    ...(await import('../../../src/store/settings')),
    ...(await import('../../../src/store/trails')),
  };
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('migrations', () => {
  it.each(migrations.slice(0, -1).map((_, index) => index + 1))(
    'from version %i: keeps the jobs, and has a backup',
    async (version) => {
      await madeByVersion(version);
      const store = await freshStore();
      expect((await store.openJobs('drive:n')).map((job) => job.id)).toEqual(['a']);
      const backups = await store.backupHeads();
      expect(backups.map((backup) => backup.version)).toEqual([version]);
      const backup = await store.findBackup(backups[0]?.at ?? 0);
      expect(backup?.stores.jobs).toMatchObject({ keys: ['a'], values: [{ id: 'a' }] });
    },
  );

  it('2: has room for the settings', async () => {
    await madeByVersion(1);
    const { readSettings, writeSettings } = await freshStore();
    expect((await readSettings()).relaunchByItself).toBe(false);
    await writeSettings({ ...(await readSettings()), relaunchByItself: true });
    expect((await readSettings()).relaunchByItself).toBe(true);
  });

  it('3: has room for the trails', async () => {
    await madeByVersion(2);
    const { trailsOf } = await freshStore();
    expect(await trailsOf(['a'])).toEqual(new Map());
  });

  it('4: has room for the flight recorder', async () => {
    await madeByVersion(3);
    await freshStore();
    const { appendFlight } = await import('../../../src/store/flight-log');
    await appendFlight('drive:n', { kind: 'state', what: 'idle' }, 1);
    const { flightLog } = await import('../../../src/store/read');
    expect(await flightLog('drive:n')).toHaveLength(1);
  });

  it('5: every download has its place in the queue, and a completed one is found by when it was', async () => {
    await madeByVersion(4);
    const store = await freshStore();
    expect(await store.findJob('a')).toMatchObject({ priority: 0, rank: 1 });
    const { changeNotebook } = await import('../../../src/store/write');
    await changeNotebook('drive:n', ({ jobs }) => ({
      jobs: jobs.map((job) => ({ ...job, state: 'completed', finishedAt: 7 })),
    }));
    const db = await store.database();
    expect(await db.countFromIndex('jobs', 'finishedIn', ['drive:n', 7])).toBe(1);
    expect(await db.countFromIndex('jobs', 'finishedAt')).toBe(1);
  });

  it('6, 7: keep-alive goes on as it was set and as it stood', async () => {
    await madeByVersion(5);
    const old = await openDB('lifeline');
    const was = { lastNudgeAt: 5, lastReconnectAt: null, downSince: 7, reconnects: 2 };
    await old.put('notebooks', { key: 'drive:n', title: 'Notes', keepAlive: 'off', ...was });
    await old.put('notebooks', { key: 'drive:m', title: 'More', keepAlive: 'while-working', ...was });
    old.close();
    const { allNotebooks } = await freshStore();
    const later = {
      session: null,
      setup: { enabled: false, doneOn: null },
      release: { due: null, kept: null },
      awaySince: null,
    };
    expect(await allNotebooks()).toEqual([
      { key: 'drive:m', title: 'More', ...later, guard: { ...newGuard({ mode: 'while-working' }), ...was } },
      { key: 'drive:n', title: 'Notes', ...later, guard: { ...newGuard({ mode: 'off' }), ...was } },
    ]);
  });

  it('8: a checksum says which it is, and a download can carry more', async () => {
    await madeByVersion(7);
    expect(await (await freshStore()).findJob('a')).toMatchObject({
      checksum: `sha256:${'ab'.repeat(32)}`,
      headers: {},
      copyTo: null,
      unpack: false,
      notice: null,
      copied: null,
    });
  });

  it('9: a notebook can have hours of its own', async () => {
    await madeByVersion(8);
    const old = await openDB('lifeline');
    const { schedule: _, ...guard } = newGuard({ mode: 'off' });
    await old.put('notebooks', { key: 'drive:n', title: 'Notes', guard });
    old.close();
    const { allNotebooks } = await freshStore();
    expect(await allNotebooks()).toEqual([{ key: 'drive:n', title: 'Notes', guard: newGuard({ mode: 'off' }) }]);
  });

  it('set a database aside that they fail on, whole as it was, and begin with an empty one', async () => {
    // The next version makes an index of this name.
    await madeByVersion(4, (tx) => tx.objectStore('jobs').createIndex('finishedAt', 'finishedAt'));
    const store = await freshStore();
    expect(await store.openJobs()).toEqual([]);
    const aside = (await store.backupHeads()).filter(({ setAside }) => setAside !== null);
    expect(aside).toMatchObject([{ setAside: 'failed-upgrade', version: 4, jobs: 1 }]);
  });

  it('set a database aside that a newer version made', async () => {
    await madeByVersion(migrations.length);
    const newer = await openDB('lifeline', migrations.length + 1);
    newer.close();
    const store = await freshStore();
    expect(await store.openJobs()).toEqual([]);
    expect((await store.database()).version).toBe(migrations.length);
    expect(await store.backupHeads()).toMatchObject([
      { setAside: 'newer-version', version: migrations.length + 1, jobs: 1 },
    ]);
  });

  it('takes no backup of a database that is new or up to date', async () => {
    await (await freshStore()).database();
    const store = await freshStore();
    await store.database();
    expect(await store.backupHeads()).toEqual([]);
  });

  it('makes way for a newer version that another context opens', async () => {
    const { database } = await freshStore();
    await database();
    const newer = await openDB('lifeline', migrations.length + 1);
    expect(newer.version).toBe(migrations.length + 1);
    newer.close();
  });

  it('is opened again after the browser closed it', async () => {
    const { database, openJobs } = await freshStore();
    const { forceCloseDatabase } = await import('fake-indexeddb');
    const first = await database();
    forceCloseDatabase(unwrap(first) as never);
    expect(await openJobs()).toEqual([]);
    expect(await database()).not.toBe(first);
  });

  it('gives up waiting for a page that holds an older version open, says so, and goes on when that is gone', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const old = await openDB('lifeline', 1, {
      upgrade: (db, _from, _to, tx) => void migrate(db as never, tx, 0, 1),
    });
    const { database, openJobs } = await freshStore();
    const waiting = expect(database()).rejects.toThrow(/older version/);
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    await vi.advanceTimersByTimeAsync(10_000);
    await waiting;
    vi.useRealTimers();
    old.close();
    expect(await openJobs()).toEqual([]);
  });

  it('gives a setting that makes no sense its default, and keeps the others', async () => {
    const { database, readSettings } = await freshStore();
    await (await database()).put('meta', { relaunchByItself: 'yes', notifyDone: false, unknown: 1 }, 'settings');
    expect(await readSettings()).toMatchObject({ relaunchByItself: false, notifyDone: false });
  });
});

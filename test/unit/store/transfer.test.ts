import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { createJob, type Job } from '../../../src/jobs/job';
import { newGuard } from '../../../src/keepalive/guard';
import type { Notebook } from '../../../src/store/schema';
import { settingsSchema } from '../../../src/store/settings';
import { exportText, parseImport } from '../../../src/store/transfer';

const job = createJob({
  id: 'a',
  notebook: 'drive:n',
  url: 'https://example.org/a.bin',
  output: 'models/',
  checksum: null,
  at: 1,
});
const done: Job = { ...job, id: 'b', state: 'completed', offset: 5, size: 5, verified: 'size', finishedAt: 9 };
const notebook: Notebook = {
  key: 'drive:n',
  url: 'https://colab.research.google.com/drive/n',
  title: 'Notes',
  token: 'a-token',
  consented: true,
  guard: newGuard({ mode: 'off' }),
  session: null,
  setup: { enabled: false, doneOn: null },
  release: { due: null, kept: null },
  awaySince: null,
  command: null,
  trouble: null,
};
const settings = v.parse(settingsSchema, { relaunchByItself: true });
const text = exportText([job, done], [notebook], settings);
const changed = (change: (file: { jobs: Record<string, unknown>[] } & Record<string, unknown>) => void) => {
  const file = JSON.parse(text);
  change(file);
  return JSON.stringify(file);
};

describe('export and import', () => {
  it('bring back what was there', () => {
    expect(parseImport(text)).toEqual({
      ok: true,
      leftOut: 0,
      value: {
        jobs: [job, done],
        notebooks: [
          {
            key: notebook.key,
            url: notebook.url,
            title: notebook.title,
            guard: { plan: { mode: 'off' }, countCells: null, budget: null, schedule: null },
          },
        ],
        settings,
      },
    });
  });

  it('let no token out, and no permission', () => {
    expect(text).not.toContain('a-token');
    expect(text).not.toContain('consented');
  });

  it('bring a notebook’s own keep-alive choices, but begin no set time anew', () => {
    const guarded = (guard: object) => {
      const imported = parseImport(changed((file) => Object.assign(file, { notebooks: [{ ...notebook, guard }] })));
      return imported.ok && imported.value.notebooks[0]?.guard;
    };
    const own = { plan: { mode: 'off' }, countCells: true, budget: 3_600_000, schedule: 'any' };
    expect(guarded(own)).toEqual(own);
    const plain = { plan: { mode: 'while-working' }, countCells: null, budget: null, schedule: null };
    expect(guarded({ ...plain, plan: { mode: 'timed', left: 60_000 } })).toEqual(plain);
    expect(guarded({ ...own, budget: -1 })).toEqual(plain);
  });

  it('take in all that the longest history can hold', () => {
    const long = Array.from({ length: 20_000 }, (_, n) => ({
      ...done,
      id: `${n}`,
      url: `${done.url}?${'x'.repeat(300)}`,
    }));
    const imported = parseImport(exportText([...long, job], [notebook], settings));
    expect(imported).toMatchObject({ ok: true, leftOut: 0 });
  });

  it('let nothing run that ran when it was exported', () => {
    const imported = parseImport(exportText([{ ...job, state: 'running' }], [notebook], settings));
    expect(imported.ok && imported.value.jobs[0]).toMatchObject({ state: 'interrupted' });
  });

  it.each([
    ['not JSON', '{', 'not-json'],
    ['nothing', '', 'not-json'],
    ['another file', '[]', 'not-ours'],
    ['a newer version', changed((file) => Object.assign(file, { version: 2 })), 'newer-version'],
    ['50 MB', ' '.repeat(50_000_000), 'too-long'],
    [
      'a million jobs',
      `{"format":"lifeline-for-colab","version":1,"notebooks":[],"jobs":[${'0,'.repeat(999_999)}0]}`,
      'too-many-jobs',
    ],
  ])('refuse %s', (_, file, problem) => {
    expect(parseImport(file)).toEqual({ ok: false, problem });
  });

  it.each<[string, Record<string, unknown>]>([
    ['a negative size', { size: -1 }],
    ['a script for an address', { url: 'javascript:alert(1)' }],
    ['an unknown state', { state: 'owned' }],
    ['a name of 10 000 characters', { output: 'x'.repeat(10_000) }],
    ['a notebook that is not in the file', { notebook: 'drive:other' }],
    ['a number where a text belongs', { id: 3 }],
  ])('leave out a job with %s, count it, and keep the others', (_, change) => {
    const imported = parseImport(changed((file) => Object.assign(file.jobs[0] ?? {}, change)));
    expect(imported).toMatchObject({ ok: true, leftOut: 1, value: { jobs: [{ id: 'b' }] } });
  });

  it('take over no key that is not ours, least of all a prototype', () => {
    const hostile = text.replace('"id":"a"', '"__proto__":{"polluted":true},"extra":1,"id":"a"');
    const imported = parseImport(hostile);
    expect(imported.ok && imported.value.jobs[0]).toEqual(job);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('never throw, and keep only what could be exported again', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(1), fc.constantFrom(...Object.keys(job)), (value, index, key) => {
        const imported = parseImport(
          changed((file) => Object.assign(file.jobs[index] ?? {}, { [key]: JSON.parse(value) })),
        );
        if (!imported.ok) throw new Error('refused a file for one job');
        expect(parseImport(exportText(imported.value.jobs, [notebook], settings))).toMatchObject({ leftOut: 0 });
      }),
    );
  });
});

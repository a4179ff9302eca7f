import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROGRESS_PREFIX, parseProgress } from '../../../src/jobs/progress';
import { buildCell, type CellJob } from '../../../src/runtime/cell';
import { isUnedited, markerSum } from '../../../src/runtime/cell-marker';

const job: CellJob = { id: 'a', url: 'https://example.org/a.bin', output: 'models/' };
const token = 'token-1';

interface Literals {
  downloads: { jobs: unknown };
  modules: string[];
}

/** Reads cells as Python does, without running them: the texts of their literals. One process for all: it is slow to start. */
function literals(cells: string[]): Literals[] {
  const read = [
    'import ast, json, sys',
    'def one(cell):',
    '    tree = ast.parse(cell)',
    '    found = {n.targets[0].id: ast.literal_eval(n.value) for n in tree.body if isinstance(n, ast.Assign)}',
    '    return {"downloads": json.loads(found["LIFELINE_DOWNLOADS"]), "modules": list(found["LIFELINE_MODULES"])}',
    'print(json.dumps([one(cell) for cell in json.load(sys.stdin)]))',
  ].join('\n');
  return JSON.parse(execFileSync('python3', ['-c', read], { input: JSON.stringify(cells), encoding: 'utf8' }));
}

// Starting Python takes its time on a busy machine.
describe('the Lifeline cell', { timeout: 30_000 }, () => {
  it('is a folded form whose second line marks it', async () => {
    const [title, marker] = (await buildCell({ token, jobs: [job] })).split('\n');
    expect(title).toBe('# @title Lifeline downloads { display-mode: "form" }');
    expect(marker).toMatch(/^# lifeline-cell v1 sum=[0-9a-f]{16}$/);
  });

  it('carries the downloads and every module of the package as text', async () => {
    const [found] = literals([await buildCell({ token, jobs: [job] })]);
    expect(found?.downloads).toEqual({ v: 1, token, jobs: [job], concurrency: 3, speedLimit: null });
    expect(found?.modules).toContain('batch/viewer.py');
    expect(found?.modules).toContain('__main__.py');
  });

  it('is seen to be edited when anything below the marker changed', async () => {
    const cell = await buildCell({ token, jobs: [job] });
    expect(await isUnedited(cell)).toBe(true);
    expect(await isUnedited(cell.replaceAll('\n', '\r\n'))).toBe(true);
    expect(await isUnedited(cell.replace('a.bin', 'b.bin'))).toBe(false);
    expect(await isUnedited(`${cell}#`)).toBe(false);
    expect(await isUnedited('print(1)')).toBe(false);
    expect(markerSum('print(1)\n# lifeline-cell v1 sum=xyz')).toBeNull();
  });

  it('lets no text of the user out of its literal', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom("'''\nimport os\n'''", "\\'''", '\\', '\u2028', '"', '\ud800', "r'''", '\r\n'),
    );
    const samples = fc
      .sample(fc.tuple(hostile, hostile), { numRuns: 25, seed: 7 })
      .map(([url, output]) => [{ ...job, url, output, headers: { 'X-Key': url } }]);
    const cells = await Promise.all(samples.map((jobs) => buildCell({ token, jobs })));
    expect(literals(cells).map(({ downloads }) => downloads.jobs)).toEqual(JSON.parse(JSON.stringify(samples)));
  });

  it('holds nothing of the kind that Colab warns about', async () => {
    const cell = await buildCell({ token, jobs: [job] });
    expect(cell).not.toMatch(/webui|ngrok|ssh|rdp|tunnel|base64 -d|d2VidWk/i);
    expect(cell).not.toMatch(/[A-Za-z0-9+/]{80,}/);
  });

  it('runs by hand, reports by the schema and ends', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lifeline-cell-'));
    try {
      const file = join(folder, 'cell.py');
      writeFileSync(file, await buildCell({ token, jobs: [{ ...job, url: 'file:///etc/passwd' }] }));
      const output = execFileSync('python3', [file], { cwd: folder, encoding: 'utf8' });
      const line = output.split('\n').findLast((one) => one.startsWith(PROGRESS_PREFIX)) ?? '';
      const progress = parseProgress(line, token);
      expect(progress?.end).toBe('finished');
      expect(progress?.jobs[0]?.error?.code).toBe('bad-address');
      expect(readFileSync(join(folder, '.lifeline', 'boot'), 'ascii')).toBe(progress?.boot);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

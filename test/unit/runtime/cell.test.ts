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

/** Reads the cell as Python does, without running it: the texts of its literals. */
function literals(cell: string): { downloads: unknown; modules: string[] } {
  const read = [
    'import ast, json, sys',
    'tree = ast.parse(sys.stdin.read())',
    'found = {node.targets[0].id: ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign)}',
    'print(json.dumps({"downloads": json.loads(found["LIFELINE_DOWNLOADS"]), "modules": list(found["LIFELINE_MODULES"])}))',
  ].join('\n');
  return JSON.parse(execFileSync('python3', ['-c', read], { input: cell, encoding: 'utf8' }));
}

describe('the Lifeline cell', () => {
  it('is a folded form whose second line marks it', async () => {
    const [title, marker] = (await buildCell({ token, jobs: [job] })).split('\n');
    expect(title).toBe('# @title Lifeline downloads { display-mode: "form" }');
    expect(marker).toMatch(/^# lifeline-cell v1 sum=[0-9a-f]{16}$/);
  });

  it('carries the downloads and every module of the package as text', async () => {
    const { downloads, modules } = literals(await buildCell({ token, jobs: [job] }));
    expect(downloads).toEqual({ v: 1, token, jobs: [job], concurrency: 3, speedLimit: null });
    expect(modules).toContain('viewer.py');
    expect(modules).toContain('__main__.py');
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
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (url, output) => {
        const jobs = [{ ...job, url, output, headers: { 'X-Key': url } }];
        const { downloads } = literals(await buildCell({ token, jobs }));
        expect((downloads as { jobs: unknown }).jobs).toEqual(JSON.parse(JSON.stringify(jobs)));
      }),
      { numRuns: 25, seed: 7 },
    );
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
      writeFileSync(file, await buildCell({ token, jobs: [{ ...job, url: 'ftp://example.org/x' }] }));
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

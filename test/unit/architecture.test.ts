import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => `src/${path}`);

/** Which folders of src/ a folder may import from: the arrows of the house point one way. */
const ALLOWED: Record<string, string[]> = {
  jobs: [],
  keepalive: [],
  intake: ['jobs'],
  platform: [],
  // Types only: the messages carry what these folders define.
  messaging: ['jobs', 'keepalive', 'colab', 'platform', 'store'],
  store: ['jobs', 'keepalive', 'platform'],
  runtime: [],
  colab: ['runtime'],
  content: ['colab', 'messaging', 'runtime', 'platform'],
  background: ['jobs', 'keepalive', 'intake', 'store', 'messaging', 'platform', 'runtime'],
  ui: ['intake', 'jobs', 'keepalive', 'store', 'messaging', 'platform'],
  popup: ['intake', 'jobs', 'keepalive', 'store', 'messaging', 'platform', 'ui'],
  // Of colab/ only the types that the messages carry.
  add: ['colab', 'jobs', 'intake', 'messaging', 'platform', 'store', 'ui'],
  dashboard: ['jobs', 'keepalive', 'store', 'messaging', 'platform', 'ui'],
  options: ['jobs', 'store', 'messaging', 'platform', 'ui'],
  help: ['platform', 'ui'],
  welcome: ['platform', 'ui'],
  diagnostics: ['colab', 'messaging', 'platform', 'store', 'ui'],
};

function importsOf(path: string): { from: string; typeOnly: boolean }[] {
  return [...read(path).matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'/gm)].map((match) => ({
    typeOnly: match[1] !== undefined,
    from: match[2] ?? '',
  }));
}

describe('the house', () => {
  it.each(sources)('%s imports only what its folder may', (path) => {
    const folder = path.split('/')[1] ?? '';
    const allowed = ALLOWED[folder];
    expect(allowed, `src/${folder} has no rule`).toBeDefined();
    for (const { from, typeOnly } of importsOf(path)) {
      if (!from.startsWith('.')) continue;
      const target = relative('src', join(dirname(path), from)).split('/')[0] ?? '';
      if (target === folder) continue;
      expect(allowed, `${path} imports ${from}`).toContain(target);
      if (folder === 'messaging' && ['colab', 'store'].includes(target))
        expect(typeOnly, `${path} imports code of ${target}/`).toBe(true);
    }
  });

  it('has one door to the browser API', () => {
    const others = sources.filter((path) => path !== 'src/platform/browser.ts');
    for (const path of others) {
      const values = importsOf(path).filter(({ from, typeOnly }) => from === 'webextension-polyfill' && !typeOnly);
      expect(values, path).toEqual([]);
      expect(read(path), path).not.toMatch(/\bchrome\.(runtime|tabs|storage|alarms|scripting|action|notifications)\b/);
    }
  });

  it('has one writer of the store', () => {
    const writers = sources.filter((path) =>
      importsOf(path).some(({ from }) => /store\/(write|flight-log)$/.test(from)),
    );
    for (const path of writers) expect(path).toMatch(/^src\/background\//);
  });
});

describe('the package', () => {
  const manifest = JSON.parse(read('manifest.json')) as {
    permissions: string[];
    host_permissions: string[];
    background: { service_worker: string };
    action: { default_popup: string };
    content_scripts: { js: string[] }[];
  };

  it('has its version in one place', () => {
    expect(manifest).not.toHaveProperty('version');
    expect((JSON.parse(read('package.json')) as { version: string }).version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('asks for no more than it promises', () => {
    expect(manifest.permissions).toEqual(['storage', 'alarms', 'scripting', 'notifications']);
    expect(manifest.host_permissions).toEqual(['https://colab.research.google.com/*']);
  });

  it('names only files that exist', () => {
    const named = [
      manifest.background.service_worker,
      manifest.action.default_popup,
      ...manifest.content_scripts.flatMap(({ js }) => js),
    ];
    for (const path of named) expect(existsSync(join(root, path)), path).toBe(true);
  });

  it('locks no download address', () => {
    expect(read('package-lock.json')).not.toContain('"resolved"');
  });
});

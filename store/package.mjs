// `npm run package`: builds for Chrome and for Firefox, checks both, and leaves the two zips of the stores in packages/.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function run(...args) {
  const { status } = spawnSync('npx', args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(join(root, 'packages'), { recursive: true, force: true });
for (const [browser, folder] of [
  ['chrome', 'dist'],
  ['firefox', 'dist-firefox'],
]) {
  run('vite', 'build', '--mode', browser === 'firefox' ? 'firefox' : 'production', '--logLevel', 'warn');
  // The linter knows Firefox's rules alone: of a build for Chrome it would say what only Firefox wants.
  if (browser === 'firefox') run('web-ext', 'lint', '--source-dir', folder);
  const file = `${name}-${version}-${browser}.zip`;
  run('web-ext', 'build', '--source-dir', folder, '--artifacts-dir', 'packages', '--filename', file);
}

// Finds what the tests and the demo run on, and installs what is missing. Built-in modules only: it runs before `npm install`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../..', import.meta.url).pathname;
const cache = join(root, '.cache');

export class MissingTool extends Error {}

/** Installs the npm packages if the lock file is newer than what is there. */
export function ensurePackages() {
  const installed = join(root, 'node_modules/.package-lock.json');
  const fresh =
    existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
  // Not `npm ci`: it wants every platform's binaries in the lock file, and not every registry serves them all.
  if (!fresh) run('npm', ['install', '--no-audit', '--no-fund']);
}

/** Returns `{CHROMIUM_PATH, JUPYTER_PYTHON}` for the children's environment; throws `MissingTool` with what to install. */
export function ensureTools() {
  const wanted = [];
  if (findChromium() === null) wanted.push('chromium');
  if (findJupyter() === null) wanted.push('python3-ipykernel', 'jupyter-server');
  if (wanted.length > 0) aptInstall(wanted);
  const chromium = findChromium() ?? downloadChromium();
  const python = findJupyter() ?? makeVenv();
  return { CHROMIUM_PATH: chromium, JUPYTER_PYTHON: python };
}

/** Debian packages that only some tests need: other download tools to test as engines and to measure against. */
export function ensureDebianExtras(packages) {
  const missing = packages.filter(({ command }) => !onPath(command)).map(({ name }) => name);
  if (missing.length > 0) aptInstall(missing);
}

/** The Python library `requests`, for one of the interpreters that the benchmarks look at. */
export function ensureRequests() {
  const usable = (python) => spawnSync(python, ['-c', 'import requests'], { stdio: 'ignore' }).status === 0;
  if (!usable('python3') && !usable('/usr/bin/python3')) aptInstall(['python3-requests']);
}

/**
 * Returns the path of an nginx. One that is missing is unpacked into the cache and not installed: the package would start a
 * server on port 80.
 */
export function ensureNginx() {
  const unpacked = join(cache, 'nginx/usr/sbin/nginx');
  const find = () => ['/usr/sbin/nginx', '/usr/local/bin/nginx', unpacked].find((path) => existsSync(path));
  if (find() === undefined && onPath('apt-get')) {
    const folder = join(cache, 'nginx');
    mkdirSync(folder, { recursive: true });
    // Which package holds the program depends on the release.
    for (const name of ['nginx', 'nginx-core']) {
      spawnSync('sh', ['-c', `apt-get download -q ${name} && dpkg-deb -x ${name}_*.deb .`], { cwd: folder });
      if (existsSync(unpacked)) break;
    }
  }
  const found = find();
  if (found === undefined)
    throw new MissingTool('No nginx found. Install one (Debian, Ubuntu: apt-get install nginx-light).');
  return found;
}

function findChromium() {
  // Branded Chrome is left out: since 137 it ignores --load-extension.
  const playwright = join(homedir(), '.cache/ms-playwright');
  const downloaded = existsSync(playwright)
    ? readdirSync(playwright)
        .filter((name) => name.startsWith('chromium-'))
        .flatMap((name) => ['chrome-linux64/chrome', 'chrome-linux/chrome'].map((path) => join(playwright, name, path)))
    : [];
  const candidates = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...downloaded,
  ];
  return candidates.find((path) => path !== undefined && existsSync(path)) ?? null;
}

function findJupyter() {
  const candidates = [process.env.JUPYTER_PYTHON, '/usr/bin/python3', join(cache, 'venv/bin/python'), 'python3'];
  const usable = (python) =>
    spawnSync(python, ['-c', 'import jupyter_server, ipykernel'], { stdio: 'ignore' }).status === 0;
  return candidates.find((path) => path !== undefined && usable(path)) ?? null;
}

function aptInstall(packages) {
  if (!onPath('apt-get')) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, 'apt-get', ...args];
    return (
      spawnSync(command, rest, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
        .status === 0
    );
  };
  process.stdout.write(`Installing ${packages.join(', ')} with apt-get\n`);
  if (!apt('install', '-y', '--no-install-recommends', ...packages)) {
    apt('update');
    apt('install', '-y', '--no-install-recommends', ...packages);
  }
}

function downloadChromium() {
  spawnSync('npx', ['playwright', 'install', 'chromium'], { cwd: root, stdio: 'inherit' });
  const found = findChromium();
  if (found === null) {
    throw new MissingTool(
      'No Chromium found. Install one (Debian, Ubuntu: apt-get install chromium; macOS: brew install --cask chromium), or set CHROMIUM_PATH.',
    );
  }
  return found;
}

function makeVenv() {
  mkdirSync(cache, { recursive: true });
  const venv = join(cache, 'venv');
  spawnSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
  spawnSync(join(venv, 'bin/pip'), ['install', '-q', 'jupyter-server', 'ipykernel'], { stdio: 'inherit' });
  const found = findJupyter();
  if (found === null) {
    throw new MissingTool(
      'No Python with jupyter_server and ipykernel found. Debian, Ubuntu: apt-get install jupyter-server python3-ipykernel. ' +
        'Elsewhere: pip install jupyter-server ipykernel. Or set JUPYTER_PYTHON to an interpreter that has both.',
    );
  }
  return found;
}

function onPath(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;
}

/** Runs a command in the project's folder with its output shown; throws if it fails. */
export function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
}

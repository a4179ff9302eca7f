import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where a Jupyter server answers, and the token that it wants. */
export interface JupyterServer {
  readonly port: number;
  readonly token: string;
  readonly process: ChildProcess;
}

/**
 * The first interpreter that has both jupyter_server and ipykernel.
 * @param wanted tried alone if given; else `LIFELINE_PYTHON`, the project's own `.venv`, and the system's.
 */
export async function findPython(wanted = process.env['LIFELINE_PYTHON']): Promise<string> {
  const candidates = wanted ? [wanted] : [join(process.cwd(), '.venv/bin/python'), '/usr/bin/python3', 'python3'];
  for (const python of candidates) {
    if (python.includes('/') && !existsSync(python)) continue;
    const found = await run(python, ['-c', 'import jupyter_server, ipykernel']).then(
      () => true,
      () => false,
    );
    if (found) return python;
  }
  throw new Error(`no Python with jupyter_server and ipykernel among: ${candidates.join(', ')}`);
}

/** Starts a Jupyter server on a port of 127.0.0.1 and waits until it answers. `env` is its whole environment. */
export async function startJupyter(options: {
  python: string;
  root: string;
  token: string;
  env: Record<string, string>;
}): Promise<JupyterServer> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const log = openSync(join(options.root, 'jupyter.log'), 'a');
    const child = spawn(
      options.python,
      [
        '-m',
        'jupyter_server',
        '--no-browser',
        '--allow-root',
        '--ip=127.0.0.1',
        `--port=${port}`,
        '--ServerApp.port_retries=0',
        '--ServerApp.disable_check_xsrf=True',
        '--ServerApp.terminals_enabled=False',
        `--ServerApp.root_dir=${options.root}`,
        // Colab's Files pane shows files whose names begin with a dot when asked to.
        '--ContentsManager.allow_hidden=True',
      ],
      { cwd: options.root, env: { ...options.env, JUPYTER_TOKEN: options.token }, stdio: ['ignore', log, log] },
    );
    const server = { port, token: options.token, process: child };
    if (await answers(server)) return server;
    child.kill('SIGKILL');
    if (attempt === 3) throw new Error(`the Jupyter server does not start, see ${options.root}/jupyter.log`);
  }
}

/** A request to the server's REST interface. */
export function jupyterFetch(server: JupyterServer, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${server.port}${path}`, {
    ...init,
    headers: { authorization: `token ${server.token}` },
  });
}

async function answers(server: JupyterServer): Promise<boolean> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && server.process.exitCode === null) {
    const ready = await jupyterFetch(server, '/api/status').then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

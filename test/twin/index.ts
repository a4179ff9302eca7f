/**
 * The Colab twin: a server that answers as `https://colab.research.google.com` in a real Chromium, with the structure of
 * Colab's page, and runs the cells on a real Jupyter server with a real ipykernel. No part of it talks to Google.
 *
 *     const twin = await startTwin();
 *     const browser = await chromium.launch({ args: twin.chromiumArgs });
 *     const nb = await twin.addNotebook({ cells: [{ kind: 'code', text: 'print(1)' }] });
 *     await page.goto(nb.url);
 *     nb.cells();                 // what the page saved, outputs included
 *     nb.vm?.content;             // the VM's /content on this machine
 *     await nb.takeVmAway();      // its processes and files are gone
 *     await nb.restartKernel();
 *     nb.cutSocket();
 *     await nb.advance(5400);     // seconds of Colab's clock: idle timer, keep-alive requests, the VM's age
 *     await nb.activity();        // what counted as the user's presence
 *     await nb.takeJournal();     // every click, key, focus, scroll, dialog and opened pane since the last call
 *     await nb.showDialog('disconnected');
 *     await twin.stop();          // nothing is left behind, also if this process is killed instead
 *
 * A VM is a folder with a Jupyter server of its own; the kernel starts in `<vm.root>/content`, its home lies in
 * `<vm.root>/root`, and nothing is at `/content` of this machine.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCertificate } from './server/certificate.ts';
import { COLAB, FOREIGN_HOSTS, OUTPUT_HOST, TwinServer } from './server/http.ts';
import { findPython } from './server/jupyter.ts';
import { randomId, TwinNotebook } from './server/notebook.ts';
import { buildPageScripts } from './server/page-scripts.ts';
import { killMarked } from './server/processes.ts';
import { STANDARD, type Variant } from './variant.ts';

export interface TwinOptions {
  /** The interpreter for the VMs; else see `findPython`. */
  python?: string;
  /** Added to the environment of every process of every VM. */
  vmEnv?: Record<string, string>;
}

interface NotebookOptions {
  /** File id in Drive; random if not given. */
  id?: string;
  name?: string;
  variant?: Partial<Variant>;
  /** How many seconds of Colab's clock (idle timer, dialog delays, polls, the VM's age) pass in one second. 1 if not given. */
  clockSpeed?: number;
  /** One text cell and one empty code cell if not given. */
  cells?: readonly { kind: 'code' | 'text'; text: string }[];
}

export interface Twin {
  /** What Chromium needs to take this server for Colab. */
  readonly chromiumArgs: readonly string[];
  readonly port: number;
  addNotebook(options?: NotebookOptions): Promise<TwinNotebook>;
  stop(): Promise<void>;
}

/** Starts a twin; about a second. */
export async function startTwin(options: TwinOptions = {}): Promise<Twin> {
  const [python, certificate, scripts] = await Promise.all([
    findPython(options.python),
    makeCertificate([COLAB, `*.googleusercontent.com`, ...FOREIGN_HOSTS]),
    buildPageScripts(),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'colab-twin-'));
  const name = randomBytes(6).toString('hex');
  const reaper = startReaper(`TWIN=${name}`, folder);
  const notebooks = new Map<string, TwinNotebook>();
  const server = new TwinServer({
    certificate,
    scripts,
    notebooks: () => [...notebooks.values()],
  });
  const port = await server.listen();
  const hosts = [COLAB, `*.${OUTPUT_HOST.slice('colab.'.length)}`, ...FOREIGN_HOSTS];
  return {
    port,
    chromiumArgs: [
      `--host-resolver-rules=${hosts.map((host) => `MAP ${host}:443 127.0.0.1:${port}`).join(', ')}`,
      `--ignore-certificate-errors-spki-list=${certificate.spki}`,
    ],
    addNotebook: async (wanted = {}) => {
      const notebook = new TwinNotebook({
        id: wanted.id ?? `1${randomId(32)}`,
        name: wanted.name ?? 'Untitled0.ipynb',
        variant: { ...STANDARD, ...wanted.variant },
        clockSpeed: wanted.clockSpeed ?? 1,
        cells: wanted.cells ?? [
          { kind: 'text', text: '# Notes' },
          { kind: 'code', text: '' },
        ],
        vm: { python, folder, env: { ...options.vmEnv, TWIN: name } },
      });
      notebooks.set(notebook.id, notebook);
      return notebook;
    },
    stop: async () => {
      await Promise.all([...notebooks.values()].map((notebook) => notebook.unassign()));
      await server.close();
      await killMarked(`TWIN=${name}`);
      rmSync(folder, { recursive: true, force: true });
      reaper.stdin?.end();
    },
  };
}

/** See `server/reaper.ts`. It must not carry the mark, or it would kill itself. */
function startReaper(mark: string, folder: string): ChildProcess {
  const script = fileURLToPath(new URL('./server/reaper.ts', import.meta.url));
  const reaper = spawn(process.execPath, ['--import', 'tsx', script, mark, folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  reaper.unref();
  return reaper;
}

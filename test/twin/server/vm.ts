import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type JupyterServer, startJupyter } from './jupyter.ts';
import { killMarked, processesMarked } from './processes.ts';

/** One "VM": a folder as its disk, a Jupyter server in it, and every process that was started from there. */
export class Vm {
  /** Short name, as in Colab's `/tun/m/<id>/` addresses. */
  readonly id: string;
  /** The VM's `/`. */
  readonly root: string;
  /** The VM's `/content`, where the kernel starts. */
  readonly content: string;
  readonly jupyter: JupyterServer;
  #alive = true;

  private constructor(id: string, root: string, jupyter: JupyterServer) {
    this.id = id;
    this.root = root;
    this.content = join(root, 'content');
    this.jupyter = jupyter;
  }

  /** Boots a VM below `folder`. `env` is added to the environment that all of its processes inherit. */
  static async boot(options: { python: string; folder: string; env: Record<string, string> }): Promise<Vm> {
    const id = `m-s-${randomBytes(6).toString('hex')}`;
    const root = join(options.folder, id);
    const home = join(root, 'root');
    for (const folder of [home, join(root, 'content'), join(root, 'tmp')]) mkdirSync(folder, { recursive: true });
    const jupyter = await startJupyter({
      python: options.python,
      root,
      token: randomBytes(16).toString('hex'),
      env: {
        PATH: process.env['PATH'] ?? '/usr/bin:/bin',
        LANG: 'C.UTF-8',
        HOME: home,
        TMPDIR: join(root, 'tmp'),
        // What Colab's VMs have of Colab's own Python.
        PYTHONPATH: fileURLToPath(new URL('../vm/', import.meta.url)),
        ...options.env,
        TWIN_VM: id,
      },
    });
    return new Vm(id, root, jupyter);
  }

  get alive(): boolean {
    return this.#alive && existsSync(this.root);
  }

  /** Ids of all processes of this VM, also of those in sessions of their own. */
  processes(): number[] {
    return processesMarked(`TWIN_VM=${this.id}`);
  }

  /** Ids of the kernels' processes. */
  kernels(): number[] {
    return this.processes().filter((pid) => commandOf(pid).includes('ipykernel_launcher'));
  }

  /** What Colab does when it reclaims a VM: every process dies at once and the disk is gone. */
  async takeAway(): Promise<void> {
    this.#alive = false;
    await killMarked(`TWIN_VM=${this.id}`);
    rmSync(this.root, { recursive: true, force: true });
  }
}

function commandOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // it ended
  }
}

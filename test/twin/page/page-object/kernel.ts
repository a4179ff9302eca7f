import type { View } from '../view/view.ts';
import type { Members } from './members.ts';

export function kernelObject({ notebook }: View): Members {
  const { kernel } = notebook;
  const state = () => {
    if (kernel.connection === 'allocating' || kernel.connection === 'connecting') return 'allocating';
    return kernel.connected ? 'connected' : 'connect';
  };
  return {
    isConnected: () => kernel.connected,
    // "A kernel is up", not "a cell executes".
    isRunning: () => kernel.connected,
    getState: state,
    get state() {
      return state();
    },
    get idleTimeoutInterval() {
      return kernel.assignment?.fit;
    },
    runtime: { kind: 'gce' },
    getEndpoint: () => ({ getManagedEndpoint: () => ({ managedId: kernel.assignment?.endpoint }) }),
    getNotebookId: () => notebook.id,
    // Silent, and it waits behind a running cell.
    execute: (code: string) => kernel.execute(code, null),
    disconnect: () => kernel.disconnect(),
    restart: () => kernel.restart(),
    unassignCurrentVm: () => kernel.unassign(),
    refreshConnectionDetails: () => {},
  };
}

/** The client of the Files pane; it works while a cell runs. */
export function kernelFilesObject({ notebook: { kernel } }: View): Members {
  return {
    getFile: async (path: string) => {
      const answer = await fetch(kernel.address(`files/${path.replace(/^\//, '')}`));
      if (!answer.ok) throw new Error(`no file ${path}`);
      return answer.blob();
    },
    write: async (parent: string, name: string, content: ArrayBuffer) => {
      const bytes = Array.from(new Uint8Array(content), (byte) => String.fromCharCode(byte)).join('');
      const body = JSON.stringify({ type: 'file', format: 'base64', content: btoa(bytes) });
      const path = `${parent.replace(/^\//, '')}/${name}`;
      const answer = await fetch(kernel.address(`api/contents/${path}`), { method: 'PUT', body });
      if (!answer.ok) throw new Error(`cannot write ${path}`);
    },
  };
}

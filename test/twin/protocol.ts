/** What the twin's page and the twin's server say to each other. Colab's own wire is not imitated beyond the addresses named in the code. */

import type { Variant } from './variant.ts';

/** A cell's output as a notebook file has it; stream text is one string here. */
export type Output =
  | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] }
  | {
      output_type: 'display_data' | 'execute_result';
      data: Record<string, unknown>;
      metadata: Record<string, unknown>;
    };

export interface SavedCell {
  id: string;
  kind: 'code' | 'text';
  text: string;
  outputs: Output[];
  executionCount: number | null;
}

/** The notebook as it lies in Drive. Its outputs take the messages of runtime `endpoint` into account up to number `seen`. */
export interface SavedNotebook {
  cells: SavedCell[];
  endpoint: string | null;
  seen: number;
}

export interface JupyterMessage {
  channel: 'shell' | 'iopub' | 'stdin' | 'control';
  header: { msg_id: string; msg_type: string; session: string; username: string; date: string; version: string };
  parent_header: { msg_id?: string; msg_type?: string };
  metadata: Record<string, unknown>;
  content: Record<string, unknown>;
  buffers?: unknown[];
}

/** An execution of a cell that the kernel has not finished. */
export interface Run {
  cellId: string;
  messageId: string;
  /** When the code was sent, ms since the epoch. */
  startedAt: number;
}

/** What a page that is attached to a kernel session gets. */
export type SessionEvent =
  | { kind: 'attached'; runs: Run[] }
  | { kind: 'message'; seq: number; cellId: string | null; message: JupyterMessage }
  | { kind: 'run'; run: Run }
  | { kind: 'restarted' }
  /** The kernel's process died, and another one starts by itself. */
  | { kind: 'crashed' };

/** An assigned VM, as the answer of the assign request names it (`fit` is the front end's idle limit in seconds). */
export interface Assignment {
  endpoint: string;
  kernelId: string;
  fit: number;
  accelerator: string | null;
}

/** All that the page's code gets to begin with. */
export interface Boot extends SavedNotebook {
  id: string;
  name: string;
  variant: Variant;
  assignment: Assignment | null;
  clockSpeed: number;
}

/** Close code of the kernel's WebSocket. The page tells a lost connection from a VM that is gone by asking, not by this. */
export const SOCKET_CUT = 4000;

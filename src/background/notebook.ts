import { newGuard } from '../keepalive/guard';
import { RpcError } from '../messaging/rpc';
import type { Notebook } from '../store/schema';
import type { KnownTab } from './tabs';

/** A notebook as it is remembered from the first time that something is asked of it. */
export function newNotebook({ notebook: key, url, title }: Pick<KnownTab, 'notebook' | 'url' | 'title'>): Notebook {
  return {
    key,
    url,
    title,
    token: crypto.randomUUID(),
    consented: false,
    guard: newGuard({ mode: 'while-working' }),
    session: null,
    setup: { enabled: false, doneOn: null },
    release: { due: null, kept: null },
    awaySince: null,
    command: null,
    trouble: null,
  };
}

export function existing(notebook: Notebook | undefined): Notebook {
  if (notebook === undefined) throw new RpcError('no-notebook', 'This notebook is no longer known.');
  return notebook;
}

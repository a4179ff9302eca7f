import { newGuard } from '../keepalive/guard';
import { RpcError } from '../messaging/rpc';
import type { KnownTab } from '../messaging/shown';
import type { Notebook } from '../store/schema';
import type { ExportedNotebook } from '../store/transfer';

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

/** A notebook as an exported file or a copy tells of it. */
export function fromTransfer({ key, url, title, guard }: ExportedNotebook): Notebook {
  return { ...newNotebook({ notebook: key, url, title }), guard: { ...newGuard(guard.plan), ...guard } };
}

export function existing(notebook: Notebook | undefined): Notebook {
  if (notebook === undefined) throw new RpcError('no-notebook', 'This notebook is no longer known.');
  return notebook;
}

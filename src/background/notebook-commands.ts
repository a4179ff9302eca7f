import { RpcError } from '../messaging/rpc';
import { act } from './act';
import { deliver } from './delivery';
import { editNotebook } from './edit';
import { newNotebook } from './notebook';
import { knownTab } from './tabs';

/** Takes the Lifeline cell out of the notebook. The next download asks again before it puts one in. */
export async function removeCell(tabId: number): Promise<void> {
  const tab = await knownTab(tabId);
  if (tab === undefined) throw new RpcError('no-notebook', 'This tab shows no notebook.');
  const removed = await act(tab, 'tab/remove-cell', null, 'user');
  if (!removed.ok) throw new RpcError(removed.code, removed.message);
  await editNotebook(tab.notebook, ({ notebook }) =>
    notebook === undefined ? {} : { notebook: { ...notebook, consented: false } },
  );
}

/** Whether Colab's warning that others wrote this notebook may be answered with "Run anyway"; tries again what it held up. */
export async function setTrust(tabId: number, on: boolean): Promise<void> {
  const tab = await knownTab(tabId);
  if (tab === undefined) throw new RpcError('no-notebook', 'This tab shows no notebook.');
  await editNotebook(tab.notebook, ({ notebook }) => ({
    notebook: { ...(notebook ?? newNotebook(tab)), runUntrusted: on },
  }));
  if (on) void deliver(tab.notebook);
}

import type { News } from '../keepalive/attend';
import { answered, type Guard, type Overrides, type Plan, planned } from '../keepalive/guard';
import { RpcError } from '../messaging/rpc';
import { heartbeatCell } from '../runtime/heartbeat';
import type { Notebook } from '../store/schema';
import { act } from './act';
import { editNotebook } from './edit';
import { existing, newNotebook } from './notebook';
import { knownTab } from './tabs';
import { keepWatch, look } from './watch';

/** What the user asks of keep-alive: for the notebook of a tab, which is remembered from then on. */
export async function setPlan(tabId: number, plan: Plan): Promise<void> {
  await editGuard(tabId, (guard) => planned(guard, plan));
}

/** Switches keep-alive on or off in the notebook of a tab; does nothing where the tab shows none. */
export async function toggle(tabId: number): Promise<void> {
  if ((await knownTab(tabId)) === undefined) return;
  await editGuard(tabId, (guard) => planned(guard, { mode: guard.plan.mode === 'off' ? 'while-working' : 'off' }));
}

/** What is to be otherwise in this notebook than the settings say; null is as they say. */
export async function setOverrides(tabId: number, overrides: Partial<Overrides>): Promise<void> {
  await editGuard(tabId, (guard) => ({ ...guard, ...overrides }));
}

/** Whether the notebook's marked set-up cells are run on a new VM before its downloads. */
export async function setRunSetup(tabId: number, enabled: boolean): Promise<void> {
  await edit(tabId, (notebook) => ({ ...notebook, setup: { enabled, doneOn: null } }));
}

/** Puts the heartbeat cell into the notebook of a tab and runs it, or takes it out. */
export async function setHeartbeat(tabId: number, on: boolean): Promise<void> {
  const tab = await knownTab(tabId);
  if (tab === undefined) throw new RpcError('no-notebook', 'This tab shows no notebook.');
  const done = await act(tab, 'tab/heartbeat', { on, text: heartbeatCell() }, 'user');
  if (!done.ok) throw new RpcError(done.code, done.message);
}

/** The answer to what keep-alive asked about a notebook. */
export async function answer(key: string, yes: boolean): Promise<void> {
  await editNotebook(key, ({ notebook }) => {
    const known = existing(notebook);
    return { notebook: { ...known, guard: answered(known.guard, yes) } };
  });
  await keepWatch();
  void look(key);
}

/** The user undoes the planned end of the runtime. */
export async function keepRuntime(key: string): Promise<void> {
  await editNotebook(key, ({ notebook }) => ({
    notebook: { ...existing(notebook), release: { due: null, kept: Date.now() } },
  }));
  await keepWatch();
}

/** The user has read what happened while they were away. */
export async function seen(key: string): Promise<void> {
  await editNotebook(key, ({ notebook }) => ({ notebook: { ...existing(notebook), awaySince: Date.now() } }));
}

/** What a button of a notification of keep-alive's answers. */
export async function answerNews(news: News, key: string): Promise<void> {
  if (news === 'release') await keepRuntime(key);
  else await answer(key, true);
}

function editGuard(tabId: number, change: (guard: Guard) => Guard): Promise<void> {
  return edit(tabId, (notebook) => ({ ...notebook, guard: change(notebook.guard) }));
}

async function edit(tabId: number, change: (notebook: Notebook) => Notebook): Promise<void> {
  const tab = await knownTab(tabId);
  if (tab === undefined) throw new RpcError('no-notebook', 'This tab shows no notebook.');
  await editNotebook(tab.notebook, ({ notebook }) => ({ notebook: change(notebook ?? newNotebook(tab)) }));
  await keepWatch();
  void look(tab.notebook);
}

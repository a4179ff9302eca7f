import * as v from 'valibot';
import type { NotebookSummary, UiProtocol } from '../messaging/messages';
import { add, importFile, jobOnly, keepAlive, notebookOfTab, relaunch, replaceLink } from '../messaging/schemas';
import { findNotebook } from '../store/read';
import { settingsSchema, writeSettings } from '../store/settings';
import * as commands from './commands';
import { askTab, knownTab } from './tabs';

type UiHandlers = { [Kind in keyof UiProtocol]: (payload: unknown) => Promise<UiProtocol[Kind]['output']> };

/** What extension pages may ask. Lists and progress they read from the store themselves. */
export const uiHandlers: UiHandlers = {
  'ui/notebook': async (payload) => summary(v.parse(notebookOfTab, payload).tabId),
  'ui/add': async (payload) => {
    const { tabId, id, input, consent } = v.parse(add, payload);
    return commands.addDownload(tabId, id, input, consent);
  },
  'ui/relaunch': async (payload) => {
    const { job, overwriteEdited } = v.parse(relaunch, payload);
    await commands.relaunch(job, overwriteEdited);
    return null;
  },
  'ui/replace-link': async (payload) => {
    const { job, url } = v.parse(replaceLink, payload);
    return commands.replaceLink(job, url);
  },
  'ui/pause-all': async () => {
    await commands.pauseAll();
    return null;
  },
  'ui/resume-all': async () => {
    await commands.resumeAll();
    return null;
  },
  'ui/pause': async (payload) => {
    await commands.pause(v.parse(jobOnly, payload).job);
    return null;
  },
  'ui/remove': async (payload) => {
    await commands.remove(v.parse(jobOnly, payload).job);
    return null;
  },
  'ui/keep-alive': async (payload) => {
    const { tabId, mode } = v.parse(keepAlive, payload);
    await commands.setKeepAlive(tabId, mode);
    return null;
  },
  'ui/read-page': async (payload) => askTab(v.parse(notebookOfTab, payload).tabId, 'tab/read', null),
  'ui/settings': async (payload) => {
    await writeSettings(v.parse(settingsSchema, payload));
    return null;
  },
  'ui/export': () => commands.exportAll(),
  'ui/import': async (payload) => commands.importAll(v.parse(importFile, payload).text),
  'ui/remove-cell': async (payload) => {
    await commands.removeCell(v.parse(notebookOfTab, payload).tabId);
    return null;
  },
};

async function summary(tabId: number): Promise<NotebookSummary | null> {
  const tab = await knownTab(tabId);
  if (tab === undefined) return null;
  const notebook = await findNotebook(tab.notebook);
  return {
    ...tab,
    keepAlive: notebook?.keepAlive ?? 'while-working',
    consented: notebook?.consented ?? false,
    trouble: notebook?.trouble ?? null,
  };
}

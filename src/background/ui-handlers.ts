import * as v from 'valibot';
import type { UiProtocol } from '../messaging/messages';
import {
  add,
  importFile,
  keepAlive,
  keepAliveAnswer,
  keepAliveOverrides,
  move,
  notebookOfTab,
  notebookOnly,
  priority,
  relaunch,
  replaceLink,
  restore as restoreInput,
  someJobs,
  tabSwitch,
  trust,
} from '../messaging/schemas';
import { writeRescue } from '../store/rescue';
import { settingsSchema } from '../store/settings';
import { addDownloads } from './add';
import * as commands from './commands';
import * as keepAliveCommands from './keep-alive-commands';
import { exportAll, importAll, saveSettings } from './library';
import { removeCell, setTrust } from './notebook-commands';
import { restore } from './rescue';
import { askTab, shownNotebooks } from './tabs';
import { notebookChoices, targetOf } from './targets';
import { noticed } from './watch';

type UiHandlers = { [Kind in keyof UiProtocol]: (payload: unknown) => Promise<UiProtocol[Kind]['output']> };

/** What extension pages may ask. What is known already they read themselves: from the store, and from what the tabs show. */
export const uiHandlers: UiHandlers = {
  'ui/wake': async () => null,
  'ui/notebooks': notebookChoices,
  'ui/add': async (payload) => {
    const { notebook, downloads, consent } = v.parse(add, payload);
    const target = await targetOf(notebook);
    return target === null ? { refused: 'no-notebook' } : addDownloads(target, downloads, consent);
  },
  'ui/relaunch': async (payload) => {
    const { jobs, ...said } = v.parse(relaunch, payload);
    await commands.relaunch(jobs, said);
    return null;
  },
  'ui/replace-link': async (payload) => {
    const { job, url } = v.parse(replaceLink, payload);
    return commands.replaceLink(job, url);
  },
  'ui/pause': async (payload) => {
    await commands.pause(v.parse(someJobs, payload).jobs);
    return null;
  },
  'ui/remove': async (payload) => {
    await commands.remove(v.parse(someJobs, payload).jobs);
    return null;
  },
  'ui/move': async (payload) => {
    const { job, before } = v.parse(move, payload);
    await commands.move(job, before);
    return null;
  },
  'ui/priority': async (payload) => {
    const { jobs, priority: wanted } = v.parse(priority, payload);
    await commands.setPriority(jobs, wanted);
    return null;
  },
  'ui/keep-alive': async (payload) => {
    const { tabId, plan } = v.parse(keepAlive, payload);
    await keepAliveCommands.setPlan(tabId, plan);
    return null;
  },
  'ui/keep-alive-overrides': async (payload) => {
    const { tabId, ...overrides } = v.parse(keepAliveOverrides, payload);
    await keepAliveCommands.setOverrides(tabId, overrides);
    return null;
  },
  'ui/keep-alive-answer': async (payload) => {
    const { notebook, yes } = v.parse(keepAliveAnswer, payload);
    await keepAliveCommands.answer(notebook, yes);
    return null;
  },
  'ui/run-setup': async (payload) => {
    const { tabId, on } = v.parse(tabSwitch, payload);
    await keepAliveCommands.setRunSetup(tabId, on);
    return null;
  },
  'ui/heartbeat': async (payload) => {
    const { tabId, on } = v.parse(tabSwitch, payload);
    await keepAliveCommands.setHeartbeat(tabId, on);
    return null;
  },
  'ui/seen': async (payload) => {
    await keepAliveCommands.seen(v.parse(notebookOnly, payload).notebook);
    return null;
  },
  'ui/keep-runtime': async (payload) => {
    await keepAliveCommands.keepRuntime(v.parse(notebookOnly, payload).notebook);
    return null;
  },
  'ui/read-page': async (payload) => askTab(v.parse(notebookOfTab, payload).tabId, 'tab/read', null),
  'ui/self-test': async (payload) => askTab(v.parse(notebookOfTab, payload).tabId, 'tab/self-test', null),
  'ui/trust': async (payload) => {
    const { tabId, on } = v.parse(trust, payload);
    await setTrust(tabId, on);
    return null;
  },
  'ui/settings': async (payload) => {
    await saveSettings(v.parse(settingsSchema, payload));
    for (const key of await shownNotebooks()) void noticed(key);
    return null;
  },
  'ui/export': () => exportAll(),
  'ui/import': async (payload) => importAll(v.parse(importFile, payload).text),
  'ui/restore': async (payload) => restore(v.parse(restoreInput, payload).at),
  'ui/rescue-seen': async () => {
    await writeRescue(null);
    return null;
  },
  'ui/remove-cell': async (payload) => {
    await removeCell(v.parse(notebookOfTab, payload).tabId);
    return null;
  },
};

import type { Runtime } from 'webextension-polyfill';
import { dispatch } from '../messaging/rpc';
import { browser } from '../platform/browser';
import { onOnline } from '../platform/network';
import { onStoreChange } from '../store/changes';
import { relaunchNotebook } from './commands';
import { focusNotebook } from './delivery';
import { keepHistoryShort } from './history';
import { injectIntoOpenTabs } from './inject';
import { answerNews, toggle } from './keep-alive-commands';
import { newsOf } from './keep-alive-news';
import { listenToMenus, makeMenus } from './menus';
import { notebookOf } from './notify';
import { accept, isOffer, listenToDownloads } from './offers';
import { listenToOmnibox } from './omnibox';
import { OUTBOX_ALARM, sendPosted } from './outbox';
import { isOutputFrame, readOutputFramesIfAllowed } from './output-frames';
import { frameHandlers, pageHandlers } from './page-handlers';
import { ready, whenReady } from './ready';
import { keepSafetyCopy } from './safety';
import { openAddPage } from './send';
import { beginSession } from './session';
import { tabReplaced } from './tab-care';
import { updateToolbar } from './toolbar';
import { uiHandlers } from './ui-handlers';
import { lineBroke, TICK_ALARM, tabDiscarded, tabLeft, tick } from './watch';

// Every listener is registered here, synchronously: one that is added later misses the event that woke the worker.

const OWN_PAGES = browser.runtime.getURL('/');
const forUi = whenReady(uiHandlers);
const forPages = whenReady(pageHandlers);
const forFrames = whenReady(frameHandlers);
const COLAB_PAGES = 'https://colab.research.google.com/';

browser.runtime.onMessage.addListener(((request, sender, sendResponse) => {
  const answer = answerTo(request, sender);
  if (answer === null) return undefined;
  // `sendResponse` with `true`, not a returned promise: the one form that works with the polyfill and natively.
  void answer.then(sendResponse);
  return true;
}) as Runtime.OnMessageListenerCallback);

function answerTo(request: unknown, sender: Runtime.MessageSender) {
  const { url = '', tab } = sender;
  if (url.startsWith(OWN_PAGES)) return dispatch(forUi, request, undefined);
  const notebookTab = notebookTabOf(sender);
  if (notebookTab !== null) return dispatch(forPages, request, notebookTab);
  if (tab?.id !== undefined && isOutputFrame(url)) return dispatch(forFrames, request, tab.id);
  return null;
}

/** The tab of a notebook's own page, null for any other sender. */
function notebookTabOf({ url = '', frameId, tab }: Runtime.MessageSender): number | null {
  return url.startsWith(COLAB_PAGES) && frameId === 0 ? (tab?.id ?? null) : null;
}

browser.runtime.onConnect.addListener((line) => {
  const tabId = line.sender === undefined ? null : notebookTabOf(line.sender);
  if (tabId !== null) line.onDisconnect.addListener(() => void ready().then(() => lineBroke(tabId)));
});

browser.alarms.onAlarm.addListener(({ name }) => {
  if (name === TICK_ALARM) void ready().then(tick);
  if (name === OUTBOX_ALARM) void ready().then(sendPosted);
});

browser.tabs.onRemoved.addListener((tabId) => {
  void ready()
    .then(() => tabLeft(tabId))
    .then(makeMenus);
});

browser.tabs.onReplaced.addListener((added, removed) => {
  void tabReplaced(removed, added);
});

browser.tabs.onUpdated.addListener((tabId, { discarded, status }, { url = '' }) => {
  if (discarded === true) void ready().then(() => tabDiscarded(tabId));
  // Of a page that is not Colab's the address is not told without the permission `tabs`.
  else if (status === 'complete' && !url.startsWith(COLAB_PAGES)) void ready().then(() => tabLeft(tabId));
});

browser.commands.onCommand.addListener((command, tab) => {
  const tabId = tab?.id;
  if (command === 'toggle-keep-alive' && tabId !== undefined) void ready().then(() => toggle(tabId));
  if (command === 'add-downloads') void openAddPage('');
});

// Heard while the worker is up, which it is for as long as anything is watched.
onOnline(() => void ready().then(tick));

browser.notifications.onClicked.addListener((id) => {
  void browser.notifications.clear(id);
  if (!isOffer(id)) void ready().then(() => focusNotebook(notebookOf(id)));
});

browser.notifications.onButtonClicked.addListener((id) => {
  void browser.notifications.clear(id);
  if (isOffer(id)) return void accept(id);
  const news = newsOf(id);
  void ready().then(() => (news === null ? relaunchNotebook(notebookOf(id)) : answerNews(news, notebookOf(id))));
});

listenToMenus();
listenToDownloads();

browser.permissions.onAdded.addListener(() => {
  // The parts that were just allowed are heard from now on; a worker that starts later does that by itself.
  listenToMenus();
  listenToDownloads();
  void makeMenus();
  void readOutputFramesIfAllowed();
});
browser.permissions.onRemoved.addListener(() => void readOutputFramesIfAllowed());

listenToOmnibox();

browser.runtime.onInstalled.addListener(({ reason }) => {
  void readOutputFramesIfAllowed();
  void makeMenus();
  void injectIntoOpenTabs();
  if (reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('src/welcome/index.html') });
});

onStoreChange(() => void updateToolbar());
// A worker that died may have left a command undelivered, and its alarm with it: an update clears all alarms.
void ready()
  .then(beginSession)
  .then(() => Promise.all([updateToolbar(), tick(), sendPosted(), keepSafetyCopy(), keepHistoryShort()]));

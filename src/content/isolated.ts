import { Bridge } from '../colab/bridge';
import { ColabPage } from '../colab/colab-page';
import { ensureCell } from '../colab/ensure';
import { pageClock } from '../colab/until';
import type { PageIdentity, PageProtocol, Request, TabProtocol } from '../messaging/messages';
import { call, dispatch } from '../messaging/rpc';
import { browser } from '../platform/browser';
import { listIn } from '../runtime/cell-list';

/** Newer copies of this script say so here: to the copy in the same world, and to one that an update cut off. */
const TAKEOVER = 'lifeline-for-colab:isolated';
const world = globalThis as { lifelineCopy?: AbortController };

function takeOver(): AbortController {
  world.lifelineCopy?.abort();
  document.dispatchEvent(new Event(TAKEOVER));
  const copy = new AbortController();
  world.lifelineCopy = copy;
  // The page can send this event, too: only a copy that lost its extension goes by it.
  document.addEventListener(TAKEOVER, () => isCutOff() && copy.abort(), { signal: copy.signal });
  return copy;
}

/** After an update or an uninstall the script stays in the page without an extension (measured on Chromium 156). */
function isCutOff(): boolean {
  return browser.runtime?.id === undefined;
}

const copy = takeOver();
const { signal } = copy;
const channel = [...crypto.getRandomValues(new Uint8Array(16))]
  .map((byte) => byte.toString(16).padStart(2, '0'))
  .join('');
const page = new ColabPage(document, new Bridge(document, channel, signal), pageClock());

let last: Promise<unknown> = Promise.resolve();
/** One action after the other: two at once would each insert a cell. */
function inTurn<T>(action: () => Promise<T>): Promise<T> {
  const next = last.then(action);
  last = next.catch(() => undefined);
  return next;
}

let watching = false;

type TabHandlers = {
  [Kind in keyof TabProtocol]: (input: TabProtocol[Kind]['input']) => Promise<TabProtocol[Kind]['output']>;
};

/** What the background may ask. Its messages are ours: only its own extension is listened to. */
const handlers: TabHandlers = {
  'tab/read': () => page.read(),
  'tab/progress': () => page.readProgress(),
  'tab/ensure': (input) => inTurn(() => ensureCell(page, input)),
  'tab/list': () => inTurn(async () => listIn((await page.cellSource()) ?? '')),
  'tab/interrupt': () => inTurn(() => page.interruptCell()),
  'tab/remove-cell': () => inTurn(() => page.removeCell()),
  'tab/connect': () => inTurn(() => page.connect()),
  'tab/nudge': () => inTurn(() => page.nudge()),
  'tab/watch': async ({ on }) => {
    watching = on;
    if (on) pushProgress();
    return null;
  },
};

function onMessage(
  request: unknown,
  sender: { id?: string },
  sendResponse: (answer: unknown) => void,
): true | undefined {
  if (sender.id !== browser.runtime.id) return undefined;
  const answer = dispatch(handlers, request, null);
  if (answer === null) return undefined;
  void answer.then(sendResponse);
  return true;
}
browser.runtime.onMessage.addListener(onMessage as Parameters<typeof browser.runtime.onMessage.addListener>[0]);
signal.addEventListener('abort', () => {
  if (!isCutOff())
    browser.runtime.onMessage.removeListener(
      onMessage as Parameters<typeof browser.runtime.onMessage.removeListener>[0],
    );
});

/** Asks the background; null if it is not there to answer. A copy that lost its extension ends here. */
async function tell<Kind extends keyof PageProtocol>(
  kind: Kind,
  payload: PageProtocol[Kind]['input'],
): Promise<PageProtocol[Kind]['output'] | null> {
  if (isCutOff()) copy.abort();
  if (signal.aborted) return null;
  try {
    return await call<PageProtocol, Kind>((request: Request) => browser.runtime.sendMessage(request), kind, payload);
  } catch {
    return null;
  }
}

let told: PageIdentity | null = null;
/** Tells the background what this tab shows, if that is news. */
async function tellState(): Promise<void> {
  const now = page.identity();
  const before = told;
  told = now;
  if (before === null || before.notebook !== now.notebook || before.url !== now.url) {
    const answer = await tell('page/hello', now);
    if (answer === null) return;
    watching = answer.watch;
    if (watching) pushProgress();
  } else if (before.state !== now.state || before.title !== now.title) await tell('page/state', now);
}

let pushed = '';
let pushing = false;
let pushAgain = false;
/** Pushes the newest progress, if it is news; what changes meanwhile is looked at once more after that. */
function pushProgress(): void {
  pushAgain = watching && pushing;
  if (!watching || pushing) return;
  pushing = true;
  void (async () => {
    const progress = await page.readProgress();
    const text = JSON.stringify(progress);
    if (text !== pushed) {
      pushed = text;
      await tell('page/progress', progress);
    }
    pushing = false;
    if (pushAgain) pushProgress();
  })();
}

page.onChange((what) => {
  if (what === 'progress') pushProgress();
  else void tellState();
}, signal);

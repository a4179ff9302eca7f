import { Bridge } from '../colab/bridge';
import { ColabPage } from '../colab/colab-page';
import { ensureCell } from '../colab/ensure';
import { pageClock } from '../colab/until';
import type { PageIdentity, PageProtocol, Request, TabProtocol } from '../messaging/messages';
import { call, dispatch } from '../messaging/rpc';
import { pageRuntime } from '../platform/page-runtime';
import { listIn } from '../runtime/cell-list';
import { Unfrozen } from './unfrozen';

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
  return pageRuntime()?.id === undefined;
}

const copy = takeOver();
const { signal } = copy;
const channel = [...crypto.getRandomValues(new Uint8Array(16))]
  .map((byte) => byte.toString(16).padStart(2, '0'))
  .join('');
const page = new ColabPage(document, new Bridge(document, channel, signal), pageClock());

const unfrozen = new Unfrozen(signal);
/** A nudge comes every four minutes while the runtime is guarded: the lock outlasts one that comes late. */
const UNFROZEN_MS = 10 * 60_000;

let last: Promise<unknown> = Promise.resolve();
/** One action after the other: two at once would each insert a cell. */
function inTurn<T>(action: () => Promise<T>): Promise<T> {
  const next = last.then(action);
  last = next.catch(() => undefined);
  return next;
}

/** By which the notebook's own progress is known; null while nobody wants to hear of it. */
let token: string | null = null;

type TabHandlers = {
  [Kind in keyof TabProtocol]: (input: TabProtocol[Kind]['input']) => Promise<TabProtocol[Kind]['output']>;
};

/** What the background may ask. Its messages are ours: only its own extension is listened to. */
const handlers: TabHandlers = {
  'tab/read': () => page.read(),
  'tab/progress': (input) => page.readProgress(input.token),
  'tab/ensure': (input) => inTurn(() => ensureCell(page, input)),
  'tab/list': () => inTurn(async () => listIn((await page.cellSource()) ?? '')),
  'tab/interrupt': () => inTurn(() => page.interruptCell()),
  'tab/remove-cell': () => inTurn(() => page.removeCell()),
  'tab/connect': () => inTurn(() => page.connect()),
  'tab/nudge': (input) => {
    unfrozen.hold(UNFROZEN_MS);
    return inTurn(() => page.nudge(input));
  },
  'tab/setup': ({ doneOn }) => inTurn(() => page.runSetup(doneOn)),
  'tab/heartbeat': (input) => inTurn(() => page.heartbeat(input)),
  'tab/release': () => inTurn(() => page.release()),
  'tab/watch': async (input) => {
    ({ token } = input);
    holdLine();
    pushProgress();
    return null;
  },
  'tab/self-test': () => page.selfTest(),
};

function onMessage(
  request: unknown,
  sender: { id?: string },
  sendResponse: (answer: unknown) => void,
): true | undefined {
  if (sender.id !== pageRuntime()?.id) return undefined;
  const answer = dispatch(handlers, request, null);
  if (answer === null) return undefined;
  void answer.then(sendResponse);
  return true;
}
pageRuntime()?.onMessage.addListener(onMessage);
signal.addEventListener('abort', () => {
  if (!isCutOff()) pageRuntime()?.onMessage.removeListener(onMessage);
});

/** Asks the background; null if it is not there to answer. A copy that lost its extension ends here. */
async function tell<Kind extends keyof PageProtocol>(
  kind: Kind,
  payload: PageProtocol[Kind]['input'],
): Promise<PageProtocol[Kind]['output'] | null> {
  if (isCutOff()) copy.abort();
  if (signal.aborted) return null;
  try {
    return await call<PageProtocol, Kind>(
      async (request: Request) => pageRuntime()?.sendMessage(request),
      kind,
      payload,
    );
  } catch {
    return null;
  }
}

let held = false;
/**
 * Holds a line to the worker while it has work here. The line says nothing, and keeps no worker up (measured on Chromium 156); its end
 * tells each side at once that the other is gone. A worker that died over its work is called back to it.
 */
function holdLine(): void {
  if (held || isCutOff()) return;
  held = true;
  pageRuntime()
    ?.connect()
    .onDisconnect.addListener(() => {
      held = false;
      told = null;
      void tellState();
    });
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
    token = answer.watch?.token ?? null;
    if (answer.working) holdLine();
    pushProgress();
  } else if (JSON.stringify(before) !== JSON.stringify(now)) await tell('page/state', now);
}

let pushed = '';
let pushing = false;
let pushAgain = false;
/** Pushes the newest progress, if it is news; what changes meanwhile is looked at once more after that. */
function pushProgress(): void {
  pushAgain = token !== null && pushing;
  if (token === null || pushing) return;
  const known = token;
  pushing = true;
  void (async () => {
    const progress = await page.readProgress(known);
    const text = JSON.stringify(progress);
    // What nobody answers for is sent again: its worker may have died with it.
    if (text !== pushed && (await tell('page/progress', progress)) !== null) pushed = text;
    pushing = false;
    if (pushAgain) pushProgress();
  })();
}

page.onChange((what) => {
  if (what === 'progress') pushProgress();
  else void tellState();
}, signal);

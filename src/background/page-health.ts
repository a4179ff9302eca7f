import * as v from 'valibot';
import { RpcError } from '../messaging/rpc';
import { browser } from '../platform/browser';
import { record } from './recorder';
import { serialByKey } from './serial';
import { askTab, type KnownTab } from './tabs';

/** What a tab's page cannot do for us at present. Kept in `storage.session`, beside the tabs that it is about. */
export interface PageHealth {
  /** Unix milliseconds of the last self-test; null before the first. */
  testedAt: number | null;
  /** Which notebook it was about: a tab may show another one since. */
  notebook: string;
  /** Actions of which no rung was there. */
  lost: string[];
  /** The cell's output stands in a frame, and no other way tells of the progress. */
  framed: boolean;
}

const DAY_MS = 86_400_000;
const schema = v.object({
  testedAt: v.nullable(v.number()),
  notebook: v.string(),
  lost: v.array(v.string()),
  framed: v.boolean(),
});

const inTurn = serialByKey();
const keyOf = (tabId: number) => `health ${tabId}`;

export async function healthOf({ tabId, notebook }: Pick<KnownTab, 'tabId' | 'notebook'>): Promise<PageHealth> {
  const key = keyOf(tabId);
  const parsed = v.safeParse(schema, (await browser.storage.session.get(key))[key]);
  return parsed.success && parsed.output.notebook === notebook
    ? parsed.output
    : { testedAt: null, notebook, lost: [], framed: false };
}

/** Notes whether progress can only be read in the output's own frame. */
export function noteFramed(tab: KnownTab, framed: boolean): Promise<void> {
  return change(tab, (health) => (health.framed === framed ? health : { ...health, framed }));
}

/** Asks the page once after each load, and once a day, which of our ways are there; nothing is tried. */
export function testIfDue(tab: KnownTab): Promise<void> {
  return change(tab, async (health) => {
    const now = Date.now();
    if (tab.state === 'unknown' || tab.state === 'connecting') return health;
    if (health.testedAt !== null && health.testedAt <= now && now - health.testedAt < DAY_MS) return health;
    try {
      const { lost } = await askTab(tab.tabId, 'tab/self-test', null);
      record(tab.notebook, {
        kind: 'self-test',
        what: lost.length === 0 ? 'all-there' : lost.join(' '),
        why: tab.state,
      });
      return { ...health, testedAt: now, lost };
    } catch (error) {
      // The page went away meanwhile: the next one is tested.
      if (error instanceof RpcError) return health;
      throw error;
    }
  });
}

/** A page that was loaded anew is tested anew. */
export async function forgetHealth(tabId: number): Promise<void> {
  await browser.storage.session.remove(keyOf(tabId));
}

function change(tab: KnownTab, edit: (health: PageHealth) => PageHealth | Promise<PageHealth>): Promise<void> {
  return inTurn(String(tab.tabId), async () => {
    const before = await healthOf(tab);
    const after = await edit(before);
    if (after !== before) await browser.storage.session.set({ [keyOf(tab.tabId)]: after });
  });
}

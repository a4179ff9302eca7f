import { RpcError } from '../messaging/rpc';
import { healthKey, healthOf, type KnownTab, type PageHealth } from '../messaging/shown';
import { browser } from '../platform/browser';
import { record } from './recorder';
import { serialByKey } from './serial';
import { askTab } from './tabs';

const DAY_MS = 86_400_000;
const inTurn = serialByKey();

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
  await browser.storage.session.remove(healthKey(tabId));
}

function change(tab: KnownTab, edit: (health: PageHealth) => PageHealth | Promise<PageHealth>): Promise<void> {
  return inTurn(String(tab.tabId), async () => {
    const before = await healthOf(tab);
    const after = await edit(before);
    if (after !== before) await browser.storage.session.set({ [healthKey(tab.tabId)]: after });
  });
}

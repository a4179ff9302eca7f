import { coalesced } from '../platform/coalesced';
import { readSettings } from '../store/settings';
import { pruneHistory } from '../store/write';

const DAY_MS = 86_400_000;

/**
 * Forgets completed downloads beyond what the settings keep. To be called when one was completed, when the limits have changed, and
 * when the worker starts, since they get old by themselves. No alarm of its own: a history that nobody looks at may wait.
 */
export const keepHistoryShort = coalesced(async () => {
  const { historyDays, historyCount } = await readSettings();
  await pruneHistory(Date.now() - historyDays * DAY_MS, historyCount);
});

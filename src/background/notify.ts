import { displayName } from '../jobs/job';
import { type News, newsOf } from '../jobs/news';
import { message } from '../platform/texts';
import { readSettings, type Settings } from '../store/settings';
import type { NotebookChange } from '../store/write';
import { type Notice, post } from './outbox';

const SWITCH = {
  done: 'notifyDone',
  failed: 'notifyFailed',
  stalled: 'notifyStalled',
  disconnected: 'notifyDisconnected',
  'needs-you': 'notifyNeedsYou',
} as const satisfies Record<News, keyof Settings>;

/** Tells the user of what happened to downloads, as far as they want to hear of it: one notice for each kind and notebook. */
export async function notifyOf({ notebook, changed }: NotebookChange): Promise<void> {
  const moved = changed.filter(({ before, after }) => before?.state !== after.state);
  if (notebook === undefined || moved.length === 0) return;
  const settings = await readSettings();
  const told = new Map<News, string[]>();
  for (const { before, after } of moved) {
    const news = newsOf(before, after, settings.relaunchByItself);
    if (news !== null && settings[SWITCH[news]]) told.set(news, [...(told.get(news) ?? []), displayName(after)]);
  }
  await post(
    [...told].map(([news, lines]): Notice => {
      const helps = news === 'disconnected' || news === 'failed' || news === 'needs-you';
      return {
        id: `${news} ${notebook.key}`,
        title: message(`notification_${news.replace('-', '_')}`),
        lines,
        context: notebook.title,
        button: helps ? message('action_relaunch') : null,
      };
    }),
  );
}

/** Which notebook a notification speaks of. */
export function notebookOf(id: string): string {
  return id.slice(id.indexOf(' ') + 1);
}

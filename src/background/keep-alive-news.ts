import type { News } from '../keepalive/attend';
import { message } from '../platform/texts';
import type { Notebook } from '../store/schema';
import { readSettings, type Settings } from '../store/settings';
import { post } from './outbox';

/** Which switch of the settings each kind obeys. */
const SWITCH = {
  'time-over': 'notifyNeedsYou',
  'budget-over': 'notifyNeedsYou',
  'no-answer': 'notifyNeedsYou',
  captcha: 'notifyNeedsYou',
  blocked: 'notifyNeedsYou',
  release: 'notifyNeedsYou',
  released: 'notifyDone',
  'not-released': 'notifyNeedsYou',
  end: 'notifyLimitNear',
  disk: 'notifyLimitNear',
} as const satisfies Record<News, keyof Settings>;

/** What the first button of a kind says; its handler is `answerTo`. */
const BUTTON: Partial<Record<News, string>> = {
  'time-over': 'action_one_hour_more',
  'budget-over': 'action_go_on',
  'no-answer': 'action_go_on',
  release: 'action_keep_runtime',
};

/** Tells the user; a click on it brings the notebook to the front. One of each kind and notebook is there at a time. */
export async function tell({ key, title }: Notebook, news: News): Promise<void> {
  if (!(await readSettings())[SWITCH[news]]) return;
  const name = news.replaceAll('-', '_');
  const button = BUTTON[news];
  await post([
    {
      id: `${news} ${key}`,
      title: message(`notification_${name}`),
      lines: [message(`notification_${name}_text`)],
      context: title,
      button: button === undefined ? null : message(button),
    },
  ]);
}

/** Which of these a notification is, by its id; null for one of others. */
export function newsOf(id: string): News | null {
  const kind = id.slice(0, id.indexOf(' '));
  return Object.hasOwn(SWITCH, kind) ? (kind as News) : null;
}

import { displayName, type InterruptReason, type Job } from '../jobs/job';
import { browser } from '../platform/browser';
import { readSettings, type Settings } from '../store/settings';
import type { NotebookChange } from '../store/write';

type NotificationKind = 'done' | 'failed' | 'disconnected';

const SWITCH = {
  done: 'notifyDone',
  failed: 'notifyFailed',
  disconnected: 'notifyDisconnected',
} satisfies Record<NotificationKind, keyof Settings>;

/** What the user did knowingly is no news. */
const BY_THE_USER: ReadonlySet<InterruptReason> = new Set(['tab-closed', 'browser-closed']);

/** What a job's change is worth telling, null for most. */
function kindOf(before: Job | undefined, after: Job): NotificationKind | null {
  if (before === undefined || before.state === after.state) return null;
  if (after.state === 'completed') return 'done';
  if (after.state === 'failed') return 'failed';
  return after.state === 'interrupted' && after.reason !== null && !BY_THE_USER.has(after.reason)
    ? 'disconnected'
    : null;
}

/** One notification for each kind and notebook: a newer one takes the older one's place. */
export async function notifyOf({ notebook, changed }: NotebookChange): Promise<void> {
  if (notebook === undefined) return;
  const told = new Map<NotificationKind, string[]>();
  for (const { before, after } of changed) {
    const kind = kindOf(before, after);
    if (kind !== null) told.set(kind, [...(told.get(kind) ?? []), displayName(after)]);
  }
  if (told.size === 0) return;
  const settings = await readSettings();
  for (const [kind, names] of told) {
    if (!settings[SWITCH[kind]]) continue;
    await browser.notifications.create(notificationId(kind, notebook.key), {
      type: 'basic',
      iconUrl: browser.runtime.getURL('icons/icon-128.png'),
      title: browser.i18n.getMessage(`notification_${kind}`, [String(names.length)]),
      message: names.join('\n').slice(0, 500),
      contextMessage: notebook.title,
      ...(kind === 'disconnected' ? { buttons: [{ title: browser.i18n.getMessage('action_relaunch') }] } : {}),
    });
  }
}

function notificationId(kind: NotificationKind, notebook: string): string {
  return `${kind} ${notebook}`;
}

/** Which notebook a notification speaks of. */
export function notebookOf(id: string): string {
  return id.slice(id.indexOf(' ') + 1);
}

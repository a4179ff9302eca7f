import * as v from 'valibot';
import { browser } from '../platform/browser';
import { readSettings } from '../store/settings';
import { quietUntil } from './quiet-hours';
import { serialByKey } from './serial';

/*
 * Notifications on their way to the user. What comes while none may be shown (quiet hours, or one was shown just now) waits in
 * `storage.session`, and is told together: one notification for each id, with a line for each thing.
 */

export const OUTBOX_ALARM = 'outbox';
/** So long there is nothing new after a notification, however much happens. The shortest time that an alarm may have. */
export const PAUSE_MS = 30_000;
const KEY = 'outbox';
/** More lines than a desktop shows of a notification. */
const MAX_LINES = 5;
const MAX_WAITING = 50;

const noticeSchema = v.object({
  /** A newer notification of the same id takes the older one's place. */
  id: v.string(),
  title: v.string(),
  lines: v.array(v.string()),
  context: v.string(),
  /** What the button says, null for none. */
  button: v.nullable(v.string()),
});
const outboxSchema = v.object({ shownAt: v.number(), waiting: v.array(noticeSchema) });

export type Notice = v.InferOutput<typeof noticeSchema>;

const inTurn = serialByKey();

/** Tells the user, now or when it is time. */
export async function post(notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return;
  await change(async (outbox) => ({ ...outbox, waiting: notices.reduce(merged, outbox.waiting) }));
  await sendPosted();
}

/** Shows what waits, or sees to it that it will be shown when that is allowed. */
export function sendPosted(): Promise<void> {
  return change(async (outbox) => {
    if (outbox.waiting.length === 0) return outbox;
    const now = Date.now();
    const { quietHours } = await readSettings();
    // A clock that was set back must not silence us for hours.
    const pause = outbox.shownAt <= now && now - outbox.shownAt < PAUSE_MS ? outbox.shownAt + PAUSE_MS : null;
    const when = quietUntil(quietHours, new Date(now)) ?? pause;
    if (when !== null) {
      await browser.alarms.create(OUTBOX_ALARM, { when });
      return outbox;
    }
    for (const notice of outbox.waiting) await show(notice);
    return { shownAt: now, waiting: [] };
  });
}

/** Shows a notification now, whatever the hour. */
export async function show({ id, title, lines, context, button }: Notice): Promise<void> {
  const more = lines.length - MAX_LINES;
  const shown = more > 0 ? [...lines.slice(0, MAX_LINES - 1), `+ ${more + 1}`] : lines;
  await browser.notifications.create(id, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('icons/icon-128.png'),
    title: lines.length > 1 ? `${title} (${lines.length})` : title,
    message: shown.join('\n'),
    contextMessage: context,
    ...(button === null ? {} : { buttons: [{ title: button }] }),
  });
}

function merged(waiting: Notice[], notice: Notice): Notice[] {
  const before = waiting.find(({ id }) => id === notice.id);
  const lines = [...new Set([...(before?.lines ?? []), ...notice.lines])];
  return [...waiting.filter((each) => each !== before), { ...notice, lines }].slice(-MAX_WAITING);
}

type Outbox = v.InferOutput<typeof outboxSchema>;

function change(edit: (outbox: Outbox) => Promise<Outbox>): Promise<void> {
  return inTurn(KEY, async () => {
    const parsed = v.safeParse(outboxSchema, (await browser.storage.session.get(KEY))[KEY]);
    const before = parsed.success ? parsed.output : { shownAt: 0, waiting: [] };
    const after = await edit(before);
    if (after !== before) await browser.storage.session.set({ [KEY]: after });
  });
}

import * as v from 'valibot';
import { isNaming, isPath } from '../jobs/naming';
import type { Rules } from '../keepalive/policy';
import { minuteOfDay, scheduleSchema } from '../keepalive/schedule';
import { LANGUAGES } from '../platform/languages';
import { announceChange } from './changes';
import { database } from './database';

const HOUR_MS = 3_600_000;

/** A field that an older or newer version did not write gets its default; so does one that makes no sense. */
const orDefault = <Schema extends v.GenericSchema>(schema: Schema, value: v.InferOutput<Schema>) =>
  v.optional(v.fallback(schema, value as never), value as never);

const flag = (value: boolean) => orDefault(v.boolean(), value);

const category = v.object({
  match: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)),
  folder: v.pipe(v.string(), v.trim(), v.maxLength(1024), v.check(isPath, 'not a folder')),
});

export const settingsSchema = v.object({
  /** Where downloads go whose user has not said where: the first that fits counts. */
  categories: orDefault(v.pipe(v.array(category), v.maxLength(100)), []),
  /** Colours of Lifeline's own pages; `system` follows the browser. */
  theme: orDefault(v.picklist(['system', 'light', 'dark']), 'system'),
  /** Of all texts, notifications too; `browser` follows the browser. */
  language: orDefault(v.picklist(['browser', ...LANGUAGES]), 'browser'),
  /** Relaunch what was interrupted without a click, with growing waits. */
  relaunchByItself: flag(false),
  /** Downloads that run at a time in one notebook; the others wait for their turn. */
  concurrency: orDefault(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16)), 3),
  /** Bytes a second for each notebook; null is no limit. */
  speedLimit: orDefault(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1024))), null),
  /** What fetches the bytes, as the runtime calls it; one that a VM does not have is replaced there, and that is said. */
  engine: orDefault(v.picklist(['auto', 'python', 'curl', 'wget', 'aria2c']), 'auto'),
  /** Connections of one download; null is as many as help. */
  connections: orDefault(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(32))), null),
  /** How often in a row a download may fail in the VM before it gives up; null is as often as makes sense for the failure. */
  tries: orDefault(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))), null),
  /** What files are called whose user has not said it: see `isNaming`. */
  naming: orDefault(v.pipe(v.string(), v.check(isNaming, 'no pattern of names')), '{name}'),
  /** Completed downloads are forgotten after so many days, and beyond so many. */
  historyDays: orDefault(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650)), 90),
  historyCount: orDefault(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20_000)), 10_000),
  /** Hours that keep-alive guards a runtime before it asks whether it should go on. */
  keepAliveHours: orDefault(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(168)), 12),
  /** Whether any running cell counts as work, not only a download. A notebook may say otherwise. */
  keepAliveCells: flag(false),
  /** With each sign of life also send the request by which Colab's own tools keep a VM. Whether it counts is not known. */
  keepAliveRequest: flag(false),
  /** Keep the computer from falling asleep while keep-alive or a download needs it. Needs the optional permission `power`. */
  keepAwake: flag(false),
  /** When keep-alive may act; null is at any time. A notebook may say otherwise. */
  keepAliveSchedule: orDefault(v.nullable(scheduleSchema), null),
  /** End the runtime some minutes after every download in it is complete and verified, unless the user keeps it. */
  releaseWhenDone: flag(false),
  /** Which kinds of news become a notification. */
  notifyDone: flag(true),
  notifyFailed: flag(true),
  /** No bytes have come for a while. */
  notifyStalled: flag(false),
  /** The way to the runtime is gone: disconnected, kernel restarted, cell stopped. */
  notifyDisconnected: flag(true),
  /** It stands still until the user does something: a question, a dialog, the last automatic try. */
  notifyNeedsYou: flag(true),
  /** The runtime's age, or the compute units, come to an end. */
  notifyLimitNear: flag(true),
  /**
   * No notification from minute `from` to minute `to` of the day (local time, `to` exclusive; over midnight if it is the
   * smaller one); what happens then is told together afterwards. Null is never.
   */
  quietHours: orDefault(v.nullable(v.object({ from: minuteOfDay, to: minuteOfDay })), null),
});

export type Settings = v.InferOutput<typeof settingsSchema>;

/** Where they lie in the store `meta`. */
export const SETTINGS = 'settings';

export async function readSettings(): Promise<Settings> {
  const stored: unknown = await (await database()).get('meta', SETTINGS);
  const parsed = v.safeParse(settingsSchema, stored ?? {});
  return parsed.success ? parsed.output : v.parse(settingsSchema, {});
}

/** What the settings say of keep-alive, for all notebooks. */
export function keepAliveRules({ keepAliveHours, keepAliveCells, keepAliveSchedule }: Settings): Rules {
  return { budget: keepAliveHours * HOUR_MS, countCells: keepAliveCells, schedule: keepAliveSchedule };
}

/** Only the background calls this. */
export async function writeSettings(settings: Settings): Promise<void> {
  await (await database()).put('meta', settings, SETTINGS);
  announceChange();
}

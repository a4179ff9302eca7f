import { askForPower } from '../platform/power';
import type { Settings } from '../store/settings';
import type { TextKey } from '../ui/text';

/** Writes some of the settings. */
export type Save = (changes: Partial<Settings>) => void;

/** Keys of the settings whose value is of a kind. */
type KeyOf<Value> = { [Key in keyof Settings]: Settings[Key] extends Value ? Key : never }[keyof Settings];

/** How a setting is shown. Its texts are `setting_<key>` and, where it wants more words, `setting_<key>_hint`. */
export type Setting =
  /** `allow` asks the browser for what it needs, on the click that switches it on. */
  | { kind: 'flag'; key: KeyOf<boolean>; allow?: () => Promise<boolean> }
  /** As typed, from `min` to `max`; the stored value is `scale` times as much. Empty is null where `optional`. */
  | {
      kind: 'number';
      key: KeyOf<number | null>;
      min: number;
      max: number;
      unit: TextKey;
      scale?: number;
      optional?: true;
    }
  | { kind: 'choice'; key: 'theme'; options: readonly Settings['theme'][] }
  | { kind: 'hours'; key: 'quietHours' | 'keepAliveSchedule' }
  | { kind: 'categories'; key: 'categories' };

const flag = (key: KeyOf<boolean>): Setting => ({ kind: 'flag', key });

/** All settings, as Options shows them: a new one is one line here. */
export const SECTIONS: readonly { id: string; settings: readonly Setting[] }[] = [
  {
    id: 'keep_alive',
    settings: [
      { kind: 'number', key: 'keepAliveHours', min: 1, max: 168, unit: 'unit_hours' },
      flag('keepAliveCells'),
      flag('keepAliveRequest'),
      { kind: 'hours', key: 'keepAliveSchedule' },
      { kind: 'flag', key: 'keepAwake', allow: askForPower },
      flag('releaseWhenDone'),
    ],
  },
  {
    id: 'downloads',
    settings: [
      flag('relaunchByItself'),
      { kind: 'number', key: 'concurrency', min: 1, max: 16, unit: 'unit_at_a_time' },
      { kind: 'number', key: 'speedLimit', min: 0.01, max: 100_000, unit: 'unit_speed', scale: 1e6, optional: true },
      { kind: 'categories', key: 'categories' },
      { kind: 'number', key: 'historyDays', min: 1, max: 3650, unit: 'unit_days' },
      { kind: 'number', key: 'historyCount', min: 0, max: 20_000, unit: 'unit_downloads' },
    ],
  },
  {
    id: 'notifications',
    settings: [
      flag('notifyDone'),
      flag('notifyFailed'),
      flag('notifyStalled'),
      flag('notifyDisconnected'),
      flag('notifyNeedsYou'),
      flag('notifyLimitNear'),
      { kind: 'hours', key: 'quietHours' },
    ],
  },
  { id: 'look', settings: [{ kind: 'choice', key: 'theme', options: ['system', 'light', 'dark'] }] },
];

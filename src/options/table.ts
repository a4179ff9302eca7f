import { LANGUAGES } from '../platform/languages';
import { askForPower, canKeepAwake } from '../platform/power';
import type { Settings } from '../store/settings';
import type { TextKey } from '../ui/text';

/** Writes some of the settings. */
export type Save = (changes: Partial<Settings>) => void;

/** Keys of the settings whose value is of a kind. */
type KeyOf<Value> = { [Key in keyof Settings]: Settings[Key] extends Value ? Key : never }[keyof Settings];

/** How a setting is shown. Its texts are `setting_<key>` and, where it wants more words, `setting_<key>_hint`. */
export type Setting =
  /** `allow` asks the browser for what it needs, on the click that switches it on; `offered` tells whether the browser has it. */
  | { kind: 'flag'; key: KeyOf<boolean>; allow?: () => Promise<boolean>; offered?: () => boolean }
  /** As typed, from `min` to `max`; the stored value is `scale` times as much. Where `empty` says what that means, it is null. */
  | {
      kind: 'number';
      key: KeyOf<number | null>;
      min: number;
      max: number;
      unit: TextKey;
      scale?: number;
      empty?: TextKey;
    }
  | { kind: 'choice'; key: 'theme' | 'language' | 'engine'; options: readonly string[] }
  | { kind: 'naming'; key: 'naming' }
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
      { kind: 'flag', key: 'keepAwake', allow: askForPower, offered: canKeepAwake },
      flag('releaseWhenDone'),
    ],
  },
  {
    id: 'downloads',
    settings: [
      flag('relaunchByItself'),
      { kind: 'number', key: 'tries', min: 1, max: 1000, unit: 'unit_tries', empty: 'options_by_itself' },
      { kind: 'number', key: 'concurrency', min: 1, max: 16, unit: 'unit_at_a_time' },
      {
        kind: 'number',
        key: 'speedLimit',
        min: 0.01,
        max: 100_000,
        unit: 'unit_speed',
        scale: 1e6,
        empty: 'options_no_limit',
      },
      { kind: 'choice', key: 'engine', options: ['auto', 'python', 'curl', 'wget', 'aria2c'] },
      { kind: 'number', key: 'connections', min: 1, max: 32, unit: 'unit_connections', empty: 'options_by_itself' },
      { kind: 'categories', key: 'categories' },
      { kind: 'naming', key: 'naming' },
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
  {
    id: 'look',
    settings: [
      { kind: 'choice', key: 'theme', options: ['system', 'light', 'dark'] },
      { kind: 'choice', key: 'language', options: ['browser', ...LANGUAGES] },
    ],
  },
];

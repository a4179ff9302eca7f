import type { Settings } from '../store/settings';
import { formatWeekday } from '../ui/format';
import { t } from '../ui/text';
import type { Save, Setting } from './table';
import { minutesOf, timeText } from './typed';

const DAYS = [1, 2, 3, 4, 5, 6, 0] as const;
/** What the hours are when they are first switched on. */
const FIRST = {
  quietHours: { from: 22 * 60, to: 7 * 60 },
  keepAliveSchedule: { days: [...DAYS], from: 8 * 60, to: 20 * 60 },
} satisfies Pick<Settings, 'quietHours' | 'keepAliveSchedule'>;

interface HoursControlProps {
  setting: Extract<Setting, { kind: 'hours' }>;
  settings: Settings;
  save: Save;
  describedBy: string | undefined;
}

/** A part of the day, over midnight too, and of the week where the setting knows days; off is null. */
export function HoursControl({ setting: { key }, settings, save, describedBy }: HoursControlProps) {
  const hours = settings[key];
  const schedule = key === 'keepAliveSchedule' ? settings.keepAliveSchedule : null;
  const time = (which: 'from' | 'to') => (
    <label class="time">
      {t(`hours_${which}`)}
      <input
        type="time"
        value={timeText(hours?.[which] ?? 0)}
        onChange={({ currentTarget }) => {
          const minutes = minutesOf(currentTarget.value);
          // A field that was emptied shows again what is set.
          if (minutes === null) currentTarget.value = timeText(hours?.[which] ?? 0);
          else save({ [key]: { ...hours, [which]: minutes } });
        }}
      />
    </label>
  );
  return (
    <div class="hours">
      <input
        id={key}
        type="checkbox"
        role="switch"
        checked={hours !== null}
        aria-describedby={describedBy}
        onChange={({ currentTarget }) => save({ [key]: currentTarget.checked ? FIRST[key] : null })}
      />
      {hours !== null && (
        <div class="span">
          {time('from')}
          {time('to')}
        </div>
      )}
      {schedule !== null && (
        <fieldset class="days">
          <legend class="unseen">{t('hours_days')}</legend>
          {DAYS.map((day) => (
            <label key={day}>
              <input
                type="checkbox"
                checked={schedule.days.includes(day)}
                onChange={({ currentTarget }) => {
                  const others = schedule.days.filter((each) => each !== day);
                  save({ keepAliveSchedule: { ...schedule, days: currentTarget.checked ? [...others, day] : others } });
                }}
              />
              {formatWeekday(day)}
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}

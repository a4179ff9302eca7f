import type { Settings } from '../store/settings';
import { DayBoxes, FIRST_SCHEDULE, SpanFields } from '../ui/hours';
import type { Save, Setting } from './table';

/** What the hours are when they are first switched on. */
const FIRST = {
  quietHours: { from: 22 * 60, to: 7 * 60 },
  keepAliveSchedule: FIRST_SCHEDULE,
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
      {hours !== null && <SpanFields span={hours} onChange={(span) => save({ [key]: { ...hours, ...span } })} />}
      {schedule !== null && (
        <DayBoxes days={schedule.days} onChange={(days) => save({ keepAliveSchedule: { ...schedule, days } })} />
      )}
    </div>
  );
}

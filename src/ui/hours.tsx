import type { Schedule } from '../keepalive/schedule';
import { minutesOf, timeText } from './day-time';
import { formatWeekday } from './format';
import { t } from './text';

/** The days of the week, 0 for Sunday, as they are shown. */
const DAYS = [1, 2, 3, 4, 5, 6, 0] as const;
type Day = (typeof DAYS)[number];

/** What the hours of keep-alive are when they are first switched on. */
export const FIRST_SCHEDULE: Schedule = { days: [...DAYS], from: 8 * 60, to: 20 * 60 };

/** Minutes since midnight; over midnight where `to` is the smaller one. */
interface Span {
  from: number;
  to: number;
}

/** Two time fields. One that was emptied shows again what is set. */
export function SpanFields({ span, onChange }: { span: Span; onChange: (span: Span) => void }) {
  const field = (which: keyof Span) => (
    <label>
      {t(`hours_${which}`)}
      <input
        type="time"
        value={timeText(span[which])}
        onChange={({ currentTarget }) => {
          const minutes = minutesOf(currentTarget.value);
          if (minutes === null) currentTarget.value = timeText(span[which]);
          else onChange({ ...span, [which]: minutes });
        }}
      />
    </label>
  );
  return (
    <div class="span">
      {field('from')}
      {field('to')}
    </div>
  );
}

/** One box for each day of the week. */
export function DayBoxes({ days, onChange }: { days: readonly Day[]; onChange: (days: Day[]) => void }) {
  return (
    <fieldset class="days">
      <legend class="unseen">{t('hours_days')}</legend>
      {DAYS.map((day) => (
        <label key={day}>
          <input
            type="checkbox"
            checked={days.includes(day)}
            onChange={({ currentTarget }) => {
              const others = days.filter((each) => each !== day);
              onChange(currentTarget.checked ? [...others, day] : others);
            }}
          />
          {formatWeekday(day)}
        </label>
      ))}
    </fieldset>
  );
}

import * as v from 'valibot';

/** Minutes since midnight, local time. */
export const minuteOfDay = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1439));

export const scheduleSchema = v.object({
  /** Days on which the window starts, 0 is Sunday. */
  days: v.array(v.picklist([0, 1, 2, 3, 4, 5, 6])),
  from: minuteOfDay,
  /** The first minute that is outside. The same as `from`: the whole day. */
  to: minuteOfDay,
});

/** When keep-alive may act. A window that ends before it starts goes over midnight. */
export type Schedule = v.InferOutput<typeof scheduleSchema>;

export interface LocalTime {
  day: number;
  minute: number;
}

export function isWithin({ days, from, to }: Schedule, { day, minute }: LocalTime): boolean {
  const starts = (on: number) => days.some((each) => each === on);
  if (from < to) return starts(day) && minute >= from && minute < to;
  const dayBefore = (day + 6) % 7;
  return (starts(day) && minute >= from) || (starts(dayBefore) && minute < to);
}

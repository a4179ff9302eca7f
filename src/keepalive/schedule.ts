/** When keep-alive may act. Minutes are counted from midnight, local time; a window that ends before it starts goes over midnight. */
export interface Schedule {
  /** Days on which the window starts, 0 is Sunday. */
  days: readonly number[];
  from: number;
  /** The first minute that is outside. The same as `from`: the whole day. */
  to: number;
}

export interface LocalTime {
  day: number;
  minute: number;
}

export function isWithin({ days, from, to }: Schedule, { day, minute }: LocalTime): boolean {
  if (from < to) return days.includes(day) && minute >= from && minute < to;
  const dayBefore = (day + 6) % 7;
  return (days.includes(day) && minute >= from) || (days.includes(dayBefore) && minute < to);
}

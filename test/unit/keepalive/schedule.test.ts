import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isWithin, type Schedule } from '../../../src/keepalive/schedule';

const WORKDAYS: Schedule['days'] = [1, 2, 3, 4, 5];
const at = (day: number, hour: number, minute = 0) => ({ day, minute: hour * 60 + minute });

it.each<[string, Schedule, { day: number; minute: number }, boolean]>([
  ['in it', { days: WORKDAYS, from: 540, to: 1080 }, at(1, 9), true],
  ['its last minute', { days: WORKDAYS, from: 540, to: 1080 }, at(5, 17, 59), true],
  ['after it', { days: WORKDAYS, from: 540, to: 1080 }, at(5, 18), false],
  ['another day', { days: WORKDAYS, from: 540, to: 1080 }, at(6, 12), false],
  ['over midnight, in the evening', { days: [5], from: 1320, to: 360 }, at(5, 23), true],
  ['over midnight, in the morning after', { days: [5], from: 1320, to: 360 }, at(6, 5, 59), true],
  [
    'over midnight, in the morning of a day that does not start it',
    { days: [5], from: 1320, to: 360 },
    at(5, 5),
    false,
  ],
  ['over midnight from Saturday to Sunday', { days: [6], from: 1320, to: 360 }, at(0, 1), true],
  ['the whole day', { days: [0], from: 0, to: 0 }, at(0, 23, 59), true],
  ['the day after a whole day', { days: [0], from: 0, to: 0 }, at(1, 0), false],
])('%s', (_, schedule, time, expected) => {
  expect(isWithin(schedule, time)).toBe(expected);
});

it('covers as much of a week as it says', () => {
  const minute = fc.nat(1439);
  fc.assert(
    fc.property(fc.subarray<Schedule['days'][number]>([0, 1, 2, 3, 4, 5, 6]), minute, minute, (days, from, to) => {
      const all = Array.from({ length: 7 * 1440 }, (_, i) => ({ day: Math.floor(i / 1440), minute: i % 1440 }));
      const length = (to - from + 1440) % 1440 || 1440;
      expect(all.filter((time) => isWithin({ days, from, to }, time))).toHaveLength(days.length * length);
    }),
    { numRuns: 30 },
  );
});

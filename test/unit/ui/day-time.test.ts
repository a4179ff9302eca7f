import { expect, it } from 'vitest';
import { minutesOf, timeText } from '../../../src/ui/day-time';

it('is a time of day there and back', () => {
  for (const minutes of [0, 9, 60, 719, 1439]) expect(minutesOf(timeText(minutes))).toBe(minutes);
  expect(minutesOf('')).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { quietUntil } from '../../../src/background/quiet-hours';

const at = (day: number, hour: number, minute = 0) => new Date(2026, 0, day, hour, minute);
const night = { from: 22 * 60, to: 7 * 60 + 30 };
const noon = { from: 12 * 60, to: 13 * 60 };

describe('quietUntil', () => {
  it.each([
    ['no quiet hours', null, at(5, 3), null],
    ['before the night', night, at(5, 21, 59), null],
    ['its first minute', night, at(5, 22), at(6, 7, 30)],
    ['past midnight', night, at(6, 3), at(6, 7, 30)],
    ['its last minute', night, at(6, 7, 29), at(6, 7, 30)],
    ['after it', night, at(6, 7, 30), null],
    ['a rest at noon', noon, at(5, 12, 30), at(5, 13)],
    ['after noon', noon, at(5, 13), null],
    ['hours that are none', { from: 600, to: 600 }, at(5, 10), null],
  ])('%s', (_, quiet, now, until) => {
    expect(quietUntil(quiet, now)).toBe(until?.getTime() ?? null);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { totalSpeed } from '../../../src/dashboard/total';
import type { Trail } from '../../../src/jobs/trail';

describe('the speed of several downloads together', () => {
  it('is their sum while they run at the same time', () => {
    const one: Trail = [
      [0, 0],
      [120_000, 12_000],
    ];
    const two: Trail = [
      [60_000, 0],
      [120_000, 6000],
    ];
    const speeds = totalSpeed([one, two], 0, 120_000);
    expect(speeds).toHaveLength(120);
    expect(speeds[10]?.rate).toBeCloseTo(100);
    expect(speeds[90]?.rate).toBeCloseTo(200);
  });

  it('is nothing over no time', () => {
    expect(totalSpeed([], 5, 5)).toEqual([]);
  });

  it('loses no byte', () => {
    const step = fc.record({ time: fc.integer({ min: 1, max: 90_000 }), bytes: fc.integer({ min: 0, max: 1e9 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const trail: [number, number][] = [[0, 0]];
        for (const { time, bytes } of steps) {
          const [at, offset] = trail.at(-1) ?? [0, 0];
          trail.push([at + time, offset + bytes]);
        }
        const [to, all] = trail.at(-1) ?? [0, 0];
        const sum = totalSpeed([trail], 0, to).reduce((total, { rate }) => total + (rate * to) / 120 / 1000, 0);
        expect(Math.abs(sum - all)).toBeLessThanOrEqual(all * 1e-6 + 1e-3);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extended, speeds, steadyRate, type Trail } from '../../../src/jobs/trail';

const MINUTE = 60_000;
/** A download that reports every three seconds, at the given bytes a second each time. */
function trailOf(rates: readonly number[]): Trail {
  let trail: Trail = [[0, 0]];
  let offset = 0;
  for (const [index, rate] of rates.entries()) {
    offset += rate * 3;
    trail = extended(trail, [(index + 1) * 3000, offset]);
  }
  return trail;
}

describe('a trail', () => {
  it('gives the speed between its points', () => {
    expect(speeds(trailOf([100, 50]))).toEqual([
      { at: 3000, rate: 100 },
      { at: 6000, rate: 50 },
    ]);
  });

  it('leaves out what comes within a second', () => {
    const trail = extended([[0, 0]], [2000, 10]);
    expect(extended(trail, [2900, 20])).toBe(trail);
  });

  it('begins anew after a loss, and when the clock was set back', () => {
    expect(
      extended(
        [
          [0, 5],
          [9000, 90],
        ],
        [12_000, 0],
      ),
    ).toEqual([[12_000, 0]]);
    expect(extended([[9000, 5]], [4000, 6])).toEqual([[4000, 6]]);
  });

  it('stays short over twelve hours, keeps its beginning, and the last minutes sharp', () => {
    const trail = trailOf(Array.from({ length: 14_400 }, () => 1000));
    expect(trail.length).toBeLessThanOrEqual(160);
    expect(trail[0]).toEqual([0, 0]);
    expect(
      trail.slice(-60).every(([at], index, part) => index === 0 || at - (part[index - 1]?.[0] ?? 0) === 3000),
    ).toBe(true);
  });

  it('loses no byte by being thinned: the speeds add up to the whole way', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 1000 }), (rates) => {
        const trail = trailOf(rates);
        const sum = speeds(trail).reduce(
          (total, { at, rate }, index) => total + (rate * (at - (trail[index]?.[0] ?? 0))) / 1000,
          0,
        );
        const last = trail.at(-1)?.[1] ?? 0;
        expect(Math.abs(sum - last)).toBeLessThanOrEqual(last * 1e-9 + 1e-6);
      }),
    );
  });
});

describe('the steady rate', () => {
  it('is the average of the last minute', () => {
    const trail = trailOf([...Array.from({ length: 50 }, () => 1), ...Array.from({ length: 20 }, () => 600)]);
    expect(steadyRate(trail, 210_000)).toBe(600);
  });

  it('is moved little by one burst', () => {
    const calm = Array.from({ length: 19 }, () => 100);
    expect(steadyRate(trailOf([...calm, 1000]), MINUTE)).toBe(145);
  });

  it('is not known before two reports, nor after a silence', () => {
    expect(steadyRate([], 0)).toBeNull();
    expect(steadyRate([[0, 0]], 0)).toBeNull();
    expect(steadyRate(trailOf([100]), 3000 + 30_001)).toBeNull();
  });
});

import { type Speed, speeds, type Trail } from '../jobs/trail';

/** As many steps as a chart can show. */
const STEPS = 120;

/**
 * The speed of several downloads together over the time from `from` to `to` (Unix milliseconds), in equal steps. Each span of each
 * trail is shared out over the steps that it covers, so that the sum of bytes stays right.
 */
export function totalSpeed(trails: Iterable<Trail>, from: number, to: number): Speed[] {
  const step = (to - from) / STEPS;
  if (step <= 0) return [];
  const bytes = new Float64Array(STEPS);
  for (const trail of trails) {
    for (const [index, { at, rate }] of speeds(trail).entries()) {
      const began = trail[index]?.[0] ?? at;
      for (let n = Math.max(0, Math.floor((began - from) / step)); n < STEPS && from + n * step < at; n++) {
        const overlap = Math.min(at, from + (n + 1) * step) - Math.max(began, from + n * step);
        bytes[n] = (bytes[n] ?? 0) + rate * Math.max(0, overlap);
      }
    }
  }
  return [...bytes].map((sum, n) => ({ at: from + (n + 1) * step, rate: sum / step }));
}

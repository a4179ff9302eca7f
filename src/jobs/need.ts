import { isLive, type Job } from './job';

/** What live downloads still want, as far as their sizes are known: bytes, and bytes a second of all together. */
export function needOf(jobs: readonly Job[]): { bytes: number; rate: number } {
  const live = jobs.filter(isLive);
  return {
    bytes: live.reduce((sum, { size, offset }) => sum + Math.max(0, (size ?? offset) - offset), 0),
    rate: live.reduce((sum, { rate }) => sum + rate, 0),
  };
}

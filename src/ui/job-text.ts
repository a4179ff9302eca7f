import { forecast } from '../jobs/forecast';
import type { Job } from '../jobs/job';
import { canRelaunch, gaveUp } from '../jobs/relaunch';
import { steadyRate, type Trail } from '../jobs/trail';
import { formatAgo, formatBytes, formatDuration, formatMoment, formatTime } from './format';
import { harmless, type TextKey, t, textIfAny } from './text';

/** Records come every few seconds: after a minute without one, its speed says nothing about now. */
const SILENCE_MS = 60_000;

const key = (text: string) => text.replaceAll('-', '_');

/** What a job does now, in a few words. */
export function stateText(job: Job): string {
  if (job.copied !== null) return t('state_copying', formatBytes(job.copied));
  if (job.state !== 'completed') return t(`state_${job.state}`);
  if (job.verified === null || job.verified === 'none') return t('state_completed_unverified');
  return job.verified === 'size' ? t('state_completed_size') : t('state_completed_checked', METHOD[job.verified]);
}

const METHOD = { sha256: 'SHA-256', sha1: 'SHA-1', md5: 'MD5' } as const;

/** What to do about an error: our own words for a code that is known, else the message that came with it. */
export function errorText({ code, message }: { code: string; message: string }): string {
  return textIfAny(`error_${key(code)}`) ?? message;
}

/** Why it stands still, what was lost, and what happens next; nothing where the state says it all. */
export function explanations(job: Job): string[] {
  return [
    job.reason === null ? null : t(`reason_${key(job.reason)}` as TextKey),
    job.error === null ? null : errorText(job.error),
    job.notice === null ? null : harmless(job.notice),
    job.lost === null ? null : t(`lost_${key(job.lost.cause)}` as TextKey, formatBytes(job.lost.bytes)),
    gaveUp(job) ? t('gave_up') : null,
    forecastText(job),
    job.relaunchAt === null ? null : t('next_try', formatTime(job.relaunchAt)),
  ].filter((text) => text !== null && text !== '') as string[];
}

/** What a relaunch keeps of what has come, and what it fetches again: told before the click. */
function forecastText(job: Job): string | null {
  const foreseen = forecast(job);
  if (foreseen === null || !canRelaunch(job)) return null;
  if (foreseen.kept === 0) return t('forecast_nothing');
  return t(foreseen.atRisk > 0 ? 'forecast_at_risk' : 'forecast_kept', formatBytes(foreseen.kept));
}

/** Bytes, speed and time left, as far as they are known at `now` (Unix milliseconds). */
export function amounts(job: Job, trail: Trail | undefined, now: number): string[] {
  const silence = now - (job.heardAt ?? now);
  if (isMoving(job) && silence > SILENCE_MS) return [amountText(job, now), t('heard', formatAgo(silence))];
  const left = secondsLeft(job, trail, now);
  return [
    amountText(job, now),
    job.rate > 0 ? t('speed', formatBytes(job.rate)) : '',
    left === null ? '' : t('time_left', formatDuration(left)),
    isMoving(job) && job.attempt > 1 ? t('attempt', String(job.attempt)) : '',
  ].filter((text) => text !== '');
}

/** By the speed of the last minute where that is known, else as the runtime reckons it; null where nobody can tell. */
export function secondsLeft(job: Job, trail: Trail | undefined, now: number): number | null {
  if (job.state !== 'running' || job.size === null) return job.eta;
  const rate = steadyRate(trail ?? [], now);
  if (rate === null) return job.eta;
  return rate > 0 ? (job.size - job.offset) / rate : null;
}

/** How much of it there is. Of what stands still only the last word is known, so that says when it came. */
export function amountText(job: Job, now: number): string {
  const { offset, size, state, heardAt, reason } = job;
  const stands = state === 'interrupted' || state === 'paused' || state === 'failed';
  if (!stands || size === null || offset === 0 || heardAt === null || reason === 'vm-replaced') return bytesText(job);
  return t('amount_on_disk', formatBytes(offset), formatBytes(size), formatMoment(heardAt, now));
}

/** How much of it was there when the VM was last heard of. */
export function bytesText({ offset, size, state }: Job): string {
  if (state === 'completed') return formatBytes(size ?? offset);
  if (size !== null) return t('amount', formatBytes(offset), formatBytes(size));
  return offset === 0 ? '' : t('amount_unknown', formatBytes(offset));
}

function isMoving({ state }: Job): boolean {
  return state === 'running' || state === 'stalled' || state === 'verifying';
}

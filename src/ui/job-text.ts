import type { Job } from '../jobs/job';
import { formatAgo, formatBytes, formatDuration, formatTime } from './format';
import { type TextKey, t, textIfAny } from './text';

/** Records come every few seconds: after a minute without one, its speed says nothing about now. */
const SILENCE_MS = 60_000;

const key = (text: string) => text.replaceAll('-', '_');

/** What a job does now, in a few words. */
export function stateText(job: Job): string {
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
    job.lost === null ? null : t(`lost_${key(job.lost.cause)}` as TextKey, formatBytes(job.lost.bytes)),
    job.relaunchAt === null ? null : t('next_try', formatTime(job.relaunchAt)),
  ].filter((text) => text !== null && text !== '') as string[];
}

/** Bytes, speed and time left, as far as they are known at `now` (Unix milliseconds). */
export function amounts(job: Job, now: number): string[] {
  const silence = now - (job.heardAt ?? now);
  const moving = job.state === 'running' || job.state === 'stalled' || job.state === 'verifying';
  if (moving && silence > SILENCE_MS) return [amount(job), t('heard', formatAgo(silence))];
  return [
    amount(job),
    job.rate > 0 ? t('speed', formatBytes(job.rate)) : '',
    job.eta === null ? '' : t('time_left', formatDuration(job.eta)),
    moving && job.attempt > 1 ? t('attempt', String(job.attempt)) : '',
  ].filter((text) => text !== '');
}

function amount(job: Job): string {
  const { offset, size, state } = job;
  if (state === 'completed') return formatBytes(size ?? offset);
  if (offset === 0 && size === null) return '';
  if (size === null) return t('amount_unknown', formatBytes(offset));
  const stands = state === 'interrupted' || state === 'paused' || state === 'failed';
  const kept = stands && offset > 0 && job.reason !== 'vm-replaced';
  return t(kept ? 'amount_on_disk' : 'amount', formatBytes(offset), formatBytes(size));
}

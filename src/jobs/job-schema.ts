import * as v from 'valibot';
import type { Job } from './job';

const text = (length: number) => v.pipe(v.string(), v.maxLength(length));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const time = v.nullable(count);
const webAddress = v.pipe(
  text(8192),
  v.check((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol), 'not an http(s) address'),
);

/** A job that comes from outside, as from an imported file: only what could have been ours passes. */
export const jobSchema: v.GenericSchema<unknown, Job> = v.object({
  id: v.pipe(text(64), v.minLength(1)),
  notebook: v.pipe(text(512), v.minLength(1)),
  url: webAddress,
  output: text(1024),
  sha256: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  state: v.picklist([
    'queued',
    'starting',
    'running',
    'stalled',
    'verifying',
    'completed',
    'paused',
    'interrupted',
    'failed',
  ]),
  reason: v.nullable(
    v.picklist([
      'tab-closed',
      'tab-discarded',
      'disconnected',
      'kernel-restarted',
      'vm-replaced',
      'cell-stopped',
      'silent',
      'browser-closed',
    ]),
  ),
  error: v.nullable(v.object({ code: text(64), message: text(1000), retryable: v.boolean() })),
  wanted: v.picklist(['run', 'pause']),
  offset: count,
  size: v.nullable(count),
  rate: v.pipe(v.number(), v.finite(), v.minValue(0)),
  eta: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
  engine: v.nullable(text(16)),
  attempt: count,
  path: v.nullable(text(4096)),
  etag: v.nullable(text(512)),
  modified: v.nullable(text(128)),
  verified: v.nullable(v.picklist(['sha256', 'sha1', 'md5', 'size', 'none'])),
  boot: v.nullable(text(64)),
  offsetBoot: v.nullable(text(64)),
  pastBoots: v.pipe(v.array(text(64)), v.maxLength(8)),
  seq: v.pipe(v.number(), v.safeInteger(), v.minValue(-1)),
  lost: v.nullable(
    v.object({ bytes: count, cause: v.picklist(['vm-replaced', 'remote-changed', 'file-gone']), at: count }),
  ),
  priority: v.optional(v.picklist([-1, 0, 1]), 0),
  rank: v.optional(count, Number.MAX_SAFE_INTEGER),
  relaunches: count,
  relaunchAt: time,
  createdAt: count,
  launchedAt: time,
  heardAt: time,
  finishedAt: time,
});

import * as v from 'valibot';
import { parseDigest } from './digest';
import type { Job } from './job';

const text = (length: number) => v.pipe(v.string(), v.maxLength(length));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const time = v.nullable(count);
const webAddress = v.pipe(
  text(8192),
  v.check(
    (url) => URL.canParse(url) && /^(?:https?|ftp):$/.test(new URL(url).protocol),
    'not an address that can be fetched',
  ),
);

/** Headers of a request. Nothing in them can end a header and begin another one. */
export const headers = v.pipe(
  v.record(
    v.pipe(text(64), v.regex(/^[!#$%&'*+.^_`|~\w-]+$/)),
    // oxlint-disable-next-line no-control-regex
    v.pipe(text(16_384), v.regex(/^[^\u0000-\u0008\u000a-\u001f\u007f]*$/)),
  ),
  v.check((record) => Object.keys(record).length <= 32, 'too many headers'),
);

/** A job that comes from outside, as from an imported file: only what could have been ours passes. */
export const jobSchema: v.GenericSchema<unknown, Job> = v.object({
  id: v.pipe(text(64), v.minLength(1)),
  notebook: v.pipe(text(512), v.minLength(1)),
  url: webAddress,
  output: text(1024),
  checksum: v.nullable(
    v.pipe(
      text(80),
      v.check((sum) => parseDigest(sum) !== null, 'not a checksum'),
    ),
  ),
  headers,
  copyTo: v.nullable(text(1024)),
  unpack: v.boolean(),
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
      'tab-crashed',
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
  notice: v.nullable(text(500)),
  copied: v.nullable(count),
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

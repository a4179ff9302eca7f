import * as v from 'valibot';

/** Marks the machine-readable line in the Lifeline cell's output. */
export const PROGRESS_PREFIX = '@@lifeline ';
/** A longer line is not ours: 64 Ki characters hold the records of about 150 downloads. */
export const MAX_LINE_LENGTH = 65_536;

/** Half of a character (a lone surrogate) is no text, and nothing that the runtime prints. */
const text = (length: number) => v.pipe(v.string(), v.maxLength(length), v.regex(/^\P{Surrogate}*$/u));
const bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const jobErrorSchema = v.object({ code: text(64), message: text(1000), retryable: v.boolean() });

const jobRecordSchema = v.object({
  job: text(64),
  /** Grows by at least one with each record of this job; survives the worker's restarts on one VM. */
  seq: bytes,
  state: v.picklist(['queued', 'starting', 'running', 'stalled', 'verifying', 'completed', 'paused', 'failed']),
  /** Bytes that are durable on the VM's disk; never goes back within one version of a file. */
  offset: bytes,
  size: v.nullable(bytes),
  /** Bytes a second. */
  rate: v.pipe(v.number(), v.finite(), v.minValue(0)),
  /** Seconds left. */
  eta: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
  engine: v.nullable(text(16)),
  attempt: bytes,
  error: v.nullable(jobErrorSchema),
  /** What the user should know beside the state, in the runtime's words; older runtimes have none. */
  notice: v.optional(v.nullable(text(500)), null),
  /** How far the copy to another place has come, while there is one under way. */
  copy: v.optional(v.nullable(v.object({ to: text(4096), offset: bytes })), null),
  path: v.nullable(text(4096)),
  etag: v.nullable(text(512)),
  modified: v.nullable(text(128)),
  /** What the file was checked against, null while it was not. */
  verified: v.nullable(v.picklist(['sha256', 'sha1', 'md5', 'size', 'none'])),
  /** Durable bytes that this run found on its disk when it began; null until it has looked. */
  kept: v.nullable(bytes),
  /** True if the remote file changed and the download began again from zero. */
  restarted: v.boolean(),
});

const progressSchema = v.object({
  v: v.literal(1),
  token: text(64),
  boot: text(64),
  seq: bytes,
  /** Unix seconds on the VM's clock. */
  time: v.pipe(v.number(), v.finite()),
  /** Free bytes, as far as they are known; older runtimes do not tell. */
  room: v.optional(v.object({ disk: v.nullable(bytes), drive: v.nullable(bytes) })),
  jobs: v.pipe(v.array(jobRecordSchema), v.maxLength(1000)),
  /** Why the viewer ended; null while it runs. */
  end: v.nullable(v.picklist(['finished', 'paused', 'error'])),
});

export type JobRecord = v.InferOutput<typeof jobRecordSchema>;
export type Progress = v.InferOutput<typeof progressSchema>;

/** Parses one output line of the Lifeline cell. Hostile input: anything but a whole, valid record with our token gives null. */
export function parseProgress(line: string, token: string): Progress | null {
  if (!line.startsWith(PROGRESS_PREFIX) || line.length > MAX_LINE_LENGTH) return null;
  let json: unknown;
  try {
    json = JSON.parse(line.slice(PROGRESS_PREFIX.length));
  } catch {
    return null;
  }
  const parsed = v.safeParse(progressSchema, json);
  return parsed.success && parsed.output.token === token ? parsed.output : null;
}

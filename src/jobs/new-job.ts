import { digestText, parseDigest } from './digest';
import type { Task } from './job';
import { isPath } from './naming';

/** Keys of the texts that say what is wrong with a field and what to do about it. */
type UrlProblem = 'urlEmpty' | 'urlInvalid' | 'urlScheme' | 'urlPassword';
type FieldProblem = UrlProblem | 'urlDuplicate' | 'urlTooMany' | 'outputInvalid' | 'checksumInvalid' | 'copyToInvalid';

export type FieldProblems = Partial<Record<'url' | 'output' | 'checksum' | 'copyTo', FieldProblem>>;

/** What a person typed, or what was read out of what they pasted. */
export interface JobInput extends Partial<Pick<Task, 'headers' | 'unpack'>> {
  url: string;
  output: string;
  /** SHA-256, SHA-1 or MD5. */
  checksum: string;
  copyTo?: string;
}

export type Checked = { ok: true; value: Task } | { ok: false; problems: FieldProblems };

const MAX_URL_LENGTH = 8192;

/**
 * Checks what a person typed for a download. `open` are the downloads that the notebook has already: the same file to the
 * same place twice would be two writers.
 */
export function checkJobInput(input: JobInput, open: readonly { url: string; output: string }[]): Checked {
  const problems: FieldProblems = {};
  const url = input.url.trim();
  const output = input.output.trim();
  const copyTo = input.copyTo?.trim() ?? '';
  const digest = parseDigest(input.checksum);

  const read = readUrl(url);
  const href = typeof read === 'string' ? '' : read.href;
  if (typeof read === 'string') problems.url = read;
  else if (open.some((job) => job.url === href && job.output === output)) problems.url = 'urlDuplicate';
  if (!isPath(output)) problems.output = 'outputInvalid';
  if (!isPath(copyTo)) problems.copyTo = 'copyToInvalid';
  if (digest === null && input.checksum.trim() !== '') problems.checksum = 'checksumInvalid';

  if (Object.keys(problems).length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: {
      url: href,
      output,
      checksum: digest && digestText(digest),
      headers: input.headers ?? {},
      copyTo: copyTo === '' ? null : copyTo,
      unpack: input.unpack ?? false,
    },
  };
}

/** An address that can be downloaded, or what is wrong with it. */
export function readUrl(text: string): URL | UrlProblem {
  if (text === '') return 'urlEmpty';
  if (text.length > MAX_URL_LENGTH) return 'urlInvalid';
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'urlInvalid';
  }
  if (!/^(?:https?|ftp):$/.test(url.protocol)) return 'urlScheme';
  // It would be saved with the notebook, and shared with it.
  if (url.username !== '' || url.password !== '') return 'urlPassword';
  return url;
}

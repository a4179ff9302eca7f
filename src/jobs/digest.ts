/** What a file's content is checked against; stored and shown as `algorithm:hex`. */
export interface Digest {
  algorithm: 'sha256' | 'sha1' | 'md5';
  /** Lower-case hexadecimal. */
  hex: string;
}

const BY_LENGTH: Record<number, Digest['algorithm']> = { 64: 'sha256', 40: 'sha1', 32: 'md5' };
const NAMES: Record<string, Digest['algorithm']> = {
  sha256: 'sha256',
  'sha-256': 'sha256',
  sha1: 'sha1',
  'sha-1': 'sha1',
  md5: 'md5',
};

/**
 * A checksum as people write it: bare hexadecimal, told apart by its length, or with its algorithm before it
 * (`sha256:…`, `sha-1=…`). Null for anything else, other algorithms among it.
 */
export function parseDigest(text: string): Digest | null {
  const match = /^(?:([a-z\d-]+)[:=])?([\da-f]+)$/i.exec(text.trim());
  const hex = match?.[2]?.toLowerCase() ?? '';
  const algorithm = BY_LENGTH[hex.length];
  const stated = match?.[1];
  if (algorithm === undefined || (stated !== undefined && NAMES[stated.toLowerCase()] !== algorithm)) return null;
  return { algorithm, hex };
}

/** The one form in which checksums are kept; `parseDigest` takes it back. */
export function digestText({ algorithm, hex }: Digest): string {
  return `${algorithm}:${hex}`;
}

/** Signature schemes by the query fields that carry them: when they were signed, and when or how long after that they end. */
const SIGNED_FOR = [
  ['X-Amz-Date', 'X-Amz-Expires'],
  ['X-Goog-Date', 'X-Goog-Expires'],
] as const;
const UNTIL = ['Expires', 'expires', 'exp', 'se', 'x-expires', 'Expiry'] as const;
const BASIC_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * When a signed address ends to work, in Unix milliseconds; null where it does not say. Known: S3 (versions 2 and 4), Google
 * Cloud Storage, CloudFront, Azure (`se`), and plain `expires` in seconds.
 */
export function expiryOf(address: string): number | null {
  const query = new URL(address).searchParams;
  for (const [signedAt, seconds] of SIGNED_FOR) {
    const began = Date.parse((query.get(signedAt) ?? '').replace(BASIC_DATE, '$1-$2-$3T$4:$5:$6Z'));
    const length = Number(query.get(seconds));
    if (!Number.isNaN(began) && length > 0) return began + length * 1000;
  }
  for (const name of UNTIL) {
    const value = query.get(name);
    if (value === null) continue;
    if (/^\d{9,11}$/.test(value)) return Number(value) * 1000;
    if (/^\d{4}-\d\d-\d\dT/.test(value)) {
      const at = Date.parse(value);
      if (!Number.isNaN(at)) return at;
    }
  }
  return null;
}

/** What a server's first answer says of a file, as far as a browser is told. */
interface Facts {
  status: number;
  type: string | null;
  contentRange: string | null;
  contentLength: string | null;
}

export type Verdict =
  | { kind: 'file'; size: number | null; resumable: boolean }
  | { kind: 'page' }
  | { kind: 'refused'; status: number }
  | { kind: 'unreachable' };

/** Judges the answer to a request for the first byte. Only a 206 proves that a download can go on where it stopped. */
function verdictOf({ status, type, contentRange, contentLength }: Facts): Verdict {
  if (status === 416) return { kind: 'file', size: 0, resumable: true };
  if (status !== 200 && status !== 206) return { kind: 'refused', status };
  if (/^(?:text\/html|application\/xhtml)/i.test(type ?? '')) return { kind: 'page' };
  const total = status === 206 ? /\/(\d+)$/.exec(contentRange ?? '')?.[1] : contentLength;
  const size = total === undefined || total === null || total === '' ? null : Number(total);
  return { kind: 'file', size: size !== null && Number.isSafeInteger(size) ? size : null, resumable: status === 206 };
}

/** Asks for the first byte of an address, without cookies: the VM has none either. Needs the host's permission. */
export async function check(url: string, fetch: typeof globalThis.fetch): Promise<Verdict> {
  const stop = new AbortController();
  try {
    const { status, headers } = await fetch(url, {
      headers: { Range: 'bytes=0-0' },
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(15_000)]),
    });
    return verdictOf({
      status,
      type: headers.get('content-type'),
      contentRange: headers.get('content-range'),
      contentLength: headers.get('content-length'),
    });
  } catch {
    return { kind: 'unreachable' };
  } finally {
    // Whoever ignores the range sends everything: no more of it is read.
    stop.abort();
  }
}

/** Line 2 of the Lifeline cell. The sum covers all that follows it and tells an edited cell from an untouched one. */
const MARKER = /^# lifeline-cell v1 sum=[0-9a-f]{16}$/;

/** Whether `source` is a Lifeline cell: by its marker on line 2, whatever its position in the notebook. */
export function holdsMarker(source: string): boolean {
  const start = source.indexOf('\n') + 1;
  if (start === 0) return false;
  const end = source.indexOf('\n', start);
  return isMarkerLine(source.slice(start, end < 0 ? undefined : end));
}

export function isMarkerLine(line: string): boolean {
  return MARKER.test(line.trimEnd());
}

/** Whether the Lifeline cell is as it was written: the sum on line 2 is that of the text after it. */
export async function isUnedited(source: string): Promise<boolean> {
  const body = source.indexOf('\n', source.indexOf('\n') + 1) + 1;
  const sum = /sum=([0-9a-f]{16})\s*$/.exec(source.slice(0, body).trimEnd())?.[1];
  if (body === 0 || sum === undefined || !holdsMarker(source)) return false;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(source.slice(body)));
  return hex(new Uint8Array(digest)).startsWith(sum);
}

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Editors end lines as the machine does, and a saved notebook drops the last line break: neither is a difference. */
export function sameSource(a: string, b: string): boolean {
  return normal(a) === normal(b);
}

const normal = (source: string) => source.replaceAll('\r\n', '\n').trimEnd();

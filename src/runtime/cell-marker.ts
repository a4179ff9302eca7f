/** The second line of a Lifeline cell; the sum lets anyone see whether the rest was edited. */
const MARKER_LINE = /^# lifeline-cell v\d+ sum=([0-9a-f]{16})$/;
const TITLE_LINE = '# @title Lifeline downloads { display-mode: "form" }';

/** The first `sum` digits of the SHA-256 of `text` in UTF-8. */
async function sumOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest, 0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Puts the two lines that mark a Lifeline cell above its body. */
export async function withMarker(body: string): Promise<string> {
  return `${TITLE_LINE}\n# lifeline-cell v1 sum=${await sumOf(body)}\n${body}`;
}

/** The sum that the marker states, null if the text is no Lifeline cell. The title line may have been changed by the user. */
export function markerSum(text: string): string | null {
  const second = text.split(/\r?\n/, 2)[1] ?? '';
  return MARKER_LINE.exec(second)?.[1] ?? null;
}

/** True if the text is a Lifeline cell whose body is exactly as it was written. */
export async function isUnedited(text: string): Promise<boolean> {
  const stated = markerSum(text);
  if (stated === null) return false;
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  return lines[0] === TITLE_LINE && (await sumOf(lines.slice(2).join('\n'))) === stated;
}

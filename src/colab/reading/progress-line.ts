/** Begins the machine-readable line in the Lifeline cell's output. */
const PREFIX = '@@lifeline ';
/** A longer line is not ours. */
const MAX_LINE = 65_536;

/**
 * Of all the progress lines in what several layers told, the one with the highest sequence number; null if there is none.
 * A layer may lag: an output that is drawn late, a file that is written seldom. What the record says is checked elsewhere.
 */
export function newestLine(texts: readonly string[]): string | null {
  let newest: { line: string; seq: number } | null = null;
  for (const text of texts) {
    for (
      let start = text.lastIndexOf(PREFIX);
      start >= 0;
      start = start === 0 ? -1 : text.lastIndexOf(PREFIX, start - 1)
    ) {
      if (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') continue;
      const line = text.slice(start, start + MAX_LINE + 1).split(/[\r\n]/, 1)[0] as string;
      const seq = sequence(line);
      // A line that the reader caught half-written does not parse: the one before it counts.
      if (seq === null) continue;
      if (newest === null || seq > newest.seq) newest = { line, seq };
      break;
    }
  }
  return newest?.line ?? null;
}

function sequence(line: string): number | null {
  if (line.length > MAX_LINE) return null;
  try {
    const record = JSON.parse(line.slice(PREFIX.length)) as { seq?: unknown } | null;
    return typeof record?.seq === 'number' && Number.isFinite(record.seq) ? record.seq : null;
  } catch {
    return null;
  }
}

/** The line for a record that came without its prefix, as the file in the VM holds it. */
export function asLine(record: string): string {
  return PREFIX + record.trim();
}

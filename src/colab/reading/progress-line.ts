/** Begins the machine-readable line in the Lifeline cell's output. */
const PREFIX = '@@lifeline ';
/** A longer line is not ours. */
const MAX_LINE = 65_536;
/** Candidates that are looked at in one text: an output that is full of look-alikes costs no more than this. */
const MAX_CANDIDATES = 5_000;

export interface NewestLine {
  /** The line with our token that has the highest sequence number; null if there is none. */
  line: string | null;
  /** How many lines looked like ours and were not: no token, a wrong one, broken, too long. */
  foreign: number;
}

/**
 * The newest progress line in what several layers told. A layer may lag: an output that is drawn late, a file that is written
 * seldom. Whoever can print in the notebook can print a line that begins like ours; only the token tells. What the record says is
 * checked elsewhere.
 */
export function newestLine(texts: readonly string[], token: string): NewestLine {
  let newest: { line: string; seq: number } | null = null;
  let foreign = 0;
  for (const text of texts) {
    for (const line of candidates(text)) {
      const seq = line.includes(token) ? sequence(line, token) : null;
      if (seq === null) {
        foreign++;
        continue;
      }
      if (newest === null || seq > newest.seq) newest = { line, seq };
      break;
    }
  }
  return { line: newest?.line ?? null, foreign };
}

/** How many lines an output frame passes on: the last may be somebody else's. */
const PASSED_ON = 5;

/** The last lines that begin like ours, last first: what an output frame, which knows no token, can tell. */
export function lastLines(text: string): string[] {
  const lines: string[] = [];
  for (const line of candidates(text)) {
    if (line.length <= MAX_LINE) lines.push(line);
    if (lines.length === PASSED_ON) break;
  }
  return lines;
}

/** The lines that begin like ours, last first. */
function* candidates(text: string): Generator<string> {
  let from = text.length;
  for (let count = 0; count < MAX_CANDIDATES && from >= 0; count++) {
    const start = text.lastIndexOf(PREFIX, from);
    if (start < 0) return;
    from = start - 1;
    if (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') continue;
    yield text.slice(start, start + MAX_LINE + 1).split(/[\r\n]/, 1)[0] as string;
  }
}

function sequence(line: string, token: string): number | null {
  if (line.length > MAX_LINE) return null;
  try {
    const record = JSON.parse(line.slice(PREFIX.length)) as { seq?: unknown; token?: unknown } | null;
    return record?.token === token && typeof record.seq === 'number' && Number.isFinite(record.seq) ? record.seq : null;
  } catch {
    return null;
  }
}

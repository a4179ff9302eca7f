const NAME = 'LIFELINE_DOWNLOADS';
const BEGIN = `${NAME} = r'''\n`;
const END = "\n'''";

/** The cell's list of downloads as a Python literal; `json` has no quote that could end it. */
export function withList(json: string): string {
  return `${BEGIN}${json}${END}`;
}

/** The JSON of the list that a Lifeline cell holds, null if its source has none. */
export function listIn(source: string): string | null {
  const text = source.replaceAll('\r\n', '\n');
  const begin = text.indexOf(`\n${BEGIN}`);
  if (begin < 0) return null;
  const start = begin + 1 + BEGIN.length;
  const end = text.indexOf(END, start);
  return end < 0 ? null : text.slice(start, end);
}

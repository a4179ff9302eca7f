/** Whether a pasted text is more than one plain address, and so needs the page that shows what it comes to. */
export function isMany(text: string): boolean {
  const trimmed = text.trim();
  return /[\r\n]/.test(trimmed) || /^(?:curl|wget)(?:\.exe)?\s/i.test(trimmed) || /\[\w+-\w+(?::\d+)?\]/.test(trimmed);
}

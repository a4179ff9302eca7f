const MAX_PATH_LENGTH = 1024;

/** Stands for the name that the server gives the file, which only the VM learns. */
const NAME = '{name}';

/** Whether a pattern makes names: it may hold `{host}` and `{date}`, and in its last part has `{name}`; a slash makes folders. */
export function isNaming(pattern: string): boolean {
  const last = pattern.slice(pattern.lastIndexOf('/') + 1);
  const unknown = pattern.replace(/\{(?:name|host|date)\}/g, '');
  return pattern.length <= 200 && isPath(pattern) && last.includes(NAME) && !/[{}]/.test(unknown);
}

/** Where a download of `url` goes that has a folder, and whose file is named by a pattern; `at` is Unix milliseconds. */
export function placeBy(pattern: string, folder: string, url: string, at: number): string {
  if (pattern === NAME) return folder;
  const day = new Date(at);
  const pad = (part: number) => String(part).padStart(2, '0');
  const date = `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
  return folder + pattern.replaceAll('{host}', new URL(url).hostname).replaceAll('{date}', date).replace(/^\/+/, '');
}

/** Whether an output names its file, and is no folder to which the VM adds the name. */
export function namesFile(output: string): boolean {
  return output !== '' && !output.endsWith('/') && !output.slice(output.lastIndexOf('/') + 1).includes(NAME);
}

/** Whether it is a POSIX path without control characters or a way up; empty means the VM's working folder. */
export function isPath(text: string): boolean {
  if (text.length > MAX_PATH_LENGTH || text.split('/').includes('..')) return false;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f) return false;
  }
  return true;
}

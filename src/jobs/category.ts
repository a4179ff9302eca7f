/** Where downloads of a kind go if nothing else is said. */
export interface Category {
  /** Patterns of file names or addresses, separated by spaces or commas; `*` stands for anything. */
  match: string;
  /** Folder in the VM, with or without a slash at its end. */
  folder: string;
}

/**
 * The folder that the first fitting category gives a download of `url`, with a slash at its end; empty where none fits. A pattern
 * without a slash is of the file's name (`*.zip`), one with a slash of the address without `https://` and query (`example.org/*`).
 */
export function folderFor(url: string, categories: readonly Category[]): string {
  const { host, pathname } = new URL(url);
  const name = pathname.slice(pathname.lastIndexOf('/') + 1);
  const found = categories.find(({ match }) =>
    match
      .split(/[\s,]+/)
      .filter(Boolean)
      .some((pattern) => fits(pattern, pattern.includes('/') ? host + pathname : name)),
  );
  return found === undefined || found.folder === '' ? '' : `${found.folder.replace(/\/+$/, '')}/`;
}

/** Walks over text and pattern once, going back to the last `*` at most: no pattern can make it slow, as it could a RegExp. */
function fits(pattern: string, text: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), text.toLowerCase()];
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let place = 0; place < given.length; ) {
    if (wanted[at] === '*') {
      star = at++;
      resume = place;
    } else if (wanted[at] === given[place]) {
      at++;
      place++;
    } else if (star >= 0) {
      at = star + 1;
      place = ++resume;
    } else return false;
  }
  return /^\**$/.test(wanted.slice(at));
}

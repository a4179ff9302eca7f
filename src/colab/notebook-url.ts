/**
 * Identity of the notebook at an address, the same for every tab that shows it, or null where the address names none:
 * a scratchpad (`/notebooks/empty.ipynb`), the start page, another site. Null means "key it by tab".
 * URL shapes: front-end notes 2026-09, section 6.
 */
export function notebookKey(address: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const fragment = url.hash.slice(1);
  const fileId = new URLSearchParams(fragment).get('fileId');
  if (fileId !== null && fileId !== '') return fromFileId(fileId);
  const [kind, ...rest] = url.pathname.split('/').filter((part) => part !== '');
  const path = rest.map(decode).join('/');
  if (path === '') return null;
  switch (kind) {
    case 'drive':
      return `drive:${rest[0]}`;
    case 'github':
      return `github:${path}`;
    case 'gist':
      return `gist:${path}`;
    case 'url':
      return `url:${path}`;
    case 'notebooks':
      return path === SCRATCHPAD ? null : `notebooks:${path}`;
    default:
      return null;
  }
}

const SCRATCHPAD = 'empty.ipynb';

/** `#fileId=` holds a Drive id, an address, or a path of the forms above. */
function fromFileId(fileId: string): string | null {
  if (fileId.startsWith('/v2/external/')) return notebookKey(`https://host/${fileId.slice('/v2/external/'.length)}`);
  if (fileId.startsWith('/')) return notebookKey(`https://host${fileId}`);
  if (/^https?:\/\//.test(fileId)) return `url:${fileId}`;
  return `drive:${fileId}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

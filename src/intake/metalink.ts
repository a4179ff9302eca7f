import { parseDigest } from '../jobs/digest';
import { type Intake, problemAt } from './intake';
import { itemsFrom } from './item';

/** Makes a document of XML; what is not well formed gives null, or a document with a `parsererror` as browsers do. */
export type ParseXml = (text: string) => Document | null;

export function looksLikeMetalink(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<metalink[\s>]/i.test(text.slice(0, 4096));
}

/** Reads a Metalink document: version 4 (RFC 5854), or 3. The address with the best priority is taken. */
export function readMetalink(text: string, parseXml: ParseXml): Intake {
  const document = /<!(?:DOCTYPE|ENTITY)/i.test(text) ? null : parseXml(text);
  if (document === null || document.getElementsByTagName('parsererror').length > 0)
    return { items: [], problems: [problemAt(1, 'metalinkBroken', text)] };
  const intake: Intake = { items: [], problems: [] };
  for (const file of elements(document, 'file')) {
    const name = file.getAttribute('name') ?? '';
    // An XML parser keeps no line numbers: the name is where the eye looks for it.
    const at = text.indexOf(name);
    const line = text.slice(0, Math.max(0, at)).split('\n').length;
    const address = bestAddress(file);
    const made =
      address === null
        ? ('urlScheme' as const)
        : itemsFrom(line, { address, output: name === '' ? null : name, digest: bestDigest(file) });
    if (typeof made === 'string') intake.problems.push(problemAt(line, made, name));
    else intake.items.push(...made);
  }
  return intake;
}

function bestAddress(file: Element): string | null {
  const rank = (url: Element) => {
    const [priority, preference] = [Number(url.getAttribute('priority')), Number(url.getAttribute('preference'))];
    return priority > 0 ? priority : preference > 0 ? 1000 - preference : 1_000_000;
  };
  const usable = elements(file, 'url').filter((url) => /^\s*(?:https?|ftp):\/\//i.test(url.textContent ?? ''));
  return usable.toSorted((a, b) => rank(a) - rank(b))[0]?.textContent?.trim() ?? null;
}

function bestDigest(file: Element) {
  const digests = elements(file, 'hash')
    // Hashes of pieces are of no use here.
    .filter((hash) => hash.parentNode?.nodeName.replace(/^.*:/, '') !== 'pieces')
    .map((hash) => parseDigest(`${hash.getAttribute('type') ?? ''}:${hash.textContent?.trim() ?? ''}`))
    .filter((digest) => digest !== null);
  return (['sha256', 'sha1', 'md5'] as const)
    .map((algorithm) => digests.find((digest) => digest.algorithm === algorithm))
    .find((digest) => digest !== undefined);
}

function elements(within: Document | Element, name: string): Element[] {
  return Array.from(within.getElementsByTagNameNS('*', name));
}

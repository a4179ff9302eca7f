import type { Header } from './intake';

const NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
// Control characters would end the header and begin another one.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;
/** Set by the download itself, or of use only to the browser that sent them. */
const OURS =
  /^(?:range|if-.+|host|connection|accept-encoding|content-.+|transfer-encoding|te|upgrade.*|sec-.+|priority|pragma|cache-control|dnt|:.*)$/i;
const MAX_VALUE = 16_384;

/** One header of a pasted request; null for those that the download does not need, `malformed` for what is none. */
export function parseHeader(text: string): Header | null | 'malformed' {
  const colon = text.indexOf(':', 1);
  // `Name;` is curl's way to send an empty one.
  if (colon < 0) return /^[\w-]+;$/.test(text) ? null : 'malformed';
  const [name, value] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  if (OURS.test(name)) return null;
  if (!NAME.test(name) || CONTROL.test(value) || value.length > MAX_VALUE) return 'malformed';
  return value === '' ? null : { name, value };
}

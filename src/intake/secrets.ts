import type { Header } from './intake';

/** A value that must not be written into the notebook, and the name under which the VM finds it in Colab's Secrets. */
export interface Secret {
  name: string;
  value: string;
}

/** Headers as they may be stored and written: `{secret:NAME}` stands where a secret was. */
export interface SafeHeaders {
  headers: Record<string, string>;
  secrets: Secret[];
}

const SECRET =
  /^(?:cookie|authorization|proxy-authorization)$|token|secret|key|auth|session|credential|signature|password/i;
const SCHEME = /^(Bearer|Basic|Token|Digest|ApiKey) +/i;

/**
 * Takes what may be secret out of a request's headers. `known` are the secrets found so far: the same value for the same
 * host and header is one secret, however many downloads need it.
 */
export function withoutSecrets(url: string, headers: readonly Header[], known: readonly Secret[] = []): SafeHeaders {
  const safe: Record<string, string> = {};
  const secrets: Secret[] = [];
  for (const { name, value } of headers) {
    if (!SECRET.test(name)) {
      safe[name] = value;
      continue;
    }
    const scheme = SCHEME.exec(value)?.[0] ?? '';
    const secret = nameFor(url, name, value.slice(scheme.length), [...known, ...secrets]);
    if (![...known, ...secrets].some((each) => each.name === secret.name)) secrets.push(secret);
    safe[name] = `${scheme}{secret:${secret.name}}`;
  }
  return { headers: safe, secrets };
}

function nameFor(url: string, header: string, value: string, taken: readonly Secret[]): Secret {
  const base = `${new URL(url).hostname}_${header}`
    .toUpperCase()
    .replace(/[^A-Z\d]+/g, '_')
    .slice(-48);
  for (let count = 1; ; count++) {
    const name = `LIFELINE_${base}${count === 1 ? '' : `_${count}`}`;
    const same = taken.find((each) => each.name === name);
    if (same === undefined || same.value === value) return { name, value };
  }
}

import { parseHeader } from './headers';
import { type Header, type Intake, type Problem, problemAt } from './intake';
import { itemsFrom } from './item';
import { splitCommands } from './shell';

type Meaning =
  | 'header'
  | 'cookie'
  | 'agent'
  | 'referer'
  | 'output'
  | 'folder'
  | 'user'
  | 'url'
  | 'data'
  | 'method'
  | 'ignored';

/** Options that are followed by a value, and what that means for the download; any other option takes none. */
type Tool = ReadonlyMap<string, Meaning>;

function toolWith(options: Partial<Record<Meaning, string>>): Tool {
  return new Map(
    Object.entries(options).flatMap(([meaning, names]) => names.split(' ').map((name) => [name, meaning as Meaning])),
  );
}

/** From the manuals of curl 8 and wget 1.21: options that matter, and those whose value could pass for an address. */
const CURL = toolWith({
  header: '-H --header',
  cookie: '-b --cookie',
  agent: '-A --user-agent',
  referer: '-e --referer',
  output: '-o --output',
  folder: '--output-dir',
  user: '-u --user',
  url: '--url',
  method: '-X --request',
  data: '-d --data --data-raw --data-binary --data-urlencode --data-ascii --json -F --form -T --upload-file',
  ignored:
    '-C --continue-at -r --range --retry --retry-delay --retry-max-time -m --max-time --connect-timeout --limit-rate -x --proxy ' +
    '-w --write-out -c --cookie-jar --cacert -y --speed-time -Y --speed-limit --max-redirs --resolve --ciphers -D --dump-header',
});
const WGET = toolWith({
  header: '--header',
  cookie: '--load-cookies',
  agent: '-U --user-agent',
  referer: '--referer',
  output: '-O --output-document',
  folder: '-P --directory-prefix',
  method: '--method',
  data: '--post-data --post-file --body-data',
  ignored: '-t --tries -T --timeout -w --wait --limit-rate -o --output-file -a -e --execute',
});

const TOOLS: Record<string, Tool> = { curl: CURL, 'curl.exe': CURL, wget: WGET, 'wget.exe': WGET };

const COMMAND = /^\s*(?:[$!>]\s*)?(?:curl|wget)(?:\.exe)?\s/im;

/** Whether a text is a command of curl or wget, as a browser's network panel or a manual gives it. */
export function looksLikeCommand(text: string): boolean {
  return COMMAND.test(text);
}

/** Reads the downloads out of commands of curl and wget. */
export function readCommands(text: string): Intake {
  const commands = splitCommands(text.replace(/^(\s*)[$!>] ?(?=curl|wget)/gim, '$1'));
  if (commands === null) return { items: [], problems: [problemAt(1, 'quoteUnfinished', text)] };
  const intake: Intake = { items: [], problems: [] };
  for (const { line, words } of commands) {
    const tool = TOOLS[words[0]?.toLowerCase() ?? ''];
    if (tool === undefined) continue;
    const read = readCommand(words.slice(1), tool);
    if (typeof read === 'string') {
      intake.problems.push(problemAt(line, read, words.join(' ')));
      continue;
    }
    for (const address of read.addresses) {
      const items = itemsFrom(line, { ...read, address });
      if (typeof items === 'string') intake.problems.push(problemAt(line, items, address));
      else intake.items.push(...items);
    }
  }
  return intake;
}

function readCommand(
  words: readonly string[],
  tool: Tool,
): { addresses: string[]; output: string | null; headers: Header[] } | Problem {
  const addresses: string[] = [];
  const headers: Header[] = [];
  let output: string | null = null;
  let folder = '';
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const option = optionOf(word, tool);
    if (option === null) {
      if (!word.startsWith('-')) addresses.push(word);
      continue;
    }
    const value = option.value ?? rest.shift() ?? '';
    switch (option.meaning) {
      case 'url':
        addresses.push(value);
        break;
      case 'output':
        output = value;
        break;
      case 'folder':
        folder = value === '' ? '' : `${value.replace(/\/+$/, '')}/`;
        break;
      case 'data':
        return 'commandSendsData';
      case 'method':
        if (value.toUpperCase() !== 'GET') return 'commandSendsData';
        break;
      case 'cookie':
        // Without '=' it names a file on the computer where the command was written.
        if (!value.includes('=')) return 'commandNeedsFile';
        headers.push({ name: 'Cookie', value });
        break;
      case 'user':
        headers.push({ name: 'Authorization', value: `Basic ${base64(value)}` });
        break;
      case 'agent':
        headers.push({ name: 'User-Agent', value });
        break;
      case 'referer':
        headers.push({ name: 'Referer', value: value.replace(/;auto$/, '') });
        break;
      case 'header': {
        if (value.startsWith('@')) return 'commandNeedsFile';
        const header = parseHeader(value);
        if (header === 'malformed') return 'headerInvalid';
        if (header !== null) headers.push(header);
        break;
      }
      default:
    }
  }
  if (addresses.length === 0) return 'commandWithoutAddress';
  if (headers.some(({ name, value }) => parseHeader(`${name}: ${value}`) === 'malformed')) return 'headerInvalid';
  // `-o` names one file, in the folder; a place on the other computer's disk makes no sense in the VM.
  const name = output === null || output === '-' || output.startsWith('/') ? null : output;
  const place = folder.startsWith('/') ? '' : folder;
  return {
    addresses: addresses.map((address) => (/^[a-z]+:/i.test(address) ? address : `http://${address}`)),
    output: name !== null && addresses.length === 1 ? place + name.replace(/^\.\//, '') : place || null,
    headers,
  };
}

/** What a word means as an option with a value; null for addresses and for options without one. */
function optionOf(word: string, tool: Tool): { meaning: Meaning; value: string | null } | null {
  const [long = '', ...rest] = word.split('=');
  if (word.startsWith('--')) {
    const meaning = tool.get(long);
    return meaning === undefined ? null : { meaning, value: rest.length > 0 ? rest.join('=') : null };
  }
  if (!word.startsWith('-')) return null;
  // Letters may be joined: the first that takes a value takes the rest of the word, if there is any.
  for (let at = 1; at < word.length; at++) {
    const meaning = tool.get(`-${word[at]}`);
    if (meaning !== undefined) return { meaning, value: word.slice(at + 1) || null };
  }
  return null;
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

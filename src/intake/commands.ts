import { parseHeader } from './headers';
import { type Header, type Intake, type Problem, problemAt } from './intake';
import { itemsFrom } from './item';
import { splitCommands } from './shell';

/** What a word of a command does to the download; the first name is its meaning, the others take its place. */
interface Tool {
  /** Options that are followed by a value, by the meaning that we give them. Any other takes none. */
  valued: Record<string, Meaning>;
  /** Single letters among them, for words like `-Ho`. */
  letters: string;
}

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

const CURL: Tool = {
  valued: {
    '-H': 'header',
    '--header': 'header',
    '-b': 'cookie',
    '--cookie': 'cookie',
    '-A': 'agent',
    '--user-agent': 'agent',
    '-e': 'referer',
    '--referer': 'referer',
    '-o': 'output',
    '--output': 'output',
    '--output-dir': 'folder',
    '-u': 'user',
    '--user': 'user',
    '--url': 'url',
    '-X': 'method',
    '--request': 'method',
    '-d': 'data',
    '--data': 'data',
    '--data-raw': 'data',
    '--data-binary': 'data',
    '--data-urlencode': 'data',
    '--data-ascii': 'data',
    '--json': 'data',
    '-F': 'data',
    '--form': 'data',
    '-T': 'data',
    '--upload-file': 'data',
    '-C': 'ignored',
    '--continue-at': 'ignored',
    '-r': 'ignored',
    '--range': 'ignored',
    '--retry': 'ignored',
    '--retry-delay': 'ignored',
    '--retry-max-time': 'ignored',
    '-m': 'ignored',
    '--max-time': 'ignored',
    '--connect-timeout': 'ignored',
    '--limit-rate': 'ignored',
    '-x': 'ignored',
    '--proxy': 'ignored',
    '-w': 'ignored',
    '--write-out': 'ignored',
    '-c': 'ignored',
    '--cookie-jar': 'ignored',
    '--cacert': 'ignored',
    '-y': 'ignored',
    '--speed-time': 'ignored',
    '-Y': 'ignored',
    '--speed-limit': 'ignored',
    '--max-redirs': 'ignored',
    '--resolve': 'ignored',
    '--ciphers': 'ignored',
    '-D': 'ignored',
    '--dump-header': 'ignored',
  },
  letters: 'HbAeouXdFTCrmxwcyYD',
};

const WGET: Tool = {
  valued: {
    '--header': 'header',
    '-U': 'agent',
    '--user-agent': 'agent',
    '--referer': 'referer',
    '-O': 'output',
    '--output-document': 'output',
    '-P': 'folder',
    '--directory-prefix': 'folder',
    '--post-data': 'data',
    '--post-file': 'data',
    '--method': 'method',
    '--body-data': 'data',
    '--load-cookies': 'cookie',
    '-t': 'ignored',
    '--tries': 'ignored',
    '-T': 'ignored',
    '--timeout': 'ignored',
    '-w': 'ignored',
    '--wait': 'ignored',
    '--limit-rate': 'ignored',
    '-o': 'ignored',
    '--output-file': 'ignored',
    '-a': 'ignored',
    '-e': 'ignored',
    '--execute': 'ignored',
  },
  letters: 'UOPtTwoae',
};

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
function optionOf(word: string, { valued, letters }: Tool): { meaning: Meaning; value: string | null } | null {
  if (word.startsWith('--')) {
    const [name = '', ...rest] = word.split('=');
    const meaning = Object.hasOwn(valued, name) ? valued[name] : undefined;
    return meaning === undefined ? null : { meaning, value: rest.length > 0 ? rest.join('=') : null };
  }
  if (!word.startsWith('-')) return null;
  // Letters may be joined: the first that takes a value takes the rest of the word, if there is any.
  const index = [...word].findIndex((letter, at) => at > 0 && letters.includes(letter));
  const meaning = index < 0 ? undefined : valued[`-${word[index]}`];
  return meaning === undefined ? null : { meaning, value: word.slice(index + 1) || null };
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

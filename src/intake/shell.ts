/** The words of one command, and the line of the text that it begins on. */
export interface Command {
  line: number;
  words: string[];
}

const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  0: '\0',
};

/**
 * Splits text into commands and words as a shell does, without running or replacing anything: quotes, `$'…'`, backslashes,
 * continued lines, `;`, `&` and `|` between commands, comments. Text copied for Windows' cmd (with `^`) is understood as
 * well. Null if a quote is never closed.
 */
export function splitCommands(text: string): Command[] | null {
  return isForCmd(text) ? split(withoutCarets(text), true) : split(text, false);
}

/** The browser's "Copy as cURL (cmd)" puts a caret before each quote and at each line's end. */
function isForCmd(text: string): boolean {
  return /\^"/.test(text) || /\^\r?\n/.test(text);
}

/** Continued lines become blanks and the caret's own escapes are taken off; line breaks inside a value are lost, as in cmd. */
function withoutCarets(text: string): string {
  return text.replace(/\^(\r?\n|[\s\S])/g, (_, next: string) => (next.endsWith('\n') ? ' ' : next));
}

function split(text: string, cmd: boolean): Command[] | null {
  const commands: Command[] = [];
  let current: Command | null = null;
  let word: string | null = null;
  let line = 1;
  let at = 0;

  const add = (part: string) => {
    word = (word ?? '') + part;
  };
  const endWord = () => {
    if (word === null) return;
    current ??= { line, words: [] };
    current.words.push(word);
    word = null;
  };
  const endCommand = () => {
    endWord();
    if (current !== null) commands.push(current);
    current = null;
  };
  const take = (): string => {
    const char = text[at] ?? '';
    at += 1;
    if (char === '\n') line += 1;
    return char;
  };
  /** Reads up to the closing quote; `unescape` gives what a backslash and what follows it stand for. False if it never comes. */
  const quoted = (quote: string, unescape: ((char: string) => string) | null): boolean => {
    add('');
    while (at < text.length) {
      const char = take();
      if (char === quote) return true;
      add(char === '\\' && unescape !== null ? unescape(take()) : char);
    }
    return false;
  };
  const inDouble = (char: string) => (char === '\n' ? '' : '$`"\\'.includes(char) ? char : `\\${char}`);
  const inAnsi = (char: string) => {
    const digits = { x: /^[\da-f]{1,2}/i, u: /^[\da-f]{1,4}/i }[char]?.exec(text.slice(at, at + 4))?.[0];
    if (digits === undefined) return ESCAPES[char] ?? char;
    at += digits.length;
    return String.fromCharCode(Number.parseInt(digits, 16));
  };

  while (at < text.length) {
    const char = take();
    if (char === "'" && !cmd) {
      if (!quoted("'", null)) return null;
    } else if (char === '"') {
      if (!quoted('"', inDouble)) return null;
    } else if (char === '$' && text[at] === "'" && !cmd) {
      take();
      if (!quoted("'", inAnsi)) return null;
    } else if (char === '\\' && !cmd) {
      const next = text[at] === '\r' && text[at + 1] === '\n' ? take() + take() : take();
      if (!next.endsWith('\n')) add(next);
    } else if (char === '\n' || char === ';' || char === '|' || char === '&') {
      endCommand();
    } else if (char === '#' && word === null) {
      while (at < text.length && text[at] !== '\n') take();
    } else if (/\s/.test(char)) {
      endWord();
    } else add(char);
  }
  endCommand();
  return commands;
}

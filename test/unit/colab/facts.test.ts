import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allFacts } from '../../../src/colab/facts/all';
import { dialogFacts } from '../../../src/colab/facts/dialogs';
import { members } from '../../../src/colab/facts/members';
import { attributes, selectors } from '../../../src/colab/facts/selectors';
import { ACTIONS, tactics, tacticsOf } from '../../../src/colab/facts/tactics';
import { classifyDialog } from '../../../src/colab/reading/classify-dialog';

const SRC = join(import.meta.dirname, '../../../src');
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.tsx?$/.test(path) && !path.startsWith('colab/facts/'),
);

/** Code without comments and without the uses of the table; `strings` are its literals. */
function codeOf(path: string): { code: string; strings: string[] } {
  const code = readFileSync(join(SRC, path), 'utf8')
    .replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
    .replace(/\b(selectors|members|attributes)\.\w+/g, '');
  return {
    code,
    strings: [...code.matchAll(/'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`/g)].map(
      (match) => match[1] ?? match[2] ?? match[3] ?? '',
    ),
  };
}

/** What makes a selector one of Colab's: names of its elements, ids, classes, attributes. */
function atomsOf(selector: string): string[] {
  return selector.match(/[#.][\w-]{4,}|(?<![\w.#"-])(?:colab|md|mwc|paper)-[\w-]+|\[[\w-]+[*^]?="[^"]+"\]/g) ?? [];
}

const atoms = [...new Set(Object.values(selectors).flatMap(atomsOf))];
const elements = atoms.filter((atom) => /^[a-z]/.test(atom));
/** Names that say what they are: `cells` or `state` could be anyone's, and every element has the last two. */
const COMMON = ['getText', 'cellId', 'isConnected', 'scrollIntoView'];
const distinctive = Object.values(members).filter((name) => /[a-z][A-Z]|_/.test(name) && !COMMON.includes(name));
const memberUse = new RegExp(`(?<![\\w#])(${distinctive.join('|')})\\b`);
const atomUse = new RegExp(`(${atoms.map((atom) => atom.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})(?![\\w-])`);
/** `message` could be anyone's. */
const values = new Set(Object.values(attributes).filter((each) => each.length > 5 && each !== 'message'));

describe('the table of facts', () => {
  it('is large enough for the tests below to mean something', () => {
    expect(atoms.length).toBeGreaterThan(60);
    expect(elements).toContain('colab-connect-button');
    expect(distinctive).toContain('userInteractionOccurred');
  });

  it.each(files)('nothing of it is written in %s', (path) => {
    const { code, strings } = codeOf(path);
    expect(memberUse.exec(code)?.[1]).toBeUndefined();
    for (const text of strings) {
      for (const element of elements) expect(text).not.toContain(element);
      // Faces have ids and classes of their own.
      if (!/^(colab|content|background)\//.test(path)) continue;
      expect(atomUse.exec(text)?.[1]).toBeUndefined();
      expect(values).not.toContain(text);
    }
  });

  it.each(files.filter((path) => /^(colab|content)\//.test(path)))(
    'none of the words of its dialogs is in %s',
    (path) => {
      // One word alone is a name of ours: a state, a kind.
      for (const text of codeOf(path).strings.filter((each) => each.includes(' ')))
        expect(classifyDialog({ title: text, text, marks: [] }).kind, text).toBe('unknown');
    },
  );

  it('bases every tactic on a fact of the table', () => {
    const facts = allFacts();
    for (const action of ACTIONS) {
      expect(tacticsOf(action).length, action).toBeGreaterThan(0);
      for (const [tactic, fact] of Object.entries(tactics[action])) expect(facts, tactic).toHaveProperty([fact]);
    }
  });

  it('knows for each fact where and when it was seen, and how sure it is', () => {
    const sources =
      /^(pages|M25|S28|D18|A05|bundle|public|reports|guess)( (pages|M25|S28|D18|A05|bundle|public|reports|guess))*$/;
    for (const [name, [value, source, date, confidence]] of Object.entries(allFacts())) {
      expect(value, name).not.toBe('');
      expect(source, name).toMatch(sources);
      expect(date, name).toMatch(/^20\d\d(-[01]\d)?$/);
      expect(['high', 'medium', 'low'], name).toContain(confidence);
    }
    for (const { kind, source, date } of dialogFacts) {
      expect(source, kind).toMatch(sources);
      expect(date, kind).toMatch(/^20\d\d/);
    }
  });
});

import type { Digest } from '../jobs/digest';

/** What a piece of pasted text asks for, before anyone has checked it against a notebook's list. */
export interface Intake {
  items: Item[];
  /** The parts that could not be read; the good parts stand in `items` all the same. */
  problems: LineProblem[];
}

export interface Item {
  /** Line of the pasted text that it stands on, from 1. */
  line: number;
  url: string;
  /** A relative path, checked; null where the server is to name the file. */
  output: string | null;
  digest: Digest | null;
  /** As pasted: their values may be secret, and are never stored (see `secrets.ts`). */
  headers: Header[];
}

export interface Header {
  name: string;
  value: string;
}

/** Keys of the texts that say what is wrong with a line and what to do about it. */
export type Problem =
  | 'urlInvalid'
  | 'urlScheme'
  | 'urlPassword'
  | 'outputInvalid'
  | 'rangeInvalid'
  | 'tooMany'
  | 'tooLong'
  | 'nothingFound'
  | 'checksumInvalid'
  | 'sumsWithoutAddress'
  | 'headerInvalid'
  | 'quoteUnfinished'
  | 'commandWithoutAddress'
  | 'commandSendsData'
  | 'commandNeedsFile'
  | 'metalinkBroken'
  | 'tableWithoutAddress';

export interface LineProblem {
  line: number;
  problem: Problem;
  /** The beginning of what stands there, to find it again. */
  excerpt: string;
}

/** More than anyone can look over before a start; a range may name as many by itself. */
export const MAX_ITEMS = 10_000;
const EXCERPT = 80;

export function problemAt(line: number, problem: Problem, text: string): LineProblem {
  return { line, problem, excerpt: text.trim().slice(0, EXCERPT) };
}

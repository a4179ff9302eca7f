import type { Output, SavedCell } from '../../protocol.ts';
import type { Outputs } from './outputs.ts';

export type Phase = 'idle' | 'pending' | 'running';

/** A cell as the page knows it. */
export class Cell implements Outputs {
  readonly id: string;
  readonly kind: 'code' | 'text';
  text: string;
  outputs: Output[];
  executionCount: number | null = null;
  clearNext = false;
  phase: Phase = 'idle';
  /** Ran since the page opened; the outputs of other cells come from the file. */
  ranHere = false;
  /** Its text differs from what ran. */
  edited = false;
  failed = false;
  startedAt = 0;
  finishedAt: number | null = null;
  /** What `input()` asks, while it waits. */
  question: string | null = null;
  /** What Gemini proposes instead of its text. */
  proposal: string | null = null;
  /** Has an editor; else a coloured copy of its text stands in. */
  live = false;
  /** Grows with each block of output, as Colab numbers them in class `output-id-N`. */
  blockId = 0;
  traceback: { ename: string; traceback: string[] } | null = null;

  constructor(saved: SavedCell) {
    this.id = saved.id;
    this.kind = saved.kind;
    this.text = saved.text;
    this.outputs = saved.outputs;
  }

  /** Not run in this session, or changed since. A running cell can be stale, too. */
  get stale(): boolean {
    return !this.ranHere || this.edited;
  }

  save(): SavedCell {
    const { id, kind, text, outputs, executionCount } = this;
    return { id, kind, text, outputs, executionCount };
  }
}

import { EditorDom } from '../editor';
import { selectors } from '../facts/selectors';
import { holdsMarker } from '../lifeline-cell';
import { undisturbed } from '../quiet';
import { cellElement, cellElements, idOfCell } from '../reading/cells';
import type { Sight } from '../sight';

/** How long the search for our cell may move the page about, in milliseconds. */
const SEARCH = 15_000;

interface Found {
  id: string | null;
  /** Whether "none" is sure. */
  certain: boolean;
}

/** Finds the notebook's one Lifeline cell by its marker, and remembers it for when its source is out of sight. */
export class CellFinder {
  readonly #sight: Sight;
  #lastId: string | null = null;
  /** Colab's warning about the notebook's author, where a run of this cell brought it up. */
  asked: Element | null = null;

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  remember(id: string | null): void {
    this.#lastId = id;
  }

  /** As far as it can be seen without moving anything; `hidden` are the cells whose source is not drawn. */
  find(): Found & { hidden: string[] } {
    const told = this.#sight.look(true)?.cells;
    if (told?.every(({ lifeline, kind }) => lifeline !== null || kind === 'text')) {
      const ours = told.filter(({ lifeline }) => lifeline === true).map(({ id }) => id);
      return { id: this.#preferred(ours), certain: true, hidden: [] };
    }
    const { cells } = this.#sight.read();
    const ours = cells.filter(({ lifeline }) => lifeline === true).map(({ id }) => id);
    const hidden = cells.filter(({ lifeline }) => lifeline === undefined).map(({ id }) => id);
    const elements = cellElements(this.#sight.document);
    const remembered =
      this.#lastId !== null && elements.some((cell) => idOfCell(cell) === this.#lastId) ? this.#lastId : null;
    return { id: this.#preferred(ours) ?? remembered, certain: hidden.length === 0, hidden };
  }

  /** The same, bringing cells whose editors are not drawn into view one by one if nothing else helps. */
  async locate(): Promise<Found> {
    const first = this.find();
    if (first.id !== null || first.certain) return first;
    return undisturbed(this.#sight.document, this.#sight.until, async () => {
      const end = performance.now() + SEARCH;
      for (const id of first.hidden) {
        if (performance.now() > end) return { id: null, certain: false };
        const source = await readSource(this.#sight, id);
        if (source === null) return { id: null, certain: false };
        if (holdsMarker(source)) return { id, certain: true };
      }
      return { id: null, certain: true };
    });
  }

  /** A notebook that was merged or duplicated by hand may hold two: the one that runs, else the one we know, else the first. */
  #preferred(ids: string[]): string | null {
    if (ids.length <= 1) return ids[0] ?? null;
    return (
      ids.find((id) => this.#sight.activity(id) === 'active') ??
      (this.#lastId !== null && ids.includes(this.#lastId) ? this.#lastId : (ids[0] as string))
    );
  }
}

/** The whole source of a cell, by whatever layer can tell it; null if none can. */
export async function readSource(sight: Sight, id: string): Promise<string | null> {
  const told = sight.now('read', { id }) ?? sight.now('readEditor', { id });
  if (typeof told === 'string') return told;
  const editor = await drawnEditor(sight, id);
  // One that is drawn now is there for the page's side too, which reads it without a key: a key moves the caret.
  const drawn = sight.now('readEditor', { id });
  return typeof drawn === 'string' ? drawn : (editor?.read() ?? null);
}

/** The cell's editor in the DOM, brought into view if it is not drawn. */
export async function drawnEditor(sight: Sight, id: string): Promise<EditorDom | null> {
  const cell = cellElement(sight.document, id);
  if (cell === null) return null;
  const drawn = EditorDom.of(cell);
  if (drawn !== null) return drawn;
  cell.scrollIntoView({ block: 'center' });
  cell.querySelector<HTMLElement>(selectors.virtualizedEditor)?.focus({ preventScroll: true });
  return sight.until(() => EditorDom.of(cell), 2_000);
}

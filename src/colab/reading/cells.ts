import { rootOf, wordsOf } from '../dom';
import { patterns } from '../facts/patterns';
import { attributes, selectors } from '../facts/selectors';
import { runWords } from '../facts/words';
import { holdsMarker } from '../lifeline-cell';
import type { CellReading } from '../notebook-page';

/** The cells of the notebook itself: a pane beside it or a dialog may hold a list of cells, too. */
export function cellElements(document: Document): HTMLElement[] {
  const list = cellList(document);
  return list === null ? [] : [...list.querySelectorAll<HTMLElement>(`:scope > ${selectors.cell}`)];
}

export function cellList(document: Document): Element | null {
  return (
    document.querySelector(`${selectors.notebook} ${selectors.cellList}`) ?? document.querySelector(selectors.cellList)
  );
}

export function cellElement(document: Document, id: string): HTMLElement | null {
  return document.getElementById(attributes.cellIdPrefix + id);
}

export function idOfCell(cell: Element): string {
  const { id } = cell;
  return (id.startsWith(attributes.cellIdPrefix) ? id.slice(attributes.cellIdPrefix.length) : id).slice(0, MAX_ID);
}

const MAX_ID = 128;

export function readCell(cell: HTMLElement): CellReading {
  const kind = cell.matches(selectors.codeCell) ? 'code' : 'text';
  const reading: CellReading = {
    id: idOfCell(cell),
    kind,
    state: kind === 'code' ? cellState(cell) : 'never-run',
    hasOutput: kind === 'code' && hasOutput(cell),
  };
  const lines = kind === 'code' ? visibleLines(cell) : null;
  if (kind === 'text') reading.lifeline = false;
  else if (lines !== null) reading.lifeline = holdsMarker(lines.slice(0, 2).join('\n'));
  return reading;
}

/**
 * A cell's state. `stale` means "not run in this session, or changed since": a running cell may be stale, too. The label of the
 * button stays "Run cell" while the cell runs.
 */
export function cellState(cell: Element): CellReading['state'] {
  const root = runRoot(cell);
  const marks = root?.querySelector(selectors.runMarks);
  const marked = (selector: string) => cell.matches(selector) || marks?.matches(selector) === true;
  const prompted = cell.querySelector(selectors.inputPrompt) !== null;
  if (marked(selectors.runningCell)) return prompted ? 'waiting-for-input' : 'running';
  if (marked(selectors.pendingCell)) return 'pending';
  if (!root || !marks) return 'unknown';
  if (root.querySelector(selectors.stopSymbol) !== null || root.querySelector(selectors.progressSpinner) !== null)
    return prompted ? 'waiting-for-input' : 'running';
  if (marks.classList.contains(attributes.runError)) return 'failed';
  const count = root.querySelector(selectors.executionCount);
  const ran =
    !patterns.executionCountBlank.test(wordsOf(count)) || wordsOf(root.querySelector(selectors.lastRun)) !== '';
  const told = toldByTooltip(root);
  if (marks.classList.contains(attributes.runStale)) {
    if (ran) return 'stale';
    return count === null ? (told ?? 'unknown') : 'never-run';
  }
  // No mark is a mark, too: but not one to go by where the button's tooltip says otherwise, in a language that we know.
  return told ?? (ran ? 'done' : 'unknown');
}

function toldByTooltip(root: ShadowRoot): CellReading['state'] | null {
  const tooltip = root.querySelector(selectors.runTooltip)?.getAttribute(attributes.message) ?? '';
  if (runWords.failed.test(tooltip)) return 'failed';
  if (runWords.neverRun.test(tooltip)) return 'never-run';
  if (runWords.changed.test(tooltip)) return 'stale';
  return runWords.ran.test(tooltip) ? 'done' : null;
}

export function executionCount(cell: Element): string {
  return wordsOf(runRoot(cell)?.querySelector(selectors.executionCount));
}

export function runRoot(cell: Element): ShadowRoot | null {
  return rootOf(runHost(cell));
}

export function runHost(cell: Element): HTMLElement | null {
  return (
    cell.querySelector<HTMLElement>(`${selectors.cellGutter} ${selectors.runHost}`) ??
    cell.querySelector<HTMLElement>(selectors.runHost)
  );
}

function hasOutput(cell: Element): boolean {
  if (cell.matches(selectors.cellWithOutput)) return true;
  return (
    [...cell.querySelectorAll(selectors.outputText)].some((pre) => pre.textContent !== '') ||
    cell.querySelector(selectors.outputFrame) !== null
  );
}

/** What the cell printed, as far as it stands in the page itself and not in a frame: one text for each block. */
export function printedTexts(document: Document, id: string): string[] {
  const cell = cellElement(document, id);
  return cell === null ? [] : [...cell.querySelectorAll(selectors.outputText)].map((pre) => pre.textContent ?? '');
}

/**
 * The source lines that the page happens to draw, top to bottom; null where it draws none. Enough to recognise the marker, not to
 * read the source: editors draw what is in view, wrap long lines, and write blanks as NBSP.
 */
function visibleLines(cell: Element): string[] | null {
  const editors = [...cell.querySelectorAll(selectors.editorLines)].filter(
    (lines) => lines.closest(selectors.diffEditor) === null,
  );
  const lines = editors.length === 1 ? editors[0] : undefined;
  if (lines && lines.childElementCount > 0) {
    return [...lines.querySelectorAll<HTMLElement>(selectors.editorLine)]
      .map((line) => ({ top: Number.parseFloat(line.style.top) || 0, text: plain(line.textContent ?? '') }))
      .toSorted((a, b) => a.top - b.top)
      .map(({ text }) => text);
  }
  const colorized = cell.querySelector(selectors.colorized);
  if (colorized === null || colorized.closest(selectors.output) !== null) return null;
  return plain(textWithBreaks(colorized)).split('\n');
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

function textWithBreaks(element: Element): string {
  return [...element.childNodes]
    .map((node) =>
      node instanceof HTMLBRElement ? '\n' : node instanceof Element ? textWithBreaks(node) : (node.textContent ?? ''),
    )
    .join('');
}

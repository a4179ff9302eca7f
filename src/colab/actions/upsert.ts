import { selectors } from '../facts/selectors';
import { climb, ladder, type Obstacle, type Rung, refusal, SOON } from '../ladder';
import { isUntouched, sameSource } from '../lifeline-cell';
import type { ActionResult } from '../notebook-page';
import { byObject, byPress } from '../press';
import { undisturbed } from '../quiet';
import { cellElement, cellElements } from '../reading/cells';
import { readDom } from '../reading/page-dom';
import { type Sight, unlessKnown } from '../sight';
import { type CellFinder, drawnEditor, readSource } from './find-cell';
import { removeById } from './remove';

const CANNOT_TELL: Obstacle = {
  code: 'unknown-state',
  message: 'Whether the notebook has a Lifeline cell already cannot be seen.',
};
const WRITTEN = 'written';

type Upserted = ActionResult<{ cellId: string; changed: boolean }>;

/** Puts `text` into the notebook's one Lifeline cell: the one that is there, else a new one after the last. */
export async function upsertCell(
  sight: Sight,
  finder: CellFinder,
  text: string,
  { overwriteEdited }: { overwriteEdited: boolean },
): Promise<Upserted> {
  const obstacle = sight.obstacle() ?? unlessKnown(sight.state());
  if (obstacle !== null) return refusal(obstacle);
  return undisturbed(sight.document, sight.until, async () => {
    const { id: found, certain } = await finder.locate();
    if (found === null) return certain ? insertAndWrite(sight, finder, text) : refusal(CANNOT_TELL);
    const current = await readSource(sight, found);
    if (current === null)
      return refusal({ code: 'no-rung-held', message: 'The source of the Lifeline cell cannot be read here.' });
    if (sameSource(current, text)) {
      finder.remember(found);
      return { ok: true, value: { cellId: found, changed: false }, rung: 'already-there', trace: [] };
    }
    if (!overwriteEdited && !(await isUntouched(current)))
      return refusal({ code: 'cell-edited', message: 'The Lifeline cell was edited by hand.' });
    const written = await write(sight, finder, found, text);
    return written.ok ? { ...written, value: { cellId: found, changed: true } } : written;
  });
}

async function insertAndWrite(sight: Sight, finder: CellFinder, text: string): Promise<Upserted> {
  const inserted = await climb(insertRungs(sight, text), sight.until, () => sight.obstacle());
  if (!inserted.ok) {
    const readOnly = inserted.code === 'no-rung-held' && readDom(sight.document).readOnly;
    return readOnly ? { ...inserted, code: 'read-only', message: 'This notebook cannot be edited.' } : inserted;
  }
  const { value: cellId } = inserted;
  const written = await write(sight, finder, cellId, text);
  const trace = [...inserted.trace, ...written.trace];
  if (written.ok)
    return { ok: true, value: { cellId, changed: true }, rung: `${inserted.rung} + ${written.rung}`, trace };
  // Nothing is left half-made: the empty cell goes again, if it is still empty.
  if ((await readSource(sight, cellId)) === '') await removeById(sight, cellId);
  return { ...written, trace };
}

/** What gives the id of a new cell. */
export function insertRungs(sight: Sight, text: string): Rung<string>[] {
  const before = new Set(sight.cellIds());
  const index = Math.max(0, before.size - 1);
  const appeared = () => {
    const fresh = sight.cellIds().filter((id) => !before.has(id));
    return fresh.length === 1 ? (fresh[0] as string) : null;
  };
  const lastCell = () => cellElements(sight.document).at(-1);
  return ladder('insert', {
    'page-object/insert-cell': byObject(sight, 'insert', { index }, appeared),
    'page-object/add-cell': byObject(sight, 'add', { index }, appeared),
    'page-object/add-cell-tool': byObject(sight, 'toolInsert', { index, text }, appeared),
    'dom/add-below-last': byPress(() => lastCell()?.querySelector(selectors.addCodeBelow), appeared),
    'dom/toolbar-add-code': byPress(() => sight.document.querySelector(selectors.toolbarAddCode), appeared),
  });
}

async function write(sight: Sight, finder: CellFinder, id: string, text: string): Promise<ActionResult<null>> {
  const written = await climb(writeRungs(sight, id, text), sight.until, () => sight.obstacle());
  if (!written.ok) return written;
  finder.remember(id);
  return { ...written, value: null };
}

export function writeRungs(sight: Sight, id: string, text: string): Rung<typeof WRITTEN>[] {
  const verify = async () => {
    const now = await readSource(sight, id);
    return now !== null && sameSource(now, text) ? WRITTEN : null;
  };
  return ladder('write', {
    'already-there': {
      available: async () => (await verify()) !== null,
      attempt: () => undefined,
      verify,
      within: 0,
    },
    'page-object/set-text': byObject(sight, 'write', { id, text }, verify),
    'page-object/text-model': byObject(sight, 'writeModel', { id, text }, verify),
    'editor/set-value': byObject(sight, 'writeEditor', { id, text }, verify),
    'dom/paste': {
      available: () => cellElement(sight.document, id)?.querySelector(selectors.lazyEditor) != null,
      attempt: async () => {
        const editor = await drawnEditor(sight, id);
        if (editor === null) throw new Error('the editor is not drawn');
        editor.write(text);
      },
      verify,
      within: SOON,
    },
  });
}

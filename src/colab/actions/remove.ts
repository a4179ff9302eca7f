import { pierce } from '../dom';
import { selectors } from '../facts/selectors';
import { climb, ladder, type Rung, refusal, SOON } from '../ladder';
import type { ActionResult } from '../notebook-page';
import { byObject, giveFocus, press } from '../press';
import { undisturbed } from '../quiet';
import { cellElement } from '../reading/cells';
import { type Sight, unlessKnown } from '../sight';
import type { CellFinder } from './find-cell';

const REMOVED = 'removed';

/** Takes the Lifeline cell out of the notebook, unless it runs. */
export async function removeCell(sight: Sight, finder: CellFinder): Promise<ActionResult<null>> {
  const obstacle = sight.obstacle() ?? unlessKnown(sight.state());
  if (obstacle !== null) return refusal(obstacle);
  return undisturbed(sight.document, sight.until, async () => {
    const { id } = await finder.locate();
    if (id === null) return { ok: true, value: null, rung: 'already-gone', trace: [] };
    if (sight.activity(id) !== 'still') return refusal({ code: 'cell-running', message: 'The Lifeline cell runs.' });
    const removed = await removeById(sight, id);
    if (removed.ok) finder.remember(null);
    return removed;
  });
}

export async function removeById(sight: Sight, id: string): Promise<ActionResult<null>> {
  const removed = await climb(removeRungs(sight, id), sight.until, () => sight.obstacle());
  return removed.ok ? { ...removed, value: null } : removed;
}

export function removeRungs(sight: Sight, id: string): Rung<typeof REMOVED>[] {
  const verify = () => (sight.cellIds().includes(id) ? null : REMOVED);
  const toolbarButton = () => {
    const cell = cellElement(sight.document, id);
    return cell === null ? null : pierce(cell, selectors.cellToolbar, selectors.deleteCell);
  };
  return ladder('remove', {
    'page-object/remove-cells': byObject(sight, 'remove', { id }, verify),
    'page-object/delete-cells': byObject(sight, 'delete', { id }, verify),
    'page-object/delete-cell-tool': byObject(sight, 'toolDelete', { id }, verify),
    'dom/cell-toolbar': {
      available: () => cellElement(sight.document, id) !== null,
      attempt: async () => {
        await giveFocus(sight, id);
        await sight.until(toolbarButton, SOON);
        press(toolbarButton());
      },
      verify,
      within: SOON,
    },
  });
}

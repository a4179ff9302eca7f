import { selectors } from '../facts/selectors';
import { climb, ladder, type Rung, refusal } from '../ladder';
import type { ActionResult } from '../notebook-page';
import { byObject, byPress, pressMenuItem, runToggle } from '../press';
import { undisturbed } from '../quiet';
import { cellElement, cellState } from '../reading/cells';
import type { Sight } from '../sight';
import { connect } from './connect';
import type { CellFinder } from './find-cell';
import { MAY_RUN, NO_CELL } from './run';

/** How long a cell may take to end, in milliseconds: it brings its downloads to a safe stop first. */
const INTERRUPTED = 20_000;
const STOPPED = 'stopped';

/**
 * Interrupts the Lifeline cell. After a lost socket the page shows it as stopped while the kernel goes on with it: if it was seen
 * to run until then, the page connects first.
 */
export async function interruptCell(sight: Sight, finder: CellFinder): Promise<ActionResult<null>> {
  const { id } = await finder.locate();
  if (id === null) return refusal(NO_CELL);
  if (sight.lostWhileRunning(id)) {
    const connected = await connect(sight);
    if (!connected.ok) return connected;
  }
  if (runs(sight, id) === 'still') return { ok: true, value: null, rung: 'already-still', trace: [] };
  const obstacle = () => sight.obstacle() ?? (runs(sight, id) === 'active' ? null : MAY_RUN);
  const climbed = () => climb(interruptRungs(sight, id), sight.until, obstacle);
  const result = await undisturbed(sight.document, sight.until, climbed);
  return result.ok ? { ...result, value: null } : result;
}

export function interruptRungs(sight: Sight, id: string): Rung<typeof STOPPED>[] {
  const verify = () => (runs(sight, id) === 'still' ? STOPPED : null);
  /** Nothing but our cell would be hit. */
  const onlyOurs = () => {
    const cell = cellElement(sight.document, id);
    return (cell !== null && cellState(cell) === 'running') || sight.runsUnseen(id);
  };
  const shown = () => sight.activity(id) === 'active';
  const button = byPress(() => runToggle(sight, id), verify, INTERRUPTED);
  const object = byObject(sight, 'pressRun', { id }, verify, INTERRUPTED);
  const command = byObject(sight, 'interrupt', {}, verify, INTERRUPTED);
  return ladder('interrupt', {
    'page-object/stop-button': { ...object, available: () => shown() && object.available() },
    'dom/stop-button': { ...button, available: () => shown() && button.available() },
    'page-object/interrupt-command': { ...command, available: () => onlyOurs() && command.available() },
    'dom/interrupt-menu': {
      available: () => onlyOurs() && sight.document.querySelector(selectors.interruptItem) !== null,
      attempt: () => pressMenuItem(sight.document, selectors.interruptItem),
      verify,
      within: INTERRUPTED,
    },
  });
}

function runs(sight: Sight, id: string): 'active' | 'still' | 'unknown' {
  return sight.runsUnseen(id) ? 'active' : sight.activity(id);
}

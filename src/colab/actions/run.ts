import { isDisabled } from '../dom';
import { patterns } from '../facts/patterns';
import { selectors } from '../facts/selectors';
import { climb, ladder, type Obstacle, type Rung, refusal, SOON, Stop } from '../ladder';
import type { ActionResult } from '../notebook-page';
import { byObject, byPress, giveFocus, press, pressMenuItem, runToggle } from '../press';
import { undisturbed } from '../quiet';
import { cellElement, runRoot } from '../reading/cells';
import { type Sight, unlessConnected } from '../sight';
import type { CellFinder } from './find-cell';

export const NO_CELL: Obstacle = { code: 'no-cell', message: 'There is no Lifeline cell in this notebook.' };
export const MAY_RUN: Obstacle = { code: 'unknown-state', message: 'Whether the cell runs is not certain.' };

type Started = { cellId: string };

/** Runs the Lifeline cell. The same press interrupts a cell that runs: none is made without being sure that it does not. */
export async function runCell(
  sight: Sight,
  finder: CellFinder,
  { runUntrusted }: { runUntrusted: boolean },
): Promise<ActionResult<Started>> {
  const { id } = await finder.locate();
  if (id === null) return refusal(NO_CELL);
  if (sight.activity(id) === 'active') return { ok: true, value: { cellId: id }, rung: 'already-running', trace: [] };
  const obstacle = () =>
    sight.obstacle() ?? unlessConnected(sight.state()) ?? (sight.activity(id) === 'still' ? null : MAY_RUN);
  return undisturbed(sight.document, sight.until, async () => {
    const result = await climbToRun(sight, id, obstacle);
    if (result.ok || trustDialog(sight) === null) return result;
    finder.asked = trustDialog(sight);
    if (!runUntrusted) return result;
    const answered = await answerTrust(sight, finder, id);
    return { ...answered, trace: [...result.trace, ...answered.trace] };
  });
}

/** Answers the warning that an earlier run of ours brought up, if it still stands; one that the user's own cell asks is the user's. */
export async function answerOwnTrust(sight: Sight, finder: CellFinder): Promise<void> {
  const { id } = finder.find();
  if (id !== null && finder.asked !== null && finder.asked === trustDialog(sight)) await answerTrust(sight, finder, id);
}

async function answerTrust(sight: Sight, finder: CellFinder, id: string): Promise<ActionResult<Started>> {
  const answered = await climb(trustRungs(sight, id), sight.until, () =>
    trustDialog(sight) === null ? sight.obstacle() : null,
  );
  if (answered.ok) finder.asked = null;
  return answered;
}

/** A cell that is at work for so long, in milliseconds, without a question has been let through. */
const UNASKED = 400;
/** Colab keeps the buttons of its warning disabled for a second (bundle, 2026-03): milliseconds until they must be free. */
const ENABLED = 5_000;

export function trustRungs(sight: Sight, id: string): Rung<Started>[] {
  const button = () => {
    const found = trustDialog(sight)?.querySelector(selectors.dialogOk) ?? null;
    return found !== null && !isDisabled(found) ? found : null;
  };
  return ladder('trust', {
    'dialog/run-anyway': {
      available: () => trustDialog(sight) !== null,
      attempt: async () => press(await sight.until(button, ENABLED)),
      verify: () => (trustDialog(sight) === null && sight.activity(id) === 'active' ? { cellId: id } : null),
      within: SOON,
    },
  });
}

/** "This notebook was not authored by Google", where it is open. */
function trustDialog(sight: Sight): Element | null {
  const dialog = sight.modal();
  return dialog?.class.policy === 'run-if-trusted' ? dialog.element : null;
}

/** Tries to run a cell until one way is seen to hold; `obstacle` as `climb` has it. */
export async function climbToRun(
  sight: Sight,
  id: string,
  obstacle: () => Obstacle | null,
): Promise<ActionResult<Started>> {
  // A quick cell is done between two looks, and on a new VM its count may be what it was: its marks are watched.
  let worked = false;
  const observer = new MutationObserver(() => {
    worked ||= sight.activity(id) === 'active';
  });
  const cell = cellElement(sight.document, id);
  for (const node of cell === null ? [] : [cell, runRoot(cell)])
    if (node !== null) observer.observe(node, { subtree: true, childList: true, attributeFilter: ['class'] });
  try {
    return await climb(
      runRungs(sight, id, () => worked && sight.activity(id) === 'still'),
      sight.until,
      obstacle,
    );
  } finally {
    observer.disconnect();
  }
}

/** The ways to run a cell; `hasRun` tells of a run that is over already. */
export function runRungs(sight: Sight, id: string, hasRun: () => boolean): Rung<Started>[] {
  const countBefore = sight.executionCount(id);
  let activeSince: number | null = null;
  const started = () => {
    // A cell is shown as waiting before Colab asks what it may ask first.
    const found = sight.obstacle();
    if (found !== null) throw new Stop(found);
    const count = sight.executionCount(id);
    if (count !== countBefore && !patterns.executionCountBlank.test(count)) return { cellId: id };
    if (hasRun()) return { cellId: id };
    if (sight.activity(id) !== 'active') return null;
    activeSince ??= performance.now();
    return performance.now() - activeSince >= UNASKED ? { cellId: id } : null;
  };
  return ladder('run', {
    'page-object/run-button': byObject(sight, 'pressRun', { id }, started),
    'dom/run-button': byPress(() => runToggle(sight, id), started),
    'page-object/execute-command': byObject(sight, 'executeCommand', { id }, started),
    'page-object/manual-execute': byObject(sight, 'execute', { id }, started),
    'dom/run-focused': {
      available: () => sight.document.querySelector(selectors.runFocusedItem) !== null,
      attempt: async () => {
        await giveFocus(sight, id);
        pressMenuItem(sight.document, selectors.runFocusedItem);
      },
      verify: started,
      within: SOON,
    },
  });
}

import { SOON } from '../ladder';
import type { ActionResult, CellReading } from '../notebook-page';
import { undisturbed } from '../quiet';
import { type Sight, unlessConnected } from '../sight';
import { codeCells } from './code-cells';
import { connect } from './connect';
import { climbToRun, MAY_RUN } from './run';

/** The first line of a cell that is to be run on a new VM before anything else. */
const MARKER = /^[ \t]*#[ \t]*lifeline:[ \t]*setup\b/i;
/** Packages take minutes; what takes longer is no set-up. Milliseconds. */
const WITHIN = 10 * 60_000;

function isSetup(source: string): boolean {
  return MARKER.test(source);
}

/**
 * Runs the notebook's set-up cells from the first to the last, each after the one before has succeeded, unless this VM is
 * `doneOn`, which had them. Where there is no such word, a cell that has run in this session is left alone.
 */
export async function runSetup(
  sight: Sight,
  doneOn: string | null,
): Promise<ActionResult<{ vm: string | null; ran: number }>> {
  const connected = await connect(sight);
  if (!connected.ok) return connected;
  const trace = [...connected.trace];
  const vm = sight.vm();
  if (vm !== null && vm === doneOn) return { ok: true, value: { vm, ran: 0 }, rung: 'same-vm', trace };
  const fail = (message: string) => ({ ok: false as const, code: 'setup-failed' as const, message, trace });
  const cells = await codeCells(sight);
  if (cells.some(({ source }) => source === null)) return fail('Not every cell of the notebook can be read.');
  const marked = cells.filter(({ source }) => source !== null && isSetup(source));
  let ran = 0;
  for (const [index, { id }] of marked.entries()) {
    const which = `Set-up cell ${index + 1} of ${marked.length}`;
    // What has run in this session already, by the user's hand, needs no second run.
    if ((vm === null || doneOn === null) && stateOf(sight, id) === 'done') continue;
    const started = await undisturbed(sight.document, sight.until, () =>
      climbToRun(sight, id, () => {
        const found = sight.obstacle() ?? unlessConnected(sight.state());
        return found ?? (sight.activity(id) === 'still' ? null : MAY_RUN);
      }),
    );
    trace.push(...started.trace);
    if (!started.ok) return { ...started, message: `${which}: ${started.message}`, trace };
    const still = await sight.until(() => (sight.activity(id) === 'still' ? true : null), WITHIN);
    if (still === null) return fail(`${which} has not ended.`);
    // A cell can stand still a moment before it is marked with how it ended.
    const end = await sight.until(() => endOf(stateOf(sight, id)), SOON);
    if (end !== 'done') return fail(`${which} has failed.`);
    ran += 1;
  }
  return { ok: true, value: { vm, ran }, rung: 'set-up-cells', trace };
}

function endOf(state: CellReading['state']): 'done' | 'failed' | null {
  return state === 'done' || state === 'failed' ? state : null;
}

function stateOf(sight: Sight, id: string): CellReading['state'] {
  const told = sight.look(true)?.cells?.find((cell) => cell.id === id);
  const shown = sight.read().cells.find((cell) => cell.id === id)?.state ?? 'unknown';
  return told?.failed === true ? 'failed' : shown;
}

import type { ActionResult, NotebookPage } from './notebook-page';

export interface Ensure {
  text: string;
  overwriteEdited: boolean;
  run: boolean;
}

/**
 * Makes the notebook's one Lifeline cell hold `text` and, if `run`, connects and runs it. Safe to repeat: a cell that already
 * holds the text and runs is left alone; one that runs an older text is stopped first, which pauses its downloads.
 */
export async function ensureCell(
  page: NotebookPage,
  { text, overwriteEdited, run }: Ensure,
): Promise<ActionResult<{ cellId: string; changed: boolean }>> {
  const held = await page.upsertCell(text, { overwriteEdited });
  if (!held.ok || !run) return held;
  const steps = [
    () => page.connect(),
    ...(held.value.changed ? [() => page.interruptCell()] : []),
    () => page.runCell(),
  ];
  const trace = [...held.trace];
  let rung = held.rung;
  for (const step of steps) {
    const done = await step();
    trace.push(...done.trace);
    if (!done.ok) return { ...done, trace };
    rung = done.rung;
  }
  return { ok: true, value: held.value, rung, trace };
}

import type { ActionResult, NotebookPage, RungTrace } from './notebook-page';

export interface Ensure {
  text: string;
  overwriteEdited: boolean;
  run: boolean;
  /** Whether the user lets Colab's warning about the notebook's author be answered with "Run anyway". */
  runUntrusted: boolean;
}

/**
 * Makes the notebook's one Lifeline cell hold `text` and, if `run`, connects and runs it. Safe to repeat: a cell that already
 * holds the text and runs is left alone; one that runs an older text is stopped first, which pauses its downloads.
 *
 * Connecting comes first: under Colab's "Runtime disconnected" dialog nothing can be written, and connecting answers it.
 */
export async function ensureCell(
  page: NotebookPage,
  { text, overwriteEdited, run, runUntrusted }: Ensure,
): Promise<ActionResult<{ cellId: string; changed: boolean }>> {
  const trace: RungTrace[] = [];
  if (run && runUntrusted) await page.answerOwnTrust();
  if (run) {
    const connected = await page.connect();
    trace.push(...connected.trace);
    if (!connected.ok) return { ...connected, trace };
  }
  const held = await page.upsertCell(text, { overwriteEdited });
  trace.push(...held.trace);
  if (!held.ok || !run) return { ...held, trace };
  let rung = held.rung;
  for (const step of [
    ...(held.value.changed ? [() => page.interruptCell()] : []),
    () => page.runCell({ runUntrusted }),
  ]) {
    const done = await step();
    trace.push(...done.trace);
    if (!done.ok) return { ...done, trace };
    rung = done.rung;
  }
  return { ok: true, value: held.value, rung, trace };
}

import { selectors } from '../facts/selectors';
import type { Tactic } from '../facts/tactics';
import { SOON } from '../ladder';
import type { ProgressReading } from '../notebook-page';
import { cellElement, printedTexts } from '../reading/cells';
import { newestLine } from '../reading/progress-line';
import type { Sight } from '../sight';
import type { CellFinder } from './find-cell';

type Way = Tactic<'progress'>;

/**
 * The newest word of the Lifeline cell, by all the ways that lie open here: what lags behind in one may be there in another, so
 * the highest sequence number wins. Lines without the notebook's token are somebody else's, and only counted. The fourth way, a
 * frame that the output may stand in, is another document: its own script tells the background.
 */
export async function readProgress(sight: Sight, finder: CellFinder, token: string): Promise<ProgressReading> {
  const { id } = finder.find();
  if (id === null) return { line: null, cellId: null, running: false, ways: [], foreign: 0, framed: false };
  const running = sight.activity(id) === 'active';
  const told: [Way, string[]][] = [
    ['page-object/outputs', strings(sight.now('outputText', { id }))],
    ['dom/printed-text', printedTexts(sight.document, id)],
  ];
  // The file is a request to the VM: only where the page itself is silent, or may be about a run that it lost sight of.
  if (
    newestLine(
      told.flatMap(([, texts]) => texts),
      token,
    ).line === null ||
    !running
  ) {
    const file = sight.can('progressFile')
      ? await sight.bridge.later('progressFile', {}, SOON).catch(() => null)
      : null;
    told.push(['files/status-file', strings([file])]);
  }
  const { line, foreign } = newestLine(
    told.flatMap(([, texts]) => texts),
    token,
  );
  const ways = told.filter(([, texts]) => line !== null && newestLine(texts, token).line === line).map(([way]) => way);
  const framed = line === null && cellElement(sight.document, id)?.querySelector(selectors.outputFrame) != null;
  return { line, cellId: id, running, ways, foreign, framed };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}

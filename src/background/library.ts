import { isLive } from '../jobs/job';
import type { ImportReport } from '../messaging/messages';
import { speak } from '../platform/texts';
import { allJobs, allNotebooks, countFinished, openJobs } from '../store/read';
import { readSettings, type Settings, writeSettings } from '../store/settings';
import { exportText, parseImport } from '../store/transfer';
import { mergeTransfer } from '../store/write';
import { start } from './commands';
import { newCommand } from './delivery';
import { editNotebook } from './edit';
import { keepHistoryShort } from './history';
import { makeMenus } from './menus';
import { existing, fromTransfer } from './notebook';
import { updateToolbar } from './toolbar';

/* What concerns the whole of the store: settings, and the file that takes everything to another computer. */

/** What a cell says of the settings. */
const IN_CELL = ['concurrency', 'speedLimit', 'engine', 'connections', 'tries'] as const satisfies (keyof Settings)[];

/** Takes over the settings. Cells that run are told at once of what concerns them. */
export async function saveSettings(settings: Settings): Promise<void> {
  const before = await readSettings();
  await takeOver(settings);
  await keepHistoryShort();
  if (IN_CELL.every((key) => before[key] === settings[key])) return;
  const running = new Set((await openJobs()).filter(isLive).map((job) => job.notebook));
  for (const key of running) {
    await editNotebook(key, ({ notebook }) => ({
      notebook: { ...existing(notebook), command: newCommand(Date.now()) },
    }));
    await start(key);
  }
}

/** What is made of texts ahead of time, as the context menu, is made anew where their language changes. */
async function takeOver(settings: Settings): Promise<void> {
  const { language } = await readSettings();
  await writeSettings(settings);
  if (settings.language === language) return;
  await speak(settings.language);
  await Promise.all([makeMenus(), updateToolbar()]);
}

/** All downloads, notebooks and settings as the text of a file. */
export async function exportAll(): Promise<string> {
  return exportText(await allJobs(), await allNotebooks(), await readSettings());
}

/** Adds an exported file's downloads and takes over its settings. A file that is refused changes nothing, and none takes anything away. */
export async function importAll(text: string): Promise<ImportReport> {
  const imported = parseImport(text);
  if (!imported.ok) return { problem: imported.problem };
  const { value, leftOut } = imported;
  const [before, finished] = await Promise.all([readSettings(), countFinished()]);
  const added = await mergeTransfer(value, fromTransfer);
  await takeOver(finished === 0 ? value.settings : { ...value.settings, ...widest(before, value.settings) });
  return { added, known: value.jobs.length - added, leftOut };
}

/** Limits of the history by which neither loses anything. */
function widest(a: Settings, b: Settings): Pick<Settings, 'historyDays' | 'historyCount'> {
  return {
    historyDays: Math.max(a.historyDays, b.historyDays),
    historyCount: Math.max(a.historyCount, b.historyCount),
  };
}

import { isLive } from '../jobs/job';
import type { ImportReport } from '../messaging/messages';
import { allJobs, allNotebooks, openJobs } from '../store/read';
import { readSettings, type Settings, writeSettings } from '../store/settings';
import { exportText, parseImport } from '../store/transfer';
import { mergeTransfer } from '../store/write';
import { start } from './commands';
import { newCommand } from './delivery';
import { editNotebook } from './edit';
import { existing, newNotebook } from './notebook';

/* What concerns the whole of the store: settings, and the file that takes everything to another computer. */

/** Takes over the settings. Cells that run are told at once of what concerns them. */
export async function saveSettings(settings: Settings): Promise<void> {
  const before = await readSettings();
  await writeSettings(settings);
  if (before.concurrency === settings.concurrency && before.speedLimit === settings.speedLimit) return;
  const running = new Set((await openJobs()).filter(isLive).map((job) => job.notebook));
  for (const key of running) {
    await editNotebook(key, ({ notebook }) => ({
      notebook: { ...existing(notebook), command: newCommand(Date.now()) },
    }));
    await start(key);
  }
}

/** All downloads, notebooks and settings as the text of a file. */
export async function exportAll(): Promise<string> {
  return exportText(await allJobs(), await allNotebooks(), await readSettings());
}

/** Adds an exported file's downloads and takes over its settings. A file that is refused changes nothing. */
export async function importAll(text: string): Promise<ImportReport> {
  const imported = parseImport(text);
  if (!imported.ok) return { problem: imported.problem };
  const added = await mergeTransfer(imported.value, ({ key, url, title }) =>
    newNotebook({ notebook: key, url, title }),
  );
  await writeSettings(imported.value.settings);
  return { added, known: imported.value.jobs.length - added, leftOut: imported.leftOut };
}

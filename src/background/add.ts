import { folderFor } from '../jobs/category';
import { createJob, type Job } from '../jobs/job';
import { namesFile, placeBy } from '../jobs/naming';
import { checkJobInput, type FieldProblems, type JobInput } from '../jobs/new-job';
import { transition } from '../jobs/transition';
import type { AddResult, NewDownload } from '../messaging/messages';
import type { KnownTab } from '../messaging/shown';
import { findJobs, findNotebook } from '../store/read';
import { readSettings, type Settings } from '../store/settings';
import { launched, start } from './commands';
import { newCommand, openNotebook } from './delivery';
import { editNotebook } from './edit';
import { newNotebook } from './notebook';

/** The most open downloads of one notebook: its cell lists them all, and says how each of them stands. */
const MOST_OPEN = 500;

/** A notebook that downloads are for: as a tab shows it, or as it is remembered. */
export type Target = Pick<KnownTab, 'notebook' | 'url' | 'title'>;

/**
 * Hands a notebook downloads, and starts them. Those that are good are taken, whatever is wrong with the others. Safe to
 * repeat: an id that is there already is that download. Opens the notebook if no tab shows it.
 */
export async function addDownloads(
  target: Target,
  downloads: readonly NewDownload[],
  consent: boolean,
): Promise<AddResult> {
  const key = target.notebook;
  if (!consent && (await findNotebook(key))?.consented !== true) return { refused: 'consent-needed' };
  const repeated = await findJobs(downloads.map(({ id }) => id));
  const known = new Set(repeated.map(({ id }) => id));
  const added: Job[] = [...repeated];
  const problems: Record<string, FieldProblems> = {};
  const settings = await readSettings();
  await editNotebook(key, ({ notebook, jobs }) => {
    const at = Date.now();
    const open = [...jobs];
    for (const { id, input } of downloads) {
      if (known.has(id)) continue;
      const checked = checkJobInput(placed(input, settings, at), open);
      if (!checked.ok) problems[id] = checked.problems;
      else if (open.length >= MOST_OPEN) problems[id] = { url: 'urlTooMany' };
      else {
        // One millisecond apart, so that they keep their order.
        const created = createJob({ id, notebook: key, ...checked.value, at: at + open.length - jobs.length });
        open.push(transition(created, { type: 'launch', at, by: 'user' }));
      }
    }
    const taken = open.slice(jobs.length);
    if (taken.length === 0) return {};
    added.push(...taken);
    return { notebook: { ...launched(notebook ?? newNotebook(target), newCommand(at)), consented: true }, jobs: taken };
  });
  if (added.length > 0) {
    await openNotebook(key);
    await start(key);
  }
  return { added, problems };
}

/** Where nothing is said of the folder, the user's categories say it; where nothing is said of the name, their pattern. */
function placed(input: JobInput, { categories, naming }: Settings, at: number): JobInput {
  const said = input.output.trim();
  if (!URL.canParse(input.url) || namesFile(said)) return input;
  const folder = said === '' ? folderFor(input.url, categories) : said;
  return { ...input, output: folder === '' || folder.endsWith('/') ? placeBy(naming, folder, input.url, at) : folder };
}

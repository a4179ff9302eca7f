import { coalesced } from '../platform/coalesced';
import { allNotebooks, openJobs } from '../store/read';
import { isMarked, readSafetyCopy, writeSafetyCopy } from '../store/safety-copy';
import { readSettings } from '../store/settings';
import { exportText } from '../store/transfer';

/** In the copy there is room for so many; what more downloads are open at a time, the notebooks' cells can tell. */
const COPIED = 2000;

/** Keeps the safety copy up to date. To be called when a download came, went or changed its state. */
export const keepSafetyCopy = coalesced(async () => {
  if (!(await isMarked())) return;
  const jobs = (await openJobs()).slice(-COPIED);
  const keys = new Set(jobs.map((job) => job.notebook));
  const notebooks = (await allNotebooks()).filter(({ key }) => keys.has(key));
  const text = exportText(jobs, notebooks, await readSettings());
  if (text !== (await readSafetyCopy())) await writeSafetyCopy(text);
});

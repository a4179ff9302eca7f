import { isLive } from '../jobs/job';
import { browser } from '../platform/browser';
import { openJobs } from '../store/read';

const WORKING = '#1a73e8';
const NEEDS_USER = '#b3261e';

/** Shows on the toolbar how many downloads run, or that one needs the user; nothing where there is nothing to say. */
export async function updateBadge(): Promise<void> {
  const jobs = await openJobs();
  const stopped = jobs.filter((job) => job.state === 'interrupted' || job.state === 'failed').length;
  const live = jobs.filter(isLive).length;
  const text = stopped > 0 ? '!' : live > 0 ? String(live) : '';
  await browser.action.setBadgeText({ text });
  if (text !== '') await browser.action.setBadgeBackgroundColor({ color: stopped > 0 ? NEEDS_USER : WORKING });
}

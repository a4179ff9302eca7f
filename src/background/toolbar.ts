import { isLive, type Job } from '../jobs/job';
import type { Guard, GuardStatus } from '../keepalive/guard';
import { browser } from '../platform/browser';
import { message } from '../platform/texts';
import { allNotebooks, openJobs } from '../store/read';
import { shownNotebooks } from './tabs';

const WORKING = '#1a73e8';
const NEEDS_USER = '#b3261e';

/** What the toolbar tells at a glance. */
export interface Glance {
  is: 'off' | 'resting' | 'guarding' | 'working' | 'needs-you';
  /** Downloads that run. */
  live: number;
}

const NEEDS_ANSWER: ReadonlySet<GuardStatus> = new Set(['asking', 'captcha', 'blocked']);

/** What matters most of all downloads and of the guards of the notebooks that tabs show. */
export function glanceAt(jobs: readonly Job[], guards: readonly Guard[]): Glance {
  const live = jobs.filter(isLive).length;
  const stopped = jobs.some((job) => job.state === 'interrupted' || job.state === 'failed');
  if (stopped || guards.some(({ status }) => NEEDS_ANSWER.has(status))) return { is: 'needs-you', live };
  if (live > 0) return { is: 'working', live };
  if (guards.some(({ status }) => status === 'guarding' || status === 'reconnecting')) return { is: 'guarding', live };
  const off = guards.length > 0 && guards.every(({ plan }) => plan.mode === 'off');
  return { is: off ? 'off' : 'resting', live };
}

/** Shows it: the icon says whether a runtime is guarded, the badge how many downloads run, or that one needs the user. */
export async function updateToolbar(): Promise<void> {
  const [jobs, notebooks, shown] = await Promise.all([openJobs(), allNotebooks(), shownNotebooks()]);
  const guards = notebooks.filter(({ key }) => shown.has(key)).map(({ guard }) => guard);
  const { is, live } = glanceAt(jobs, guards);
  const text = is === 'needs-you' ? '!' : is === 'working' ? String(live) : '';
  const icon = is === 'off' ? 'icon-off' : is === 'guarding' || is === 'working' ? 'icon-guarding' : 'icon';
  const state = message(`toolbar_${is.replace('-', '_')}`, [String(live)]);
  await Promise.all([
    browser.action.setIcon({ path: { 16: `/icons/${icon}-16.png`, 32: `/icons/${icon}-32.png` } }),
    browser.action.setBadgeText({ text }),
    browser.action.setTitle({ title: [message('extensionName'), state].join('\n').trim() }),
    ...(text === ''
      ? []
      : [browser.action.setBadgeBackgroundColor({ color: is === 'needs-you' ? NEEDS_USER : WORKING })]),
  ]);
}

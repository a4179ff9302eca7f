import * as v from 'valibot';
import { isLive, type Job } from '../jobs/job';
import { jobSchema } from '../jobs/job-schema';
import type { Wishes } from '../keepalive/guard';
import { wishes } from '../keepalive/guard-schema';
import type { Notebook } from './schema';
import { type Settings, settingsSchema } from './settings';

/** Version of the exported file's format. */
const VERSION = 1;
/** In characters, and so in bytes at the least; an export of 10 000 downloads has about 8 million. */
export const MAX_LENGTH = 40_000_000;
/** More than there can be: the longest history that the settings allow, and open ones beside it. */
const MAX_JOBS = 25_000;

/**
 * What is exported of a notebook: what it is, and how its user wants it kept alive. Not its token, which is of use on this computer
 * only, and no permission (to put our cell in, to run cells): those are given to this browser, not to whoever has the file.
 */
export interface ExportedNotebook {
  key: string;
  url: string;
  title: string;
  guard: Wishes;
}

export interface Transfer {
  jobs: Job[];
  notebooks: ExportedNotebook[];
  settings: Settings;
}

/** Records that may be anything. */
export interface Records {
  jobs: readonly unknown[];
  notebooks: readonly unknown[];
  settings?: unknown;
}

export type ImportProblem = 'too-long' | 'not-json' | 'not-ours' | 'newer-version' | 'too-many-jobs';

/** The good part of an imported file, and how many entries were left out because they could not have been ours. */
export type Imported = { ok: true; value: Transfer; leftOut: number } | { ok: false; problem: ImportProblem };

/** Where a file says nothing of keep-alive, or nothing that makes sense. */
const PLAIN: Wishes = { plan: { mode: 'while-working' }, countCells: null, budget: null, schedule: null };

const envelope = v.object({
  format: v.literal('lifeline-for-colab'),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  jobs: v.array(v.unknown()),
  notebooks: v.array(v.unknown()),
  settings: v.optional(v.unknown()),
});

const notebookSchema: v.GenericSchema<unknown, ExportedNotebook> = v.object({
  key: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
  url: v.pipe(v.string(), v.maxLength(4096), v.startsWith('https://colab.research.google.com/')),
  title: v.pipe(v.string(), v.maxLength(300)),
  // Files from before these choices were exported have none.
  guard: v.optional(v.fallback(wishes, PLAIN), PLAIN),
});

function exported({ key, url, title, guard: { plan, countCells, budget, schedule } }: Notebook): ExportedNotebook {
  return { key, url, title, guard: { plan, countCells, budget, schedule } };
}

/** The file that `parseImport` takes, as text. */
export function exportText(jobs: Job[], notebooks: Notebook[], settings: Settings): string {
  return JSON.stringify({
    format: 'lifeline-for-colab',
    version: VERSION,
    jobs,
    notebooks: notebooks.map(exported),
    settings,
  });
}

/** Reads an exported file. Hostile input: what is not provably a job, a notebook or a setting is left out and counted. */
export function parseImport(text: string): Imported {
  if (text.length > MAX_LENGTH) return { ok: false, problem: 'too-long' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'not-json' };
  }
  const parsed = v.safeParse(envelope, json);
  if (!parsed.success) return { ok: false, problem: 'not-ours' };
  const { version, jobs, notebooks, settings } = parsed.output;
  if (version > VERSION) return { ok: false, problem: 'newer-version' };
  if (jobs.length > MAX_JOBS) return { ok: false, problem: 'too-many-jobs' };

  return { ok: true, ...cleaned({ jobs, notebooks, settings }) };
}

/** What of these records is provably a job, a notebook or a setting; the rest is left out and counted. */
export function cleaned({ jobs, notebooks, settings }: Records): { value: Transfer; leftOut: number } {
  const goodNotebooks = notebooks.map((each) => v.safeParse(notebookSchema, each)).filter((each) => each.success);
  const known = new Set(goodNotebooks.map(({ output }) => output.key));
  const goodJobs = jobs
    .map((each) => v.safeParse(jobSchema, each))
    .filter((each) => each.success)
    .map(({ output }) => output)
    .filter((job) => known.has(job.notebook));
  return {
    value: {
      jobs: goodJobs.map(atRest),
      notebooks: goodNotebooks.map(({ output }) => untimed(output)),
      settings: v.parse(settingsSchema, typeof settings === 'object' && settings !== null ? settings : {}),
    },
    leftOut: jobs.length - goodJobs.length + (notebooks.length - goodNotebooks.length),
  };
}

/** A set time is one of this computer's clock and of its user's presence: what is left of it is not begun anew elsewhere. */
function untimed(notebook: ExportedNotebook): ExportedNotebook {
  const { guard } = notebook;
  return guard.plan.mode === 'timed' ? { ...notebook, guard: { ...guard, plan: { mode: 'while-working' } } } : notebook;
}

/** Nothing that comes out of a file runs by itself: the user relaunches it. */
function atRest(job: Job): Job {
  const finishedAt = job.state === 'completed' ? (job.finishedAt ?? job.createdAt) : null;
  const quiet = { ...job, relaunchAt: null, finishedAt };
  return isLive(job)
    ? { ...quiet, state: 'interrupted', reason: 'browser-closed', error: null, rate: 0, eta: null, launchedAt: null }
    : quiet;
}

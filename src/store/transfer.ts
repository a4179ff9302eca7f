import * as v from 'valibot';
import { isLive, type Job } from '../jobs/job';
import { jobSchema } from '../jobs/job-schema';
import type { Notebook } from './schema';
import { type Settings, settingsSchema } from './settings';

/** Version of the exported file's format. */
const VERSION = 1;
/** In characters; an export of 10 000 downloads has about 8 million. */
const MAX_LENGTH = 20_000_000;
const MAX_JOBS = 20_000;

/** What is exported of a notebook: not its token, which is of use on this computer only. */
export interface ExportedNotebook {
  key: string;
  url: string;
  title: string;
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

const envelope = v.object({
  format: v.literal('lifeline-for-colab'),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  jobs: v.array(v.unknown()),
  notebooks: v.array(v.unknown()),
  settings: v.optional(v.unknown()),
});

const notebookSchema = v.object({
  key: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
  url: v.pipe(v.string(), v.maxLength(4096), v.startsWith('https://colab.research.google.com/')),
  title: v.pipe(v.string(), v.maxLength(300)),
});

/** The file that `parseImport` takes, as text. */
export function exportText(jobs: Job[], notebooks: Notebook[], settings: Settings): string {
  return JSON.stringify({
    format: 'lifeline-for-colab',
    version: VERSION,
    jobs,
    notebooks: notebooks.map(({ key, url, title }) => ({ key, url, title })),
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
      notebooks: goodNotebooks.map(({ output }) => output),
      settings: v.parse(settingsSchema, typeof settings === 'object' && settings !== null ? settings : {}),
    },
    leftOut: jobs.length - goodJobs.length + (notebooks.length - goodNotebooks.length),
  };
}

/** Nothing that comes out of a file runs by itself: the user relaunches it. */
function atRest(job: Job): Job {
  const finishedAt = job.state === 'completed' ? (job.finishedAt ?? job.createdAt) : null;
  const quiet = { ...job, relaunchAt: null, finishedAt };
  return isLive(job)
    ? { ...quiet, state: 'interrupted', reason: 'browser-closed', error: null, rate: 0, eta: null, launchedAt: null }
    : quiet;
}

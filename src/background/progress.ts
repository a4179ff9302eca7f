import { type Progress, parseProgress } from '../jobs/progress';
import { transition } from '../jobs/transition';
import type { RawProgress } from '../messaging/messages';
import { findJobs, findNotebook } from '../store/read';
import { editNotebook } from './edit';
import { record } from './recorder';

/** Time between two writes of one notebook's progress, where nothing but numbers has changed. */
const WRITE_EVERY_MS = 1000;

/** What each notebook's progress said when it was last written. Of this life of the worker: the next one writes at once. */
const written = new Map<string, { at: number; states: string }>();
/** By which ways each notebook's progress came last, in this life of the worker. */
const lastWays = new Map<string, string>();

interface Pace {
  /** Mere numbers are written once a second; whoever sent them waits for the answer, and sends the newest then. */
  paced: boolean;
}

/** Folds what was read of the Lifeline cell into the notebook's jobs, and records what tried to pass for it. */
export async function foldProgress(
  key: string,
  { line, foreign, ways }: RawProgress,
  pace: Pace,
): Promise<Progress | null> {
  if (foreign > 0) record(key, { kind: 'forged', what: 'progress', why: 'not-our-token' });
  if (line === null) return null;
  const progress = await foldLine(key, line, pace);
  if (progress !== null) recordWay(key, ways.join(' '));
  return progress;
}

function recordWay(key: string, ways: string): void {
  if (ways === '' || lastWays.get(key) === ways) return;
  lastWays.set(key, ways);
  record(key, { kind: 'action', what: 'progress', outcome: ways });
}

/**
 * Folds one line into the jobs; resolves when it is on the disk. One that is not ours, or not whole, changes nothing; neither
 * does a record that cannot be true.
 */
export async function foldLine(key: string, line: string, { paced }: Pace): Promise<Progress | null> {
  const token = (await findNotebook(key))?.token;
  if (token === undefined) return null;
  const progress = parseProgress(line, token);
  if (progress === null) {
    record(key, { kind: 'forged', what: 'progress', why: 'not-ours' });
    return null;
  }
  if (paced) await turnToWrite(key, statesIn(progress));
  const at = Date.now();
  const { boot } = progress;
  const doubts = new Set<string>();
  const others: string[] = [];
  await editNotebook(key, ({ notebook, jobs }) => {
    // Only a list that was written anew has another token: what an older one printed counts no more.
    if (notebook?.token !== token) return {};
    const told = new Map(progress.jobs.map((each) => [each.job, each]));
    for (const { job, offset, size } of progress.jobs) {
      if (size !== null && offset > size) {
        doubts.add('numbers-lie');
        told.delete(job);
      } else if (!jobs.some(({ id }) => id === job)) others.push(job);
    }
    return {
      ...(progress.room === undefined ? {} : { notebook: { ...notebook, room: progress.room } }),
      jobs: jobs.map((job) => {
        const news = told.get(job.id);
        return news === undefined ? job : transition(job, { type: 'record', at, boot, record: news });
      }),
    };
  });
  // A completed download is still in the cell's list; one of another notebook, or of nobody, has no business there.
  const known = await findJobs(others);
  if (known.some(({ notebook }) => notebook !== key) || known.length < others.length) doubts.add('unknown-job');
  for (const why of doubts) record(key, { kind: 'forged', what: 'progress', why });
  return progress;
}

async function turnToWrite(key: string, states: string): Promise<void> {
  const before = written.get(key);
  const passed = Date.now() - (before?.at ?? 0);
  // A clock that was set back makes nothing wait.
  if (before?.states === states && passed >= 0 && passed < WRITE_EVERY_MS)
    await new Promise((resolve) => setTimeout(resolve, WRITE_EVERY_MS - passed));
  written.set(key, { at: Date.now(), states });
}

/** All of a line that must not wait: what is no mere number. */
function statesIn({ boot, end, jobs }: Progress): string {
  return JSON.stringify([boot, end, jobs.map(({ job, state, error }) => [job, state, error?.code])]);
}

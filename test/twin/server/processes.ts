import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * Ids of the running processes that carry `mark` (`NAME=value`) in the environment they were started with. A mark, not
 * the process tree: a worker that started a session of its own, or whose parent died, still belongs to its VM.
 * Linux only, as it reads `/proc`.
 */
export function processesMarked(mark: string): number[] {
  if (!existsSync('/proc/self/environ')) throw new Error('the Colab twin needs Linux: it finds processes in /proc');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && hasMark(pid, mark));
}

function hasMark(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark);
  } catch {
    return false; // it ended, or it is not ours
  }
}

/** Kills every process with `mark`, again and again until none is left, as one of them may be starting another. */
export async function killMarked(mark: string): Promise<void> {
  for (let found = processesMarked(mark); found.length > 0; found = processesMarked(mark)) {
    for (const pid of found) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself in between.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

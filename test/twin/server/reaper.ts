/**
 * Runs beside the twin and waits for its end: standard input closes when the twin's process is gone, however it went.
 * Then every process of the twin's VMs is killed and their disks are deleted. Arguments: the mark, the folder.
 */
import { rmSync } from 'node:fs';
import { killMarked } from './processes.ts';

const [mark, folder] = process.argv.slice(2);
if (!mark || !folder) throw new Error('usage: reaper MARK FOLDER');

// A Ctrl+C in the terminal reaches this process, too, and must not end it before the twin.
process.on('SIGINT', () => {});
process.stdin.resume();
process.stdin.once('end', async () => {
  await killMarked(mark);
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});

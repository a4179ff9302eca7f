// `npm test`: sets up what is missing, then runs every check and says at the end which failed.
import { ensureDebianExtras, ensurePackages, ensureTools, MissingTool, run } from './tools.mjs';

/** @type {[string, string, string[]][]} */
const steps = [
  ['types', 'npx', ['tsc', '--noEmit']],
  ['lint', 'npx', ['oxlint', '--type-aware', '--deny-warnings']],
  ['format', 'npx', ['biome', 'check']],
  ['unused code', 'npx', ['knip']],
  ['unit', 'npx', ['vitest', 'run']],
  ['runtime', 'python3', ['test/runtime/parallel.py']],
  ['build', 'npx', ['vite', 'build']],
  ['end to end', 'npx', ['playwright', 'test']],
];

try {
  ensurePackages();
  const env = ensureTools();
  ensureDebianExtras([
    { command: 'curl', name: 'curl' },
    { command: 'wget', name: 'wget' },
    { command: 'aria2c', name: 'aria2' },
    { command: 'openssl', name: 'openssl' },
    { command: '7z', name: 'p7zip-full' },
    { command: 'bindfs', name: 'bindfs' },
  ]);
  const only = process.argv.slice(2);
  const failed = [];
  const chosen = steps.filter(([name]) => only.length === 0 || only.includes(name));
  for (const [name, command, args] of chosen) {
    const began = Date.now();
    process.stdout.write(`\n== ${name}\n`);
    try {
      run(command, args, env);
    } catch (error) {
      process.stdout.write(`${error.message}\n`);
      failed.push(name);
    }
    process.stdout.write(`== ${name}: ${((Date.now() - began) / 1000).toFixed(0)} s\n`);
  }
  if (failed.length > 0) process.stdout.write(`\nFailed: ${failed.join(', ')}\n`);
  process.stdout.write(`\nsteps: ${chosen.length - failed.length} passed, ${failed.length} failed\n`);
  process.exitCode = failed.length > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof MissingTool)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

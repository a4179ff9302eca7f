// `npm run bench:runtime` and `npm run bench:corruption`: set up what they compare with, then run them.
import { ensureDebianExtras, ensureNginx, ensureRequests, run } from './tools.mjs';

const scripts = { runtime: 'speed.py', corruption: 'corruption.py' };

const [which, ...options] = process.argv.slice(2);
ensureDebianExtras([
  { command: 'curl', name: 'curl' },
  { command: 'wget', name: 'wget' },
  { command: 'aria2c', name: 'aria2' },
  { command: 'openssl', name: 'openssl' },
]);
// On its own, as not every distribution has it: its rows are left out then.
ensureDebianExtras([{ command: 'wget2', name: 'wget2' }]);
ensureRequests();
try {
  run('python3', [`test/bench/runtime/${scripts[which]}`, ...options], {
    NGINX: ensureNginx(),
    PYTHONPATH: 'test/runtime',
  });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

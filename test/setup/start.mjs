// `npm start`: from a fresh clone to the main job on the Colab twin.
import { ensurePackages, ensureTools, MissingTool, run } from './tools.mjs';

try {
  ensurePackages();
  const env = ensureTools();
  run('npx', ['vite', 'build', '--logLevel', 'warn'], env);
  run('npx', ['tsx', 'test/demo/main.ts'], env);
} catch (error) {
  process.stderr.write(`${error instanceof MissingTool ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

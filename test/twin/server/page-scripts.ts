import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The code that runs in the twin's page and in its output frames, each as one classic script. */
export interface PageScripts {
  page: string;
  outputFrame: string;
}

/** Bundles `test/twin/page/`. */
export async function buildPageScripts(): Promise<PageScripts> {
  const [page, outputFrame] = await Promise.all([bundle('main.tsx'), bundle('output-frame.ts')]);
  return { page, outputFrame };
}

async function bundle(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: false,
      target: 'chrome120',
      lib: { entry: fileURLToPath(new URL(`../page/${entry}`, import.meta.url)), formats: ['iife'], name: '_' },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !('output' in output)) throw new Error(`no bundle for ${entry}`);
  return output.output[0].code;
}

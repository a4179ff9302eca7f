import { crx } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { build, type Plugin, type Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';
import manifest from './manifest.json' with { type: 'json' };

// Content scripts are standalone IIFEs: crxjs's async loader would run the MAIN-world script after the page's
// own scripts and make chunks web-accessible (measured; see crxjs issue #391).
const contentScripts = { standaloneFiles: ['src/content/main.ts', 'src/content/isolated.ts'] };
const PAGES = ['add', 'dashboard', 'options', 'help', 'welcome', 'diagnostics'];
const FRAME_SCRIPT = 'src/content/output-frame';

/** The output frames' script stands in no manifest: the browser gets it when the user allows their host. */
const frameScript: Plugin = {
  name: 'output-frame-script',
  apply: 'build',
  async generateBundle() {
    const built = await build({
      configFile: false,
      logLevel: 'error',
      build: {
        write: false,
        target: 'chrome120',
        rolldownOptions: { input: `${FRAME_SCRIPT}.ts`, output: { format: 'iife' } },
      },
    });
    if ('on' in built) throw new Error('the build watches');
    const [{ output }] = Array.isArray(built) ? (built as [Rolldown.RolldownOutput]) : [built];
    this.emitFile({ type: 'asset', fileName: `${FRAME_SCRIPT}.js`, source: output[0].code });
  },
};

const underTest = process.env.VITEST !== undefined;

export default defineConfig({
  plugins: underTest ? [] : [preact(), crx({ manifest, contentScripts }), frameScript],
  build: {
    target: 'chrome120',
    modulePreload: false,
    // Pages that the manifest does not name.
    rolldownOptions: { input: Object.fromEntries(PAGES.map((page) => [page, `src/${page}/index.html`])) },
  },
  test: {
    include: ['test/unit/**/*.test.{ts,tsx}'],
    setupFiles: ['test/unit/setup.ts'],
    // Property tests take milliseconds, and many times that on a busy machine: no failure of what they test.
    testTimeout: 30_000,
    alias: { 'webextension-polyfill': new URL('./test/unit/fake-browser.ts', import.meta.url).pathname },
  },
});

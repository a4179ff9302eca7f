import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { build, type Plugin, type Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';
import base from './manifest.json' with { type: 'json' };
import packageJson from './package.json' with { type: 'json' };

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

const chrome = { ...base, version: packageJson.version };
/** Firefox has no service worker and no `power`, and wants to know who we are and what we collect. */
const { minimum_chrome_version: _, optional_permissions: optional, ...shared } = chrome;
const firefox = {
  ...shared,
  optional_permissions: optional.filter((permission) => permission !== 'power'),
  background: { scripts: [base.background.service_worker], type: 'module' },
  browser_specific_settings: {
    gecko: {
      id: 'lifeline-for-colab@lifeline',
      // The first that has `data_collection_permissions` on every device; scripts in the world MAIN came with 128.
      strict_min_version: '142.0',
      data_collection_permissions: { required: ['none'] },
    },
  },
} as unknown as ManifestV3Export;

export default defineConfig(({ mode }) => ({
  plugins: underTest
    ? []
    : [
        preact(),
        mode === 'firefox'
          ? crx({ manifest: firefox, contentScripts, browser: 'firefox' })
          : crx({ manifest: chrome, contentScripts }),
        frameScript,
      ],
  build: {
    outDir: mode === 'firefox' ? 'dist-firefox' : 'dist',
    target: mode === 'firefox' ? 'firefox142' : 'chrome120',
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
}));

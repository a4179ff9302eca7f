import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { build, type Plugin, type Rolldown, runnerImport } from 'vite';
import { defineConfig } from 'vitest/config';
import base from './manifest.json' with { type: 'json' };
import packageJson from './package.json' with { type: 'json' };

// Content scripts are standalone IIFEs: crxjs's async loader would run the MAIN-world script after the page's
// own scripts and make chunks web-accessible (measured; see crxjs issue #391).
const contentScripts = { standaloneFiles: ['src/content/main.ts', 'src/content/isolated.ts'] };
const PAGES = ['add', 'dashboard', 'options', 'help', 'welcome', 'diagnostics'];
/** What the faces share, in few chunks: the popup opened with 17 of them, and waited longer for these than for its data. */
const SHARED = [
  {
    name: 'core',
    test: /src\/(jobs|store|messaging|platform|keepalive)\/|node_modules\/(idb|valibot|webextension-polyfill)\//,
    minShareCount: 4,
  },
  { name: 'face', test: /src\/ui\/|node_modules\/(@preact|preact)\//, minShareCount: 3 },
];

/** Every notebook loads these scripts: a use of a fact becomes its bare value, and what else the table tells of it stays out. */
async function bareFacts(): Promise<Plugin> {
  const tables: Record<string, Record<string, string>> = {};
  for (const file of ['members', 'selectors'])
    Object.assign(tables, (await runnerImport<typeof tables>(`./src/colab/facts/${file}.ts`)).module);
  return {
    name: 'bare-facts',
    enforce: 'post',
    transform(code, id) {
      if (!/\/src\/(colab|content)\//.test(id)) return null;
      return code.replace(/\b(attributes|members|selectors)\.(\w+)/g, (use, table: string, name: string) => {
        const value = tables[table]?.[name];
        return value === undefined ? use : JSON.stringify(value);
      });
    },
  };
}

/**
 * The content scripts as they are shipped, each in one piece. crxjs has built those of the manifest, but lets no plugin into that;
 * the output frames' script stands in no manifest: the browser gets it when the user allows their host.
 */
const contentScriptsBuild: Plugin = {
  name: 'content-scripts',
  apply: 'build',
  enforce: 'post',
  async generateBundle(_, bundle) {
    const plugins = [await bareFacts()];
    for (const script of [...contentScripts.standaloneFiles, 'src/content/output-frame.ts']) {
      const built = await build({
        configFile: false,
        logLevel: 'error',
        plugins,
        build: {
          write: false,
          target: this.environment.config.build.target,
          rolldownOptions: { input: script, output: { format: 'iife' } },
        },
      });
      if ('on' in built) throw new Error('the build watches');
      const [{ output }] = Array.isArray(built) ? (built as [Rolldown.RolldownOutput]) : [built];
      const fileName = script.replace(/\.ts$/, '.js');
      delete bundle[fileName];
      this.emitFile({ type: 'asset', fileName, source: output[0].code });
    }
  },
};

const underTest = process.env.VITEST !== undefined;

const chrome = { ...base, version: packageJson.version };
/**
 * Firefox has no service worker and no `power`, takes `contextMenus` (which needs no warning) only from the start, has a sidebar
 * of its own, and wants to know who we are and what we collect.
 */
const { minimum_chrome_version: _, optional_permissions: optional, ...shared } = chrome;
const firefox = {
  ...shared,
  permissions: [...base.permissions, 'contextMenus'],
  optional_permissions: optional.filter((permission) => permission === 'downloads'),
  sidebar_action: {
    default_panel: 'src/dashboard/index.html',
    default_title: base.name,
    default_icon: base.action.default_icon,
    open_at_install: false,
  },
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
        contentScriptsBuild,
      ],
  build: {
    outDir: mode === 'firefox' ? 'dist-firefox' : 'dist',
    target: mode === 'firefox' ? 'firefox142' : 'chrome120',
    // Chrome 120 knows it by itself: a page's chunks are fetched side by side, not one found in the other.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Pages that the manifest does not name.
      input: Object.fromEntries(PAGES.map((page) => [page, `src/${page}/index.html`])),
      output: { codeSplitting: { groups: SHARED } },
    },
  },
  test: {
    include: ['test/unit/**/*.test.{ts,tsx}'],
    setupFiles: ['test/unit/setup.ts'],
    // Property tests take milliseconds, and many times that on a busy machine: no failure of what they test.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    alias: { 'webextension-polyfill': new URL('./test/unit/fake-browser.ts', import.meta.url).pathname },
  },
}));

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BrowserContext, chromium, type Page, type Worker } from '@playwright/test';
import { launchUntouched } from './untouched-browser';

const DIST = new URL('../../../dist/', import.meta.url).pathname;

export const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** A Chromium with the built extension, and the handles that a test needs on it. */
export interface ExtensionBrowser {
  context: BrowserContext;
  id: string;
  worker(): Promise<Worker>;
  /** Kills the service worker; the next event starts it anew. */
  stopWorker(): Promise<void>;
  /** The popup as a page, for the notebook in `tab`. */
  openPopup(tab?: Page): Promise<Page>;
  tabId(tab: Page): Promise<number>;
  close(): Promise<void>;
}

export async function launchWithExtension({
  args = [],
  headless = true,
  untouched = false,
  welcome = false,
  allow = [],
  profile: kept,
}: {
  args?: string[];
  headless?: boolean;
  /** Without the flags of automation, see `launchUntouched`. */
  untouched?: boolean;
  /** Leaves the page open that the installation opens. */
  welcome?: boolean;
  /** Optional hosts and permissions that count as allowed: a prompt of the browser cannot be pressed from a test. */
  allow?: readonly string[];
  /** The folder of a profile that outlives this browser; else one is made, and removed with it. */
  profile?: string;
} = {}): Promise<ExtensionBrowser> {
  const profile = kept ?? newProfile();
  const flags = [...installIn(profile, allow), ...args];
  const { context, close } = untouched
    ? await launchUntouched(CHROMIUM, profile, flags)
    : await launchForTests(CHROMIUM, profile, flags, headless);
  const worker = async () => context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const id = new URL((await worker()).url()).host;

  // Every browser here has just installed the extension. The page that this opens is no test's, unless it asks for it.
  if (!welcome) await (await pageAt(context, `chrome-extension://${id}/src/welcome/index.html`)).close();

  const tabId = async (tab: Page) => {
    const url = tab.url();
    // Without the permission `tabs`, Chromium 150 hides even the addresses of the extension's own pages: those ask for themselves.
    const found = url.startsWith('chrome-extension:')
      ? await tab.evaluate(async () => (await chrome.tabs.getCurrent())?.id)
      : await (await worker()).evaluate(
          async (wanted) => (await chrome.tabs.query({})).find((each) => each.url === wanted)?.id,
          url,
        );
    if (found === undefined) throw new Error(`no tab shows ${url}`);
    return found;
  };

  return {
    context,
    id,
    worker,
    tabId,
    async stopWorker() {
      const browser = context.browser();
      if (browser === null) throw new Error('the browser is gone');
      const session = await browser.newBrowserCDPSession();
      const { targetInfos } = await session.send('Target.getTargets');
      for (const { type, url, targetId } of targetInfos) {
        if (type === 'service_worker' && url.includes(id)) await session.send('Target.closeTarget', { targetId });
      }
      await session.detach();
    },
    async openPopup(tab) {
      const popup = await context.newPage();
      await popup.setViewportSize({ width: 380, height: 600 });
      const query = tab === undefined ? '' : `?tab=${await tabId(tab)}`;
      await popup.goto(`chrome-extension://${id}/src/popup/index.html${query}`);
      return popup;
    },
    async close() {
      await close();
      if (kept === undefined) await removeProfile(profile);
    },
  };
}

/**
 * Chromium's helper processes may still write for a moment after the browser's own end. `rmSync` (Node 20) tries only the emptied
 * folder again, and never what was written into it meanwhile.
 */
export const removeProfile = (profile: string) =>
  rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

export const newProfile = () => mkdtempSync(join(tmpdir(), 'lifeline-profile-'));

/** Puts the built extension into a profile; returns what Chromium needs to load it from there. */
export function installIn(profile: string, allow: readonly string[] = []): string[] {
  if (!existsSync(join(DIST, 'manifest.json'))) throw new Error('dist/ is not built: run `npm run build`.');
  const preferences = join(profile, 'Default/Preferences');
  if (!existsSync(preferences)) {
    mkdirSync(dirname(preferences), { recursive: true });
    // Without developer mode `chrome.runtime.reload()` leaves an unpacked extension disabled.
    writeFileSync(preferences, JSON.stringify({ extensions: { ui: { developer_mode: true } } }));
    // Without this chrome://discards, which tells what keeps a page from being frozen, says that it is switched off.
    writeFileSync(join(profile, 'Local State'), JSON.stringify({ internal_only_uis_enabled: true }));
  }
  // A copy, so that a build during a run does not change what runs.
  const extension = join(profile, 'extension');
  cpSync(DIST, extension, { recursive: true });
  if (allow.length > 0) allowIn(join(extension, 'manifest.json'), allow);
  return [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`];
}

async function launchForTests(executablePath: string, profile: string, args: string[], headless: boolean) {
  const viewport = headless ? { width: 1280, height: 800 } : null;
  const options = { executablePath, headless, ignoreHTTPSErrors: true, viewport, args };
  const context = await chromium.launchPersistentContext(profile, options);
  return { context, close: () => context.close() };
}

/** The page that shows `url`, now or as soon as there is one. */
export function pageAt(context: BrowserContext, url: string): Promise<Page> {
  return new Promise((resolve) => {
    const watch = (page: Page) => {
      void page.waitForURL(url, { timeout: 0 }).then(
        () => {
          context.off('page', watch);
          resolve(page);
        },
        // It was closed before it came there.
        () => undefined,
      );
    };
    context.on('page', watch);
    context.pages().forEach(watch);
  });
}

function allowIn(file: string, wanted: readonly string[]): void {
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { permissions: string[]; host_permissions: string[] };
  for (const each of wanted) (each.includes('://') ? manifest.host_permissions : manifest.permissions).push(each);
  writeFileSync(file, JSON.stringify(manifest));
}

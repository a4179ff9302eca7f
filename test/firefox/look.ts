import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { settingsSchema } from '../../src/store/settings';
import { exportText } from '../../src/store/transfer';
import { job, notebook } from '../e2e/ui/seed';
import { startFirefox } from './bidi';

/*
 * Looks at the Firefox build in a real Firefox: `npm run package`, then `FIREFOX_PATH=… npx tsx test/firefox/look.ts`. It
 * installs the build, has the background save and import, shows each page, and leaves a screenshot of each in
 * test-results/firefox. Fails if a page is not as it should be, or logs an error. No page of Colab is opened.
 */

const ROOT = join(import.meta.dirname, '../..');
const SCREENS = join(ROOT, 'test-results/firefox');
const ID = 'lifeline-for-colab@lifeline';
const UUID = '5f0c1b9e-6b1f-4a57-9c51-000000000001';
const PAGES = ['popup', 'dashboard', 'add', 'options', 'help', 'welcome', 'diagnostics'];

const work = mkdtempSync(join(tmpdir(), 'lifeline-firefox-'));
const firefox = await startFirefox(process.env.FIREFOX_PATH ?? 'firefox', newProfile());
try {
  await firefox.send('webExtension.install', { extensionData: { type: 'path', path: unpacked() } });
  const { context } = await firefox.send('browsingContext.create', { type: 'tab' });

  async function run(expression: string): Promise<unknown> {
    const call = { expression, target: { context }, awaitPromise: true };
    const { result, exceptionDetails } = await firefox.send('script.evaluate', call);
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${exceptionDetails.text}`);
    return result.value;
  }
  async function until(expression: string): Promise<void> {
    for (const end = Date.now() + 20_000; (await run(expression)) !== true; )
      if (Date.now() > end) throw new Error(`never true: ${expression}`);
  }
  async function open(page: string): Promise<void> {
    const url = `moz-extension://${UUID}/src/${page}/index.html`;
    await firefox.send('browsingContext.navigate', { context, url, wait: 'complete' });
    await until(`(document.querySelector('main')?.innerText.length ?? 0) > 20`);
  }

  await open('options');
  await run(`document.querySelector('#relaunchByItself').click()`);
  await until(`document.querySelector('.saved') !== null`);
  await open('options');
  await until(`document.querySelector('#relaunchByItself').checked`);

  const jobs = [
    job({ id: 'imagenet.tar.gz', state: 'paused', offset: 4e9, size: 9e9 }),
    job({ id: 'coco.zip', state: 'completed', offset: 8e8, size: 8e8, verified: 'sha256' }),
  ];
  const payload = { text: exportText(jobs, [notebook()], v.parse(settingsSchema, {})) };
  await run(`browser.runtime.sendMessage(${JSON.stringify({ kind: 'ui/import', payload })})`);

  mkdirSync(SCREENS, { recursive: true });
  for (const page of PAGES) {
    const viewport = page === 'popup' ? { width: 380, height: 600 } : { width: 1280, height: 800 };
    await firefox.send('browsingContext.setViewport', { context, viewport });
    await open(page);
    if (page === 'dashboard') await until(`document.querySelectorAll('[data-key]').length === 2`);
    const { data } = await firefox.send('browsingContext.captureScreenshot', { context, origin: 'document' });
    writeFileSync(join(SCREENS, `${page}.png`), Buffer.from(data, 'base64'));
  }
  if (firefox.errors.length > 0) throw new Error(`logged: ${firefox.errors.join('; ')}`);
  process.stdout.write(`${PAGES.length} pages are as they should be; screenshots in test-results/firefox\n`);
} finally {
  await firefox.close();
  rmSync(work, { recursive: true, force: true, maxRetries: 10 });
}

/** A profile in which the extension's pages have an address that is known. */
function newProfile(): string {
  const profile = join(work, 'profile');
  mkdirSync(profile);
  const uuids = JSON.stringify(JSON.stringify({ [ID]: UUID }));
  writeFileSync(join(profile, 'user.js'), `user_pref("extensions.webextensions.uuids", ${uuids});`);
  return profile;
}

/** A copy of the build that an older Firefox takes, too: an ESR lacks only the question what is collected. */
function unpacked(): string {
  const copy = join(work, 'extension');
  cpSync(join(ROOT, 'dist-firefox'), copy, { recursive: true });
  const file = join(copy, 'manifest.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"142.0"', '"128.0"'));
  return copy;
}

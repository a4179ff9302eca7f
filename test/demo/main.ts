/*
 * `npm start`: the main job on the Colab twin. A real download in a real kernel, a real break, one click, the right file. With
 * a display the window stays open to play with; without one it does the round by itself and exits with 0 if all was right.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchWithExtension } from '../e2e/support/extension';
import { PopupPage } from '../e2e/support/popup';
import { startOrigin } from '../origin/origin';
import { startTwin } from '../twin/index';

const MIB = 1024 * 1024;
const SCREENS = 'test-results/demo';

const hasDisplay =
  process.platform === 'darwin' || process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
const stayOpen = hasDisplay && process.env.CI === undefined;

let step = 0;
const say = (text: string) => process.stdout.write(`${++step}. ${text}\n`);
const mib = (bytes: number) => `${(bytes / MIB).toFixed(1)} MiB`;

async function main(): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  const origin = await startOrigin();
  const twin = await startTwin();
  const browser = await launchWithExtension({ args: [...twin.chromiumArgs], headless: !stayOpen });
  try {
    const notebook = await twin.addNotebook({ name: 'Fine-tuning.ipynb' });
    const page = await browser.context.newPage();
    await page.goto(notebook.url);
    say(`A notebook is open on the twin: ${notebook.url}`);

    const file = origin.add('model-weights.bin', { size: 48 * MIB, rate: 12 * MIB, holdAt: 30 * MIB });
    const popup = await PopupPage.open(browser, page);
    const shoot = async (name: string) => {
      await popup.page.screenshot({ path: join(SCREENS, `${step}-${name}-popup.png`) });
      await page.screenshot({ path: join(SCREENS, `${step}-${name}-notebook.png`) });
    };
    await popup.add({ url: file.url, sha256: file.sha256 });
    await popup.expectProgress(file);
    say(`A download of ${mib(file.size)} runs in the VM, in one cell that Lifeline wrote`);
    await shoot('running');

    await notebook.restartKernel();
    await popup.expectState(file, 'interrupted');
    say(`The kernel was restarted after ${mib(file.sent())}: the popup says so`);
    await shoot('interrupted');

    await popup.relaunch(file);
    await popup.expectState(file, 'running');
    say('One click on Relaunch');
    file.release();
    await popup.expectState(file, 'completed');
    await shoot('completed');

    const content = notebook.vm?.content ?? '';
    const sha256 = createHash('sha256')
      .update(readFileSync(join(content, 'model-weights.bin')))
      .digest('hex');
    if (sha256 !== file.sha256) throw new Error(`wrong file: SHA-256 ${sha256}, not ${file.sha256}`);
    say(
      `The file is right (SHA-256 ${sha256.slice(0, 16)}…); the origin sent ${mib(file.sent())} for ${mib(file.size)}`,
    );
    process.stdout.write(`Screenshots: ${SCREENS}\n`);

    if (stayOpen) {
      process.stdout.write(
        `\nThe window stays open. Another file to try: ${origin.add('another.bin', { size: 256 * MIB, rate: 8 * MIB }).url}\n`,
      );
      await browser.context.waitForEvent('close', { timeout: 0 });
    }
  } finally {
    await browser.close();
    await twin.stop();
    await origin.stop();
  }
}

await main();

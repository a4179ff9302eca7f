import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type BrowserContext, chromium } from '@playwright/test';

/** Starts a Chromium without the flags of automation. Resolves when it can be spoken to. */
export async function startChromium(
  executable: string,
  profile: string,
  args: readonly string[],
): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const own = ['--headless=new', '--no-sandbox', '--no-first-run', '--remote-debugging-port=0'];
  const browserProcess = spawn(executable, [...own, `--user-data-dir=${profile}`, ...args, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => browserProcess.once('exit', () => resolve()));
  const endpoint = await new Promise<string>((resolve, reject) => {
    createInterface(browserProcess.stderr).on('line', (line) => {
      const [, found] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    void exited.then(() => reject(new Error(`${executable} has ended`)));
  });
  return {
    endpoint,
    stop: async () => {
      browserProcess.kill();
      await exited;
    },
  };
}

/**
 * A Chromium without the flags and overrides of automation: hidden pages are hidden, and have the slow timers that the browser
 * gives them. Playwright is only a guest in it.
 */
export async function launchUntouched(
  executable: string,
  profile: string,
  args: readonly string[],
): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const { endpoint, stop } = await startChromium(executable, profile, args);
  const browser = await chromium.connectOverCDP(endpoint, { noDefaults: true });
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the browser has no context');
  return {
    context,
    close: async () => {
      await browser.close();
      await stop();
    },
  };
}

import { browser } from '../platform/browser';
import { OUTPUT_FRAMES } from '../platform/output-frames';

const SCRIPT = 'output-frames';

/**
 * Puts a small reader into the frames that Colab shows outputs in, once the user has allowed that host: most notebooks never need
 * it. The browser keeps the registration; it is made anew after an update.
 */
export async function readOutputFramesIfAllowed(): Promise<void> {
  const [registered] = await browser.scripting.getRegisteredContentScripts({ ids: [SCRIPT] });
  if (!(await browser.permissions.contains({ origins: [OUTPUT_FRAMES] }))) {
    if (registered !== undefined) await browser.scripting.unregisterContentScripts({ ids: [SCRIPT] });
    return;
  }
  if (registered !== undefined) return;
  await browser.scripting.registerContentScripts([
    {
      id: SCRIPT,
      matches: [OUTPUT_FRAMES],
      js: ['src/content/output-frame.js'],
      allFrames: true,
      runAt: 'document_end',
    },
  ]);
}

/** Whether a message comes from a frame that Colab shows an output in. */
export function isOutputFrame(url: string): boolean {
  const { protocol, hostname, pathname } = new URL(url);
  return (
    protocol === 'https:' && /(?:^|-)colab\.googleusercontent\.com$/.test(hostname) && pathname === '/outputframe.html'
  );
}

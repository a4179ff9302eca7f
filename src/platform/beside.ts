import { browser } from './browser';

/** What webextension-polyfill does not know of Firefox: its sidebar, of which the manifest says what it shows. */
const { sidebarAction } = browser as unknown as { sidebarAction?: { open(): Promise<void> } };

const WIDTH = 400;

/**
 * Shows a page beside the one that is open: in Firefox's sidebar, else in a narrow window at its side. Not in Chrome's side panel:
 * its permission would have to be optional, and Chromium 150 crashes when an extension is reloaded or opens the panel after that
 * was given (seen in November 2026). To be called in a click's handler, before anything is awaited.
 */
export async function openBeside(url: string): Promise<void> {
  if (sidebarAction !== undefined) return sidebarAction.open();
  const { left = 0, top = 0, width = WIDTH, height = 800 } = await browser.windows.getCurrent();
  const place = { left: Math.max(0, left + width - WIDTH), top, width: WIDTH, height };
  await browser.windows.create({ type: 'popup', url, ...place });
}

import { browser } from '../platform/browser';

/**
 * Puts the manifest's content scripts into the notebooks that are open already: after an install the browser does not, and
 * after an update it leaves a mute old copy there (measured on Chromium 156). The scripts make way for a newer copy.
 */
export async function injectIntoOpenTabs(): Promise<void> {
  for (const script of browser.runtime.getManifest().content_scripts ?? []) {
    const tabs = await browser.tabs.query({ url: script.matches });
    await Promise.all(
      tabs.map(async ({ id, discarded }) => {
        if (id === undefined || discarded === true || script.js === undefined) return;
        const world = (script as { world?: 'MAIN' }).world ?? 'ISOLATED';
        // A tab that closes meanwhile, or shows an error page, is no reason to leave out the others.
        await browser.scripting
          .executeScript({ target: { tabId: id }, files: script.js, world, injectImmediately: true })
          .catch(() => undefined);
      }),
    );
  }
}

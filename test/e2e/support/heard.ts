import type { Page } from '@playwright/test';

/** Follows what a screen reader would say of itself while `page` is open. Returns what it has said so far, one text each time. */
export async function listen(page: Page): Promise<() => Promise<string[]>> {
  const heard = await page.evaluateHandle(() => {
    const LIVE = '[role="status"], [role="alert"], [role="log"], [aria-live]:not([aria-live="off"])';
    const said: string[] = [];
    const elementOf = (node: Node) => (node instanceof Element ? node : node.parentElement);
    new MutationObserver((changes) => {
      const regions = new Set<Element>();
      for (const { target, addedNodes } of changes) {
        const around = elementOf(target)?.closest(LIVE);
        if (around) regions.add(around);
        for (const node of addedNodes) {
          if (!(node instanceof Element)) continue;
          // A region that comes empty says nothing.
          for (const region of [node, ...node.querySelectorAll('*')])
            if (region.matches(LIVE) && region.textContent !== '') regions.add(region);
        }
      }
      for (const { textContent } of regions) said.push(textContent ?? '');
    }).observe(document, { subtree: true, childList: true, characterData: true });
    return said;
  });
  return () => heard.jsonValue();
}

import { serveBridge } from '../colab/bridge';
import { pageObject } from '../colab/page-object';

/** A newer copy, put in after an update, takes over: two copies would do everything twice. */
const TAKEOVER = 'lifeline-for-colab:main';

// Nothing of ours may ever throw into the page, whatever it has done to its globals.
try {
  document.dispatchEvent(new Event(TAKEOVER));
  const copy = new AbortController();
  document.addEventListener(TAKEOVER, () => copy.abort(), { once: true });
  serveBridge(document, pageObject(window), copy.signal);
} catch {
  // The isolated world finds no answer, and goes by the DOM.
}

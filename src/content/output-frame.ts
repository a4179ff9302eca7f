import { selectors } from '../colab/facts/selectors';
import { lastLines } from '../colab/reading/progress-line';
import { pageRuntime } from '../platform/page-runtime';

/*
 * In an output frame of Colab's, where the user has allowed it: tells the background the last lines that look like progress. Any
 * frame of any cell may print such lines; the token tells, in the background, which are ours.
 */

const FRAME = '/outputframe.html';
/** Milliseconds between two reports: the cell prints more seldom than that. */
const AT_MOST_EVERY = 1_000;

if (location.pathname === FRAME) {
  let told = '';
  let waiting = false;
  const tell = () => {
    waiting = false;
    const lines = lastLines((document.querySelector(selectors.frameBody) ?? document.body).textContent ?? '');
    const news = lines.join('\n');
    if (news === told) return;
    told = news;
    if (lines.length === 0) return;
    void pageRuntime()
      ?.sendMessage({ kind: 'frame/progress', payload: { lines } })
      .catch(() => undefined);
  };
  const soon = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(tell, AT_MOST_EVERY);
  };
  new MutationObserver(soon).observe(document.body, { subtree: true, childList: true, characterData: true });
  tell();
}

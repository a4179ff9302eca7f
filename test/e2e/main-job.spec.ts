import { plainDownload, scenarios } from './scenarios';
import { PopupPage } from './support/popup';
import { test } from './support/test';

/** A plain download is a part of each of the others; two are played in worker-death.spec.ts, with a worker that dies all the time. */
const IN_OTHERS: ReadonlySet<string> = new Set([
  'a plain download',
  'the kernel is restarted in the middle: one click',
  'the tab is closed and opened again',
]);

const undisturbed = <T>(act: () => Promise<T>) => act();

for (const [name, play] of Object.entries(scenarios)) {
  const tag = IN_OTHERS.has(name) ? '@long' : [];
  test(name, { tag }, async ({ browserWithExtension: browser, notebook, notebookPage: tab, origin }) => {
    const popup = await PopupPage.open(browser, tab);
    await play({ browser, notebook, tab, popup, origin, step: undisturbed });
  });
}

test.describe('without the page object', () => {
  test.use({ variant: { pageObject: 'missing' } });
  test('DOM tactics alone do a plain download', async ({
    browserWithExtension: browser,
    notebook,
    notebookPage: tab,
    origin,
  }) => {
    const popup = await PopupPage.open(browser, tab);
    await plainDownload({ browser, notebook, tab, popup, origin, step: undisturbed });
  });
});

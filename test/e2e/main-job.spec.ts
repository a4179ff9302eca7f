import { plainDownload, scenarios } from './scenarios';
import { PopupPage } from './support/popup';
import { test } from './support/test';

const undisturbed = <T>(act: () => Promise<T>) => act();

for (const [name, play] of Object.entries(scenarios)) {
  // A plain download is a part of each of the others.
  const tag = play === plainDownload ? '@long' : [];
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

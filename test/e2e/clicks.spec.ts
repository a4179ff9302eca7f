import type { Locator } from '@playwright/test';
import { launchWithExtension, pageAt } from './support/extension';
import { listen } from './support/heard';
import { PopupPage } from './support/popup';
import { expect, test } from './support/test';

const MIB = 1024 * 1024;

test('three clicks from the installation to the first download, one from an interruption to going on, no chatter', async ({
  twin,
  notebook,
  origin,
}) => {
  const file = origin.add(`first-${process.pid}.bin`, { size: 24 * MIB, rate: 24 * MIB, holdAt: 10 * MIB });
  const browser = await launchWithExtension({ args: [...twin.chromiumArgs], welcome: true });
  let clicks = 0;
  const click = async (button: Locator) => {
    clicks++;
    await button.click();
  };

  // Colab makes a notebook at the address that the button opens, and goes to it.
  await browser.context.route('https://colab.research.google.com/', (route) =>
    route.fulfill({ status: 302, headers: { location: notebook.url } }),
  );
  const tab = await pageAt(browser.context, `chrome-extension://${browser.id}/src/welcome/index.html`);
  const open = tab.getByRole('link', { name: 'Open a new Colab notebook' });
  await expect(open).toHaveAttribute('href', 'https://colab.research.google.com/#create=true');
  await click(open);
  await expect(tab).toHaveURL(new RegExp(notebook.id));
  // The icon on the toolbar, which no test can click.
  clicks++;
  const popup = await PopupPage.open(browser, tab);
  const heard = await listen(popup.page);
  // What was copied goes where the focus is.
  await expect(popup.page.getByLabel('Address')).toBeFocused();
  await popup.page.keyboard.insertText(file.url);
  await click(popup.page.getByRole('button', { name: 'Add the cell and download' }));
  await popup.expectProgress(file);
  expect(clicks).toBe(3);

  clicks = 0;
  await notebook.restartKernel();
  await popup.expectState(file, 'interrupted');
  await click(popup.row(file).getByRole('button', { name: 'Relaunch' }));
  await popup.expectState(file, 'running');
  expect(clicks).toBe(1);
  file.release();
  await popup.expectState(file, 'completed');

  // Each state once, as it came, whatever progress and clocks moved meanwhile.
  await expect.poll(async () => (await heard()).at(-1)).toMatch(/Done/);
  const said = await heard();
  const STATES =
    /^first-\d+\.bin: (?:Starting…|Downloading|No bytes are coming; trying again|Interrupted|Checking the file|Done.*)$/;
  expect(said.filter((text, n) => !STATES.test(text) || text === said[n - 1])).toEqual([]);
  await browser.close();
});

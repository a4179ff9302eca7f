import AxeBuilder from '@axe-core/playwright';
import { MAX_RELAUNCHES } from '../../../src/jobs/relaunch';
import { CASES, half, openOn } from './popup-cases';
import { job, notebook, seed } from './seed';
import { checkLooks, expect, openPage, test } from './test';

for (const each of CASES) {
  test(`${each.name}: nothing for axe to find in any theme, nothing too wide`, async ({ extension }) => {
    const popup = await openOn(extension, each);
    await checkLooks(popup, `popup-${each.name}`);
  });
}

test('the first download in a notebook says what it does to it, and is one click', async ({ extension }) => {
  const popup = await openOn(extension, { jobs: [], known: { consented: false } });
  await popup.getByLabel('Address').fill('https://example.org/big.zip');
  await expect(popup.getByText('Lifeline adds one cell to this notebook')).toBeVisible();
  await popup.getByRole('button', { name: 'Add the cell and download' }).click();
  await expect(popup.getByRole('listitem').filter({ hasText: 'big.zip' })).toHaveAttribute('data-state', 'starting');
  await expect(popup.getByLabel('Address')).toHaveValue('');
  // The tab is none of Colab's: no content script answers in it, and the popup says what to do.
  await expect(popup.getByText('The notebook’s page does not answer. Reload its tab.')).toBeVisible();
});

test('what is wrong stands by its field, and nothing typed is lost', async ({ extension }) => {
  const popup = await openOn(extension, { jobs: [] });
  const address = popup.getByLabel('Address');
  await address.fill('sftp://example.org/big.zip');
  await popup.getByLabel('Where to').fill('../up');
  await popup.getByLabel('Checksum').fill('abc');
  await popup.getByLabel('Checksum').press('Enter');
  await expect(address).toHaveAccessibleDescription('Only http, https and ftp addresses can be downloaded.');
  await expect(address).toBeFocused();
  await expect(popup.getByLabel('Where to')).toHaveAttribute('aria-invalid', 'true');
  await expect(popup.getByLabel('Checksum')).toHaveAccessibleDescription(/64 characters/);
  await expect(popup.getByLabel('Checksum')).toHaveValue('abc');
  expect((await new AxeBuilder({ page: popup }).analyze()).violations).toEqual([]);
  await popup.screenshot({ path: 'test-results/screens/popup-problems-light.png' });

  await popup.reload();
  await expect(address).toHaveValue('sftp://example.org/big.zip');
  await expect(popup.getByLabel('Where to')).toHaveValue('../up');
});

test('an empty address asks for one', async ({ extension }) => {
  const popup = await openOn(extension, { jobs: [] });
  await popup.getByRole('button', { name: 'Download' }).click();
  await expect(popup.getByLabel('Address')).toHaveAccessibleDescription('Paste the file’s address.');
});

test('by keyboard alone: pause, resume, remove; the focus stays with the row', async ({ extension }) => {
  const popup = await openOn(extension, {
    jobs: [
      job({ id: 'one.bin', ...half, state: 'running', launchedAt: 1 }),
      job({ id: 'two.bin', ...half, state: 'paused' }),
    ],
  });
  await popup.getByLabel('Address').focus();
  await popup.keyboard.press('Tab');
  await expect(popup.getByRole('link', { name: 'Several' })).toBeFocused();
  await popup.keyboard.press('Tab');
  await popup.keyboard.press('Tab');
  await expect(popup.getByRole('button', { name: 'Pause one.bin' })).toBeFocused();
  await popup.keyboard.press('Enter');
  await expect(popup.getByRole('button', { name: 'Resume one.bin' })).toBeFocused();
  await expect(popup.getByRole('status')).toHaveText(/one\.bin.*Paused/);
  await popup.keyboard.press('Enter');
  await expect(popup.getByRole('button', { name: 'Pause one.bin' })).toBeFocused();
  await popup.keyboard.press('Tab');
  await popup.keyboard.press('Enter');
  await expect(popup.locator('[data-job]')).toHaveCount(1);
  await expect(popup.getByRole('button', { name: 'Resume two.bin' })).toBeFocused();
});

test('one click relaunches all that was interrupted, and one overwrites an edit', async ({ extension }) => {
  const edited = { code: 'cell-edited', message: '', retryable: true };
  const popup = await openOn(extension, {
    jobs: [
      job({ id: 'one.bin', ...half, state: 'interrupted', reason: 'disconnected' }),
      job({ id: 'two.bin', ...half, state: 'interrupted', reason: 'disconnected' }),
      job({ id: 'three.bin', ...half, state: 'failed', error: edited }),
    ],
  });
  const state = (name: string) => popup.getByRole('listitem').filter({ hasText: name });
  await popup.getByRole('button', { name: 'Relaunch all' }).click();
  await expect(state('one.bin')).toHaveAttribute('data-state', 'starting');
  await expect(state('two.bin')).toHaveAttribute('data-state', 'starting');
  await expect(state('three.bin')).toHaveAttribute('data-state', 'failed');
  await popup.getByRole('button', { name: 'Overwrite my edit' }).click();
  await expect(state('three.bin')).toHaveAttribute('data-state', 'starting');
});

test('the popup calls a worker that sleeps, which then says what ended with the browser', async ({ extension }) => {
  const page = await openPage(extension, 'dashboard');
  const running = job({ id: 'one.bin', ...half, state: 'running', launchedAt: 1 });
  await seed(page, { jobs: [running], notebooks: [notebook()] });
  await page.evaluate(() => chrome.storage.session.remove('session-begun'));
  await extension.stopWorker();
  // The popup itself: where it is loaded as a tab, that alone starts the worker.
  await page.evaluate(() => chrome.action.openPopup());
  await expect(page.locator('[data-key]')).toHaveAttribute('data-state', 'interrupted');
});

test('what is relaunched by itself says when, and after the last try that only a click helps', async ({
  extension,
}) => {
  const stopped = { ...half, state: 'interrupted', reason: 'kernel-restarted' } as const;
  const popup = await openOn(extension, {
    jobs: [
      job({ id: 'soon.bin', ...stopped, relaunches: 2, relaunchAt: Date.now() + 3_600_000 }),
      job({ id: 'never.bin', ...stopped, relaunches: MAX_RELAUNCHES }),
    ],
  });
  const row = (name: string) => popup.getByRole('listitem').filter({ hasText: name });
  await expect(row('soon.bin')).toContainText(/Relaunches by itself at \d/);
  await expect(row('never.bin')).not.toContainText('Relaunches by itself');
  await expect(row('never.bin')).toContainText('It needs you now.');
});

test('a relaunch asks before the cell goes into a notebook that has none', async ({ extension }) => {
  const names = ['one.bin', 'two.bin'];
  const popup = await openOn(extension, {
    jobs: names.map((id) => job({ id, ...half, state: 'interrupted', reason: 'browser-closed' })),
    known: { consented: false },
  });
  const rows = popup.locator('[data-job]');
  const states = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-state')));
  await popup.getByRole('button', { name: 'Relaunch all' }).click();
  await expect.poll(states).toEqual(['failed', 'failed']);
  await expect(rows.first()).toContainText('It adds one, and rewrites it when your downloads change.');
  await popup.getByRole('button', { name: 'Add the cell and relaunch one.bin' }).click();
  await expect.poll(states).toEqual(['starting', 'starting']);
});

test('keep-alive is switched for this notebook, and stays so', async ({ extension }) => {
  const popup = await openOn(extension, { jobs: [] });
  const keepAlive = popup.getByRole('switch', { name: 'Keep the runtime alive' });
  await expect(keepAlive).toBeChecked();
  await keepAlive.press('Space');
  await expect(popup.getByText('Off: Colab may disconnect this notebook')).toBeVisible();
  await popup.reload();
  await expect(keepAlive).not.toBeChecked();
});

test('what is being typed stays while the countdowns beside it run', async ({ extension }) => {
  const popup = await openOn(extension, { jobs: [] });
  await popup.clock.install();
  await popup.reload();
  await popup.getByText('Keep-alive options').click();
  const hours = popup.getByLabel('Ask me after so many hours');
  await hours.focus();
  await popup.keyboard.press('ControlOrMeta+A');
  await popup.keyboard.type('3');
  await popup.clock.runFor(5_000);
  await popup.keyboard.type('0');
  await popup.keyboard.press('Tab');
  await expect(hours).toHaveValue('30');
  await popup.reload();
  await popup.getByText('Keep-alive options').click();
  await expect(hours).toHaveValue('30');
});

test('what keep-alive asks is answered with one click', async ({ extension }) => {
  for (const [answer, plan] of [
    ['One hour more', 'For a set time'],
    ['Let it go', 'While work runs'],
  ] as const) {
    const popup = await openOn(extension, CASES.find(({ name }) => name === 'asking') ?? { jobs: [] });
    await expect(popup.getByText('Keep the runtime for one more hour?')).toBeVisible();
    await popup.getByRole('button', { name: answer }).click();
    await expect(popup.getByText('Keep the runtime for one more hour?')).toBeHidden();
    await popup.getByText('Keep-alive options').click();
    await expect(popup.getByLabel('How long').getByRole('option', { selected: true })).toHaveText(plan);
  }
});

test('a notebook may have a budget and hours of its own: kept, and good to look at', async ({ extension }) => {
  const popup = await openOn(extension, { jobs: [] });
  const open = () => popup.getByText('Keep-alive options').click();
  await open();
  await popup.getByLabel('Ask me after so many hours').fill('30');
  await popup.getByLabel('Ask me after so many hours').press('Tab');
  await popup.getByLabel('At which hours').selectOption('At hours of its own');
  await popup.getByLabel('From', { exact: true }).fill('22:30');
  await popup.getByRole('checkbox', { name: 'Sun' }).uncheck();
  await checkLooks(popup, 'popup-keep-alive-options');
  const hours = popup.getByLabel('Ask me after so many hours');
  for (const wrong of ['500', '0', '2.5', 'three', '<b>']) {
    await hours.fill(wrong);
    await hours.press('Tab');
    await expect(hours).toHaveAccessibleDescription('Type a number from 1 to 168, or leave it empty.');
    await expect(hours).toHaveValue(wrong);
  }
  await popup.reload();
  await open();
  await expect(popup.getByLabel('Ask me after so many hours')).toHaveValue('30');
  await expect(popup.getByLabel('From', { exact: true })).toHaveValue('22:30');
  await expect(popup.getByRole('checkbox', { name: 'Sun' })).not.toBeChecked();
  await expect(popup.getByRole('checkbox', { name: 'Mon' })).toBeChecked();
  await popup.getByLabel('At which hours').selectOption('At any time');
  await expect(popup.getByLabel('From', { exact: true })).toBeHidden();
  await popup.reload();
  await open();
  await expect(popup.getByLabel('At which hours')).toHaveValue('any');
});

test('a time is taken as it is typed, and its field stays until it is left', async ({ extension }) => {
  const popup = await openOn(extension, { jobs: [] });
  await popup.getByText('Keep-alive options').click();
  await popup.getByLabel('How long').selectOption('Until a time…');
  const time = popup.getByLabel('Until', { exact: true });
  for (const typed of ['07:03', '07:30']) {
    await time.fill(typed);
    await expect(popup.getByRole('option', { name: 'For a set time' })).toBeAttached();
    await expect(time).toHaveValue(typed);
  }
  await time.blur();
  await expect(popup.getByLabel('How long').getByRole('option', { selected: true })).toHaveText('For a set time');
  await expect(time).toBeHidden();
});

test('the key that is needed most is the first: the one obvious button, else the address', async ({ extension }) => {
  const stopped = ['one.bin', 'two.bin'].map((id) => job({ id, ...half, state: 'interrupted', reason: 'silent' }));
  const popup = await openOn(extension, { jobs: stopped });
  await expect(popup.getByLabel('Address')).toBeFocused();
  await popup.reload();
  await expect(popup.getByRole('button', { name: 'Relaunch all' })).toBeFocused();
  await popup.keyboard.press('Enter');
  await expect(popup.locator('[data-state="starting"]')).toHaveCount(2);
  await expect(popup.locator('[data-job]').first().getByRole('button').first()).toBeFocused();
});

test('names are shown as text, and none reads backwards', async ({ extension }) => {
  const popup = await openOn(extension, {
    jobs: [job({ id: 'h', ...half, state: 'paused', path: '/content/<img src=x onerror=alert(1)>\u202egpj.exe' })],
  });
  await expect(popup.locator('.name')).toHaveText('<img src=x onerror=alert(1)>gpj.exe');
  await expect(popup.locator('.list img')).toHaveCount(0);
});

test('all downloads stand beside the page with one click', async ({ extension }) => {
  const popup = await openOn(extension, { jobs: [] });
  const opened = extension.context.waitForEvent('page');
  await popup.getByRole('button', { name: 'Beside the page' }).click();
  const beside = await opened;
  await expect(beside.getByRole('grid')).toBeVisible();
  expect(await beside.evaluate(async () => (await chrome.windows.getCurrent()).type)).toBe('popup');
  await beside.close();
});

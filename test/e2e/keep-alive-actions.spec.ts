import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TwinNotebook } from '../twin/server/notebook';
import { STANDARD } from '../twin/variant';
import { ask } from './colab/tab';
import { PopupPage } from './support/popup';
import { expect, test } from './support/test';

/* What keep-alive does to a page, each seen by its effect on the twin. Nothing of it was tried on Colab itself. */

test.use({ variant: { connectedAtLoad: true } });

const connected = '#connect-button-resource-display';
/** Seconds of Colab's idle interval, less a minute. */
const ALMOST_IDLE = STANDARD.idleTimeout - 60;

/** Does `act` when the runtime has almost been idle for too long; rejects unless that begins the idle time anew. */
async function outlives(notebook: TwinNotebook, act: () => Promise<unknown>): Promise<void> {
  await notebook.advance(ALMOST_IDLE);
  await act();
  await notebook.advance(ALMOST_IDLE);
  const journal = await notebook.takeJournal();
  expect(journal.filter(({ kind }) => kind !== 'activity' && kind !== 'touch')).toEqual([]);
  expect(journal.filter((each) => each.kind === 'touch' && each.path.length > 0)).toEqual([]);
}

test('a sign of life by the page’s own method, and nothing else', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage: page,
}) => {
  await page.locator(connected).waitFor({ state: 'attached' });
  await notebook.takeJournal();
  await outlives(notebook, async () =>
    expect(await ask(browser, page, 'tab/nudge', { request: false })).toMatchObject({
      ok: true,
      rung: 'page-object/user-interaction',
    }),
  );
  expect(await notebook.activity()).toMatchObject({ method: 1, events: 0, ignoredEvents: 0, tunnelKeepAlives: 0 });
});

test('with the request too, where the user wants it, which keeps the VM: once a minute at most', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage: page,
}) => {
  await page.locator(connected).waitFor({ state: 'attached' });
  // The page's own requests, which keep the VM while it is open, do not get through.
  await page.route('https://colab.clients6.google.com/**', (route) => route.abort());
  const { vm } = notebook;
  await notebook.advance(STANDARD.reclaimAfter - 20);
  const first = await ask(browser, page, 'tab/nudge', { request: true });
  expect(first.trace).toContainEqual(expect.objectContaining({ rung: 'request/keep-alive', outcome: 'held' }));
  const second = await ask(browser, page, 'tab/nudge', { request: true });
  expect(second.trace).toContainEqual({ rung: 'request/keep-alive', outcome: 'unavailable' });
  expect((await notebook.activity()).tunnelKeepAlives).toBe(1);
  await notebook.advance(STANDARD.reclaimAfter - 20);
  expect(vm?.alive).toBe(true);
  await notebook.advance(40);
  await expect.poll(() => vm?.alive).toBe(false);
});

test.describe('where Colab has no such method', () => {
  test.use({ variant: { connectedAtLoad: true, pageObject: 'missing', activityEvents: 'all' } });
  test('events on the document, which reach no cell', async ({
    browserWithExtension: browser,
    notebook,
    notebookPage: page,
  }) => {
    await page.locator(connected).waitFor({ state: 'attached' });
    await notebook.takeJournal();
    await outlives(notebook, async () =>
      expect(await ask(browser, page, 'tab/nudge', { request: false })).toMatchObject({ rung: 'dom/activity-events' }),
    );
    expect((await notebook.activity()).events).toBeGreaterThanOrEqual(1);
  });
});

test('set-up cells run in their order, once on a VM, and stop at the first that fails', async ({
  browserWithExtension: browser,
  twin,
}) => {
  const notebook = await twin.addNotebook({
    variant: { connectedAtLoad: true },
    cells: [
      { kind: 'text', text: '# Notes' },
      { kind: 'code', text: '# lifeline: setup\nopen("one", "x").close()' },
      { kind: 'code', text: 'open("not-marked", "x").close()' },
      { kind: 'code', text: '# lifeline: setup\nopen("two", "x").write(open("one").read())' },
    ],
  });
  const page = await browser.context.newPage();
  await page.goto(notebook.url);
  await page.locator(connected).waitFor({ state: 'attached' });
  const has = (name: string) => existsSync(join(notebook.vm?.content ?? '', name));

  const first = await ask(browser, page, 'tab/setup', { doneOn: null });
  expect(first).toMatchObject({ ok: true, value: { ran: 2, vm: notebook.vm?.id } });
  expect([has('one'), has('two'), has('not-marked')]).toEqual([true, true, false]);
  const doneOn = notebook.vm?.id ?? '';
  expect(await ask(browser, page, 'tab/setup', { doneOn })).toMatchObject({ rung: 'same-vm', value: { ran: 0 } });

  // On this VM the first cell fails now: its file is there.
  expect(await ask(browser, page, 'tab/setup', { doneOn: 'another' })).toMatchObject({
    ok: false,
    code: 'setup-failed',
    message: 'Set-up cell 1 of 2 has failed.',
  });
});

test('the heartbeat cell goes in with a click, once, and out with one', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage: page,
}) => {
  await page.locator(connected).waitFor({ state: 'attached' });
  const popup = await PopupPage.open(browser, page);
  await popup.page.getByText('Keep-alive options').click();
  await popup.page.getByRole('button', { name: 'Add the heartbeat cell' }).click();
  await expect.poll(() => notebook.cells().length).toBe(3);
  const log = () => join(notebook.vm?.content ?? '', '.lifeline/heartbeat.log');
  await expect.poll(() => existsSync(log()) && readFileSync(log(), 'utf8')).toMatch(/^\d{4}-\d\d-\d\dT.*Z\n$/);
  await popup.page.getByRole('button', { name: 'Add the heartbeat cell' }).click();
  await expect
    .poll(() =>
      notebook
        .cells()
        .at(-1)
        ?.outputs.map((each) => JSON.stringify(each))
        .join(),
    )
    .toMatch(/on already/);
  expect(notebook.cells()).toHaveLength(3);
  await popup.page.getByRole('button', { name: 'Remove it' }).click();
  await expect.poll(() => notebook.cells().length).toBe(2);
});

test('a runtime is ended only while nothing runs in it', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage: page,
}) => {
  await page.locator(connected).waitFor({ state: 'attached' });
  const vm = notebook.vm;
  expect(await ask(browser, page, 'tab/release', null)).toMatchObject({ ok: true, rung: 'page-object/unassign-vm' });
  await expect.poll(() => vm?.alive).toBe(false);
  expect(await ask(browser, page, 'tab/release', null)).toMatchObject({ ok: false });
});

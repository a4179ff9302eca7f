import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/twin';

/* The twin's idle timer, its VM's end, and what it takes for the user's presence: what keep-alive is tested against. */

const IDLE = 5400;
const connected = { variant: { connectedAtLoad: true } };

const isConnected = (page: Page) => expect(page.locator('#connect-button-resource-display')).toBeAttached();
const dialog = (page: Page) => page.locator('mwc-dialog[open]');
const runFirst = (page: Page) => page.locator('.cell.code #run-button').first().click();

test('an idle page disconnects, says so, and its VM is reclaimed later', async ({ twin, open }) => {
  const notebook = await twin.addNotebook(connected);
  const page = await open(notebook);
  await isConnected(page);
  const vm = notebook.vm;
  await notebook.advance(IDLE - 60);
  await expect(dialog(page)).toHaveCount(0);
  await notebook.advance(61);
  await expect(dialog(page).locator('#title')).toHaveText('Runtime disconnected');
  await expect(page.locator('.notebook-vertical')).toHaveAttribute('inert');
  expect(vm?.alive).toBe(true);
  await notebook.advance(901);
  await expect.poll(() => vm?.alive).toBe(false);
  expect((await notebook.takeJournal()).filter(({ kind }) => kind === 'idle-disconnect')).toHaveLength(1);

  await page.getByRole('button', { name: 'Reconnect' }).click();
  await isConnected(page);
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.locator('.notebook-vertical')).not.toHaveAttribute('inert');
  expect(notebook.vm?.id).not.toBe(vm?.id);
});

test('the VM lasts as long as the page asks for it, and 12 hours at most', async ({ twin, open }) => {
  const notebook = await twin.addNotebook({ variant: { connectedAtLoad: true, idleTimeout: 90_000 } });
  const page = await open(notebook);
  await isConnected(page);
  const vm = notebook.vm;
  await notebook.advance(6 * 3600);
  expect(vm?.alive).toBe(true);
  expect((await notebook.activity()).pageKeepAlives).toBeGreaterThanOrEqual(6 * 60);
  await notebook.advance(6 * 3600);
  await expect.poll(() => vm?.alive).toBe(false);
  await expect(dialog(page).locator('#title')).toHaveText('Runtime disconnected');
});

test('a page that is gone leaves the VM to its end', async ({ twin, open }) => {
  const notebook = await twin.addNotebook(connected);
  const page = await open(notebook);
  await isConnected(page);
  const vm = notebook.vm;
  await page.close();
  await notebook.advance(890);
  expect(vm?.alive).toBe(true);
  await notebook.advance(20);
  await expect.poll(() => vm?.alive).toBe(false);
});

test('a running cell keeps the page connected, and its end starts the idle time anew', async ({ twin, open }) => {
  const notebook = await twin.addNotebook({
    ...connected,
    cells: [{ kind: 'code', text: 'import os, time\nwhile not os.path.exists("go"): time.sleep(0.02)' }],
  });
  const page = await open(notebook);
  await isConnected(page);
  await runFirst(page);
  await expect(page.locator('.cell.running')).toHaveCount(1);
  await notebook.advance(2 * IDLE);
  await expect(dialog(page)).toHaveCount(0);
  writeFileSync(`${notebook.vm?.content}/go`, '');
  await expect(page.locator('.cell.running')).toHaveCount(0);
  await notebook.advance(IDLE - 60);
  await expect(dialog(page)).toHaveCount(0);
  await notebook.advance(61);
  await expect(dialog(page)).toHaveCount(1);
});

test('a keep-alive request by the tunnel keeps the VM without a page', async ({ twin, open }) => {
  const notebook = await twin.addNotebook(connected);
  const page = await open(notebook);
  await isConnected(page);
  const endpoint = notebook.vm?.id ?? '';
  const ask = (headers: Record<string, string>, id = endpoint) =>
    page.evaluate(async ([path, sent]) => (await fetch(path, { headers: sent })).status, [
      `/tun/m/${id}/keep-alive/`,
      headers,
    ] as const);
  expect(await ask({})).toBe(400);
  expect(await ask({ 'X-Colab-Tunnel': 'Google' }, 'm-s-gone')).toBe(404);
  expect(await ask({ 'X-Colab-Tunnel': 'Google' })).toBe(200);
  expect((await notebook.activity()).tunnelKeepAlives).toBe(1);
});

test('a keep-alive request counts on arrival, also where it is never answered', async ({ twin, open }) => {
  const notebook = await twin.addNotebook({ variant: { ...connected.variant, tunnelAnswers: false } });
  const page = await open(notebook);
  await isConnected(page);
  const answer = await page.evaluate(
    (path) =>
      fetch(path, { headers: { 'X-Colab-Tunnel': 'Google' }, signal: AbortSignal.timeout(1000) }).then(
        ({ status }) => String(status),
        ({ name }: Error) => name,
      ),
    `/tun/m/${notebook.vm?.id}/keep-alive/`,
  );
  expect(answer).toBe('TimeoutError');
  expect((await notebook.activity()).tunnelKeepAlives).toBe(1);
});

for (const [activityEvents, counts] of [
  ['trusted', { scripts: false, person: true }],
  ['all', { scripts: true, person: true }],
  ['none', { scripts: false, person: false }],
] as const) {
  test(`presence where ${activityEvents} events count`, async ({ twin, open }) => {
    const notebook = await twin.addNotebook({ variant: { connectedAtLoad: true, activityEvents } });
    const page = await open(notebook);
    await isConnected(page);
    const almostIdle = () => notebook.advance(IDLE - 60);

    await almostIdle();
    await page.evaluate(() =>
      (
        window as unknown as { colab: { global: { notebook: { userInteractionOccurred(): void } } } }
      ).colab.global.notebook.userInteractionOccurred(),
    );
    await almostIdle();
    await expect(dialog(page)).toHaveCount(0);
    expect(await notebook.activity()).toMatchObject({ method: 1, events: 0, ignoredEvents: 0 });

    await page.evaluate(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true })));
    expect(await notebook.activity()).toMatchObject(
      counts.scripts ? { events: 1, ignoredEvents: 0 } : { events: 0, ignoredEvents: 1 },
    );
    const before = (await notebook.activity()).events;
    await page.mouse.move(300, 300);
    expect((await notebook.activity()).events > before).toBe(counts.person);
    await notebook.advance(61);
    await expect(dialog(page)).toHaveCount(counts.person ? 0 : 1);
  });
}

test('the clock can run fast by itself', async ({ twin, open }) => {
  const notebook = await twin.addNotebook({ ...connected, clockSpeed: 3600 });
  const page = await open(notebook);
  await expect(dialog(page).locator('#title')).toHaveText('Runtime disconnected');
});

test('the journal holds what was done to the page', async ({ twin, open }) => {
  const notebook = await twin.addNotebook(connected);
  const page = await open(notebook);
  await isConnected(page);
  await notebook.takeJournal();
  await page.evaluate(() =>
    document.querySelector('colab-connect-button')?.shadowRoot?.querySelector<HTMLElement>('#connect')?.click(),
  );
  const journal = await notebook.takeJournal();
  expect(journal).toContainEqual({ kind: 'panel', name: 'resources' });
  expect(journal.find((what) => what.kind === 'touch')).toMatchObject({
    type: 'click',
    trusted: false,
    path: expect.arrayContaining(['colab-toolbar-button#connect.split-button', 'colab-connect-button#']),
  });
  expect(await notebook.takeJournal()).toEqual([]);
});

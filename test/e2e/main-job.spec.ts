import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Origin, ServedFile } from '../origin/origin';
import { PopupPage } from './support/popup';
import { expect, test } from './support/test';

/*
 * The main job: a download that something interrupts comes back with one click, and the file is right. Each case ends with the
 * file's SHA-256 and with the bytes that the origin sent.
 */

const MIB = 1024 * 1024;
/** What may lie in socket buffers when a connection is cut: sent by the origin, never seen by the client. */
const IN_FLIGHT = 6 * MIB;

/** The runtime asks for a little twice with each new connection, to see that it still is the same file. */
const PROBE = MIB;

let number = 0;
const held = (origin: Origin, options: Partial<Parameters<Origin['add']>[1]> = {}) =>
  origin.add(`model-${process.pid}-${++number}.bin`, { size: 24 * MIB, rate: 24 * MIB, holdAt: 10 * MIB, ...options });

function expectRightFile(content: string, file: ServedFile) {
  const path = join(content, nameOf(file));
  expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(file.sha256);
  expect(existsSync(`${path}.part`)).toBe(false);
  test.info().annotations.push({ type: 'bytes', description: `${file.sent()} sent for ${file.size}` });
}

/** Worker processes in the notebook's VM. */
function writersIn({ vm }: { vm: { processes(): number[] } | null }): number {
  const commands = (vm?.processes() ?? []).map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0'));
  return commands.filter((command) => command.includes('lifeline') && command.includes('run')).length;
}

const nameOf = (file: ServedFile) => new URL(file.url).pathname.slice(1);
const sentRatio = (file: ServedFile) => file.sent() / file.size;

test('a plain download', async ({ browserWithExtension, notebook, notebookPage, origin }) => {
  const file = held(origin, { holdAt: 24 * MIB });
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url, sha256: file.sha256 });
  await popup.expectState(file, 'completed');
  expectRightFile(notebook.vm?.content ?? '', file);
  expect(file.sent()).toBeLessThanOrEqual(file.size + PROBE);
});

test('an origin that resets the connection again and again', async ({
  browserWithExtension,
  notebook,
  notebookPage,
  origin,
}) => {
  const file = origin.add(`resets-${process.pid}.bin`, { size: 24 * MIB, rate: 48 * MIB, resetEvery: 4 * MIB });
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url, sha256: file.sha256 });
  await popup.expectState(file, 'completed');
  expectRightFile(notebook.vm?.content ?? '', file);
  expect(file.requests().length).toBeGreaterThanOrEqual(6);
  expect(file.sent()).toBeLessThan(file.size + 6 * IN_FLIGHT);
});

test('the kernel is restarted in the middle: one click', async ({
  browserWithExtension,
  notebook,
  notebookPage,
  origin,
}) => {
  const file = held(origin);
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url, sha256: file.sha256 });
  await popup.expectProgress(file);
  await notebook.restartKernel();
  await popup.expectState(file, 'interrupted');
  await popup.relaunch(file);
  await popup.expectState(file, 'running');
  file.release();
  await popup.expectState(file, 'completed');
  expectRightFile(notebook.vm?.content ?? '', file);
  expect(file.sent()).toBeLessThanOrEqual(file.size + PROBE);
});

test('the tab is closed and opened again', async ({ browserWithExtension, notebook, notebookPage, origin }) => {
  const file = held(origin);
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url, sha256: file.sha256 });
  await popup.expectProgress(file);
  await notebookPage.close();
  await popup.expectState(file, 'interrupted');
  const opened = browserWithExtension.context.waitForEvent('page');
  await popup.relaunch(file);
  expect((await opened).url()).toContain(notebook.id);
  await popup.expectState(file, 'running');
  file.release();
  await popup.expectState(file, 'completed');
  expectRightFile(notebook.vm?.content ?? '', file);
  expect(file.sent()).toBeLessThanOrEqual(file.size + PROBE);
});

test('the service worker is stopped between all steps', async ({
  browserWithExtension,
  notebook,
  notebookPage,
  origin,
}) => {
  const file = held(origin);
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await browserWithExtension.stopWorker();
  await popup.add({ url: file.url, sha256: file.sha256 });
  await browserWithExtension.stopWorker();
  await popup.expectProgress(file);
  await browserWithExtension.stopWorker();
  await notebook.restartKernel();
  await popup.expectState(file, 'interrupted');
  await browserWithExtension.stopWorker();
  await popup.relaunch(file);
  await browserWithExtension.stopWorker();
  await popup.expectState(file, 'running');
  await browserWithExtension.stopWorker();
  file.release();
  await popup.expectState(file, 'completed');
  expectRightFile(notebook.vm?.content ?? '', file);
  expect(file.sent()).toBeLessThanOrEqual(file.size + PROBE);
});

test('the VM is replaced: one click, and what was lost is said', async ({
  browserWithExtension,
  notebook,
  notebookPage,
  origin,
}) => {
  const file = held(origin);
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url, sha256: file.sha256 });
  await popup.expectProgress(file);
  await notebook.takeVmAway();
  await popup.expectState(file, 'interrupted');
  await popup.page.screenshot({ path: 'test-results/screens/interrupted.png' });
  file.release();
  await popup.relaunch(file);
  await popup.expectState(file, 'completed');
  await expect(popup.row(file)).toContainText(/new VM/i);
  expectRightFile(notebook.vm?.content ?? '', file);
  expect(sentRatio(file)).toBeLessThan(2);
});

test('two clicks at once start one writer', async ({ browserWithExtension, notebook, notebookPage, origin }) => {
  const file = held(origin);
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  const second = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url, sha256: file.sha256 });
  await popup.expectProgress(file);
  await notebook.restartKernel();
  await Promise.all([popup.expectState(file, 'interrupted'), second.expectState(file, 'interrupted')]);
  const clicks = await Promise.all([popup.relaunchTwice(file), second.relaunchTwice(file)]);
  await Promise.all(clicks.map((click) => click()));
  await popup.expectState(file, 'running');
  expect(writersIn(notebook)).toBe(1);
  file.release();
  await popup.expectState(file, 'completed');
  expectRightFile(notebook.vm?.content ?? '', file);
  expect(file.sent()).toBeLessThanOrEqual(file.size + PROBE);
});

test.describe('without the page object', () => {
  test.use({ variant: { pageObject: 'missing' } });
  test('DOM tactics alone do a plain download', async ({ browserWithExtension, notebook, notebookPage, origin }) => {
    const file = held(origin, { holdAt: 24 * MIB });
    const popup = await PopupPage.open(browserWithExtension, notebookPage);
    await popup.add({ url: file.url, sha256: file.sha256 });
    await popup.expectState(file, 'completed');
    expectRightFile(notebook.vm?.content ?? '', file);
    expect(file.sent()).toBeLessThanOrEqual(file.size + PROBE);
  });
});

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Origin, ServedFile } from '../origin/origin';
import type { Twin } from '../twin/index';
import type { ExtensionBrowser } from './support/extension';
import { PopupPage } from './support/popup';

/*
 * The main job: whatever interrupts a download, it comes back with one click, and the file is right. Each scenario ends with
 * the file's SHA-256 and with the bytes that the origin sent.
 */

const MIB = 1024 * 1024;
/** What may lie in socket buffers when a connection is cut: sent by the origin, never seen by the client. */
const IN_FLIGHT = 6 * MIB;
/** The runtime asks for a little twice with each new connection, to see that it still is the same file. */
const PROBE = MIB;

type Notebook = Awaited<ReturnType<Twin['addNotebook']>>;

/** What a scenario is played on. */
export interface Stage {
  browser: ExtensionBrowser;
  notebook: Notebook;
  /** The notebook's tab. */
  tab: Page;
  popup: PopupPage;
  origin: Origin;
  /** Everything that somebody does or waits for is a step: whoever plays the scenario may have something happen between two. */
  step: <T>(act: () => Promise<T>) => Promise<T>;
}

/** Resolves with the file that was fetched. */
type Scenario = (stage: Stage) => Promise<ServedFile>;

let number = 0;
function held(origin: Origin, options: Partial<Parameters<Origin['add']>[1]> = {}): ServedFile {
  return origin.add(`model-${process.pid}-${++number}.bin`, {
    size: 24 * MIB,
    rate: 24 * MIB,
    holdAt: 10 * MIB,
    ...options,
  });
}

const nameOf = (file: ServedFile) => new URL(file.url).pathname.slice(1);

function expectRightFile({ vm }: Notebook, file: ServedFile, sent = file.size + PROBE): void {
  const path = join(vm?.content ?? '', nameOf(file));
  expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(file.sha256);
  expect(existsSync(`${path}.part`)).toBe(false);
  expect(file.sent()).toBeLessThanOrEqual(sent);
}

/** Worker processes in the notebook's VM. */
function writersIn({ vm }: Notebook): number {
  const commands = (vm?.processes() ?? []).map((pid) => {
    // It may end while we look.
    const file = `/proc/${pid}/cmdline`;
    return existsSync(file) ? readFileSync(file, 'utf8').split('\0') : [];
  });
  return commands.filter((command) => command.includes('lifeline') && command.includes('run')).length;
}

export const plainDownload: Scenario = async ({ notebook, popup, origin, step }) => {
  const file = held(origin, { holdAt: 24 * MIB });
  await step(() => popup.add(file));
  await step(() => popup.expectState(file, 'completed'));
  expectRightFile(notebook, file);
  return file;
};

export const scenarios: Record<string, Scenario> = {
  'a plain download': plainDownload,

  async 'an origin that resets the connection again and again'({ notebook, popup, origin, step }) {
    const file = held(origin, { rate: 48 * MIB, resetEvery: 4 * MIB, holdAt: 24 * MIB });
    await step(() => popup.add(file));
    await step(() => popup.expectState(file, 'completed'));
    expectRightFile(notebook, file, file.size + 6 * IN_FLIGHT);
    expect(file.requests().length).toBeGreaterThanOrEqual(6);
    return file;
  },

  async 'the kernel is restarted in the middle: one click'({ notebook, popup, origin, step }) {
    const file = held(origin);
    await step(() => popup.add(file));
    await step(() => popup.expectProgress(file));
    await step(() => notebook.restartKernel());
    await step(() => popup.expectState(file, 'interrupted'));
    await step(() => popup.relaunch(file));
    await step(() => popup.expectState(file, 'running'));
    file.release();
    await step(() => popup.expectState(file, 'completed'));
    expectRightFile(notebook, file);
    return file;
  },

  async 'the tab is closed and opened again'({ browser, notebook, tab, popup, origin, step }) {
    const file = held(origin);
    await step(() => popup.add(file));
    await step(() => popup.expectProgress(file));
    await step(() => tab.close());
    await step(() => popup.expectState(file, 'interrupted'));
    const opened = browser.context.waitForEvent('page');
    await step(() => popup.relaunch(file));
    expect((await opened).url()).toContain(notebook.id);
    await step(() => popup.expectState(file, 'running'));
    file.release();
    await step(() => popup.expectState(file, 'completed'));
    expectRightFile(notebook, file);
    return file;
  },

  async 'the VM is replaced: one click, and what was lost is said'({ notebook, popup, origin, step }) {
    const file = held(origin);
    await step(() => popup.add(file));
    await step(() => popup.expectProgress(file));
    await step(() => notebook.takeVmAway());
    await step(() => popup.expectState(file, 'interrupted'));
    file.release();
    await step(() => popup.relaunch(file));
    await step(() => popup.expectState(file, 'completed'));
    await expect(popup.row(file)).toContainText(/new VM/i);
    expectRightFile(notebook, file, 2 * file.size);
    return file;
  },

  async 'two clicks at once start one writer'({ browser, notebook, tab, popup, origin, step }) {
    const file = held(origin);
    const second = await PopupPage.open(browser, tab);
    await step(() => popup.add(file));
    await step(() => popup.expectProgress(file));
    await step(() => notebook.restartKernel());
    await step(async () => {
      await Promise.all([popup.expectState(file, 'interrupted'), second.expectState(file, 'interrupted')]);
    });
    const clicks = await Promise.all([popup.relaunchTwice(file), second.relaunchTwice(file)]);
    await step(() => Promise.all(clicks.map((click) => click())));
    await step(() => popup.expectState(file, 'running'));
    expect(writersIn(notebook)).toBe(1);
    file.release();
    await step(() => popup.expectState(file, 'completed'));
    expectRightFile(notebook, file);
    return file;
  },

  async 'pause keeps what has come, resume goes on from there'({ notebook, popup, origin, step }) {
    const file = held(origin);
    await step(() => popup.add(file));
    await step(() => popup.expectProgress(file));
    await step(() => popup.row(file).getByRole('button', { name: 'Pause' }).click());
    await step(() => popup.expectState(file, 'paused'));
    // The cell is told to stop: nothing runs in the notebook any more.
    await step(() => expect(popup.page.getByText('Connected', { exact: true })).toBeVisible());
    file.release();
    await step(() => popup.row(file).getByRole('button', { name: 'Resume' }).click());
    await step(() => popup.expectState(file, 'completed'));
    expectRightFile(notebook, file);
    return file;
  },
};

/** How it ended, as far as a user can tell it from another end: in the list, in the notebook, and on the VM's disk. */
export async function outcomeOf({ notebook, popup }: Pick<Stage, 'notebook' | 'popup'>, file: ServedFile) {
  const texts = await popup.row(file).locator('.state, .explanation').allTextContents();
  return {
    // How much had come when it broke is a matter of the moment.
    row: texts.map((text) => text.replace(/[\d.,]+ (?:bytes?|[kMG]B)/, 'so much')),
    cells: notebook.cells().filter(({ text }) => text.includes('lifeline-cell')).length,
    files: readdirSync(notebook.vm?.content ?? '')
      .filter((name) => !name.startsWith('.'))
      .map((name) => (name === nameOf(file) ? 'the file' : name)),
    writers: writersIn(notebook),
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { PageReading } from '../../../src/colab/notebook-page';
import { type ExtensionBrowser, launchWithExtension } from '../support/extension';
import { ask } from './tab';

/*
 * Real pages, at Colab's address, in a real Chromium with the built extension: what it reads, and what it clicks. Their
 * elements are alive, shadow roots included, but nothing in them reacts.
 */

const FOLDER = process.env.LIFELINE_RECORDED ?? join(import.meta.dirname, '../../fixtures/recorded');
const ADDRESS = 'https://colab.research.google.com/drive/1Xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx';

interface Expected {
  state: PageReading['state'];
  accelerator?: string;
  /** Used and total RAM, used and total disk, in GB. */
  hardware?: [number, number, number, number];
  /** How many cells: "kind state" or "kind state with output". */
  cells: Record<string, number>;
  dialogs?: string[];
  snackbars?: string[];
  readOnly?: boolean;
}

const EXPECTED: Record<string, Expected> = {
  '2024-10-en-adaptive-gpu-failed-cell': {
    state: 'idle',
    accelerator: 'T4',
    hardware: [4.06, 12.67, 41.3, 112.64],
    cells: { 'code failed with output': 1, 'code done with output': 2 },
  },
  '2025-02-en-dark-remote-changes-dialog': {
    state: 'idle',
    hardware: [1.35, 12.67, 28.99, 107.72],
    cells: { 'code done': 16, 'code done with output': 21, 'code stale': 3 },
    dialogs: ['remote-changes'],
    // It lies under the dialog, inert, and is open all the same.
    snackbars: ['Automatic saving failed. This file was updated remotely or in another tab.'],
  },
  '2025-02-en-dark-snackbar-open-not-connected': {
    state: 'disconnected',
    cells: { 'code never-run': 2, 'text never-run': 7 },
    snackbars: ['Disable and hide generative AI features in settings.'],
  },
  '2025-07-en-light-reconnect': { state: 'disconnected', cells: { 'code never-run with output': 1 } },
  '2025-09-ko-page-translated-to-zh': {
    state: 'idle',
    hardware: [0.97, 12.67, 39.05, 107.72],
    cells: { 'code done with output': 2 },
  },
  '2025-09-pt-dark-running-cell': {
    state: 'busy',
    hardware: [0.95, 12.67, 39.24, 107.72],
    cells: { 'code waiting-for-input with output': 1 },
  },
  '2025-11-es-light-connected-panel-refresh': {
    state: 'idle',
    hardware: [1.07, 12.67, 38.14, 107.72],
    cells: { 'code stale': 1 },
  },
  '2025-12-en-dark-left-pane-open': {
    state: 'idle',
    hardware: [1.55, 12.67, 38.12, 107.72],
    cells: { 'code done with output': 6, 'code never-run with output': 1 },
  },
  '2025-12-tr-dark-connected': {
    state: 'idle',
    hardware: [1.78, 12.67, 21.18, 107.72],
    cells: { 'code done with output': 6 },
  },
  '2026-01-en-dark-not-connected-t4-selected': {
    state: 'disconnected',
    accelerator: 'T4',
    cells: { 'code never-run with output': 1, 'code never-run': 3 },
  },
  '2026-01-en-light-agent-focused-24-cells': {
    state: 'idle',
    hardware: [1.37, 12.67, 21.17, 107.72],
    cells: { 'code done': 8, 'code done with output': 15, 'code never-run': 1 },
  },
  '2026-03-en-light-connected-gpu-t4': {
    state: 'idle',
    accelerator: 'T4',
    hardware: [2.35, 12.67, 43.64, 112.64],
    cells: { 'code done': 4, 'code done with output': 1 },
  },
  '2026-03-en-light-open-notebook-dialog-welcome': {
    state: 'idle',
    hardware: [1.12, 12.67, 21.33, 107.72],
    cells: { 'text never-run': 18, 'code never-run': 1, 'code never-run with output': 3 },
    dialogs: ['open-notebook'],
    readOnly: true,
  },
  '2026-04-pt-dark-connected-high-contrast-editor': {
    state: 'idle',
    hardware: [1.85, 12.67, 20.93, 107.72],
    cells: { 'code done with output': 3, 'code done': 1, 'text never-run': 1 },
  },
  '2026-07-en-dark-connected-idle': {
    state: 'idle',
    hardware: [1.32, 12.67, 19.95, 107.72],
    cells: { 'code done with output': 1 },
  },
  '2026-07-en-light-not-connected': { state: 'disconnected', cells: { 'code never-run': 1 } },
};

const pages = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.html'))
  .map((name) => name.replace(/\.html$/, ''));

test.describe.configure({ mode: 'serial' });

let browser: ExtensionBrowser;
let page: Page;
let body = '';

test.beforeAll(async () => {
  browser = await launchWithExtension();
  await browser.context.route('**/*', (route) => route.abort());
  await browser.context.route('https://colab.research.google.com/**', (route) =>
    route.request().resourceType() === 'document' && route.request().frame().parentFrame() === null
      ? route.fulfill({ contentType: 'text/html; charset=utf-8', body })
      : route.abort(),
  );
  page = await browser.context.newPage();
  await page.addInitScript(() => {
    const clicks: string[] = [];
    Object.assign(window, { clicks });
    const describe = (event: Event) =>
      clicks.push(
        event
          .composedPath()
          .filter((node) => node instanceof Element)
          .map((element) => `${element.localName}#${element.id}`)
          .join(' < '),
      );
    for (const type of ['click', 'mousedown', 'pointerdown'])
      document.addEventListener(type, describe, { capture: true });
  });
});
test.afterAll(() => browser.close());

const clicks = () => page.evaluate(() => (window as unknown as { clicks: string[] }).clicks);

test('the folder holds the pages that the table names', () => {
  expect(pages.length).toBeGreaterThanOrEqual(1);
  if (process.env.LIFELINE_RECORDED === undefined) expect(pages.toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
});

for (const name of pages) {
  test(`reads ${name}, and touches nothing`, async () => {
    body = readFileSync(join(FOLDER, `${name}.html`), 'utf8');
    await page.goto(ADDRESS);
    const reading = await ask(browser, page, 'tab/read', null);
    const shown = await page.evaluate(() => ({
      cells: document.querySelectorAll('.notebook-cell-list > .cell').length,
      dialogs: document.querySelectorAll('mwc-dialog[open]').length,
    }));
    expect(reading.cells).toHaveLength(shown.cells);
    expect(reading.dialogs).toHaveLength(shown.dialogs);
    expect(reading.notebook).toBe('drive:1Xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx');
    expect(reading.cells.filter(({ lifeline }) => lifeline)).toEqual([]);
    if (reading.layers.dom) expect(reading.state).not.toBe('unknown');

    const expected = EXPECTED[name];
    if (expected !== undefined) expect(summary(reading)).toEqual(complete(expected));

    await ask(browser, page, 'tab/nudge', { request: false });
    await ask(browser, page, 'tab/interrupt', null);
    await ask(browser, page, 'tab/remove-cell', null);
    expect(await clicks()).toEqual([]);
  });
}

test('"connect" presses the connect button, only where it shows no connection, and nothing else', async () => {
  test.setTimeout(60_000);
  for (const name of Object.keys(EXPECTED).filter((each) => pages.includes(each))) {
    body = readFileSync(join(FOLDER, `${name}.html`), 'utf8');
    await page.goto(ADDRESS);
    const result = await ask(browser, page, 'tab/connect', null);
    const pressed = await clicks();
    if (EXPECTED[name]?.state === 'disconnected') {
      expect(result, name).toMatchObject({ ok: false, code: 'no-rung-held' });
      expect(pressed, name).toHaveLength(1);
      expect(pressed[0]).toMatch(/^button#button < .*colab-toolbar-button#connect < .*colab-connect-button#/);
    } else expect(pressed, name).toEqual([]);
  }
});

function summary(reading: PageReading) {
  const cells: Record<string, number> = {};
  for (const { kind, state, hasOutput } of reading.cells) {
    const key = `${kind} ${state}${hasOutput ? ' with output' : ''}`;
    cells[key] = (cells[key] ?? 0) + 1;
  }
  const { state, accelerator, ram, disk, snackbars, readOnly } = reading;
  const dialogs = reading.dialogs.map(({ kind }) => kind);
  return { state, accelerator, ram, disk, cells, dialogs, snackbars, readOnly };
}

function complete({ state, accelerator, hardware, cells, dialogs, snackbars, readOnly }: Expected) {
  return {
    state,
    accelerator: accelerator ?? null,
    ram: hardware === undefined ? null : { usedGb: hardware[0], totalGb: hardware[1] },
    disk: hardware === undefined ? null : { usedGb: hardware[2], totalGb: hardware[3] },
    cells,
    dialogs: dialogs ?? [],
    snackbars: snackbars ?? [],
    readOnly: readOnly ?? false,
  };
}

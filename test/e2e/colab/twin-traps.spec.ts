import type { Page } from '@playwright/test';
import type { DialogName, Happening } from '../../twin/control';
import { expect, test } from '../support/twin';

/* What Colab's page does that nobody would expect, each by its name, and the states that a test can choose. */

const connected = { connectedAtLoad: true };
const isConnected = (page: Page) => expect(page.locator('#connect-button-resource-display')).toBeAttached();
const dialog = (page: Page) => page.locator('mwc-dialog[open], md-dialog[open], colab-recaptcha-dialog');
const press = (page: Page, action: 'ok' | 'cancel') => dialog(page).locator(`[dialogaction="${action}"]`).click();
const runFirst = (page: Page) => page.locator('.cell.code #run-button').first().click();
const loop = [{ kind: 'code' as const, text: 'import time\nfor i in range(6000): print(i); time.sleep(0.05)' }];
const notebookOf = (page: Page) =>
  page.evaluateHandle(() => (window as unknown as { colab: { global: { notebook: never } } }).colab.global.notebook);

test.describe('questions to the user', () => {
  test('a notebook of somebody else asks before it runs; its buttons are disabled for a second', async ({
    twin,
    open,
  }) => {
    const notebook = await twin.addNotebook({
      variant: { ...connected, source: 'github' },
      cells: [{ kind: 'code', text: 'print(6 * 7)' }],
    });
    const page = await open(notebook);
    await isConnected(page);
    await runFirst(page);
    const ok = dialog(page).locator('[dialogaction="ok"]');
    await expect(ok).toHaveAttribute('formid', 'external-notebook-authored-dialog');
    await expect(ok).toHaveAttribute('disabled');
    // A script's click on the host of a disabled button changes nothing.
    await ok.evaluate((button: HTMLElement) => button.click());
    await expect(ok).toHaveAttribute('disabled');
    await notebook.advance(1.1);
    await expect(ok).not.toHaveAttribute('disabled');
    expect(notebook.runs).toEqual([]);
    await ok.click();
    await expect(page.locator('.cell.code .last-run')).toContainText('check');
    await expect.poll(() => JSON.stringify(notebook.cells()[0]?.outputs)).toContain('42');
    await runFirst(page);
    await expect.poll(() => notebook.cells()[0]?.executionCount).toBe(2);
    expect(answers(await notebook.takeJournal())).toEqual(['not-authored yes']);
  });

  test('the warning about disallowed code is inverted, and stands before the run', async ({ twin, open }) => {
    const text = '# sd-webui\nprint("ran")';
    const notebook = await twin.addNotebook({ variant: connected, cells: [{ kind: 'code', text }] });
    const page = await open(notebook);
    await isConnected(page);
    await runFirst(page);
    await press(page, 'ok');
    await expect(page.locator('.cell.pending')).toHaveCount(0);
    expect(notebook.runs).toEqual([]);
    await runFirst(page);
    await press(page, 'cancel');
    await expect.poll(() => JSON.stringify(notebook.cells()[0]?.outputs)).toContain('ran');
  });

  test('without compute units a second list counts', async ({ twin, open }) => {
    const cells = [{ kind: 'code' as const, text: '# ngrok\nprint("ran")' }];
    const free = await twin.addNotebook({ variant: { ...connected, computeUnits: 0 }, cells });
    const page = await open(free);
    await isConnected(page);
    await runFirst(page);
    await expect(dialog(page)).toContainText('without compute units');
    await press(page, 'ok');
    await expect(page.locator('.cell.pending')).toHaveCount(0);
    expect(free.runs).toEqual([]);
    expect(answers(await free.takeJournal())).toEqual(['units-warning yes']);
  });

  for (const [dialogs, language] of [
    ['mwc', 'es'],
    ['mwc', 'tr'],
    ['md', 'en'],
    ['md', 'pt'],
  ] as const) {
    test(`dialogs of ${dialogs} in ${language}`, async ({ twin, open }) => {
      const notebook = await twin.addNotebook({ variant: { dialogs, language } });
      const page = await open(notebook);
      for (const name of ['disconnected', 'scan-warning', 'drive', 'drive-revoke'] satisfies DialogName[]) {
        await notebook.showDialog(name);
        expect(await dialog(page).evaluate((element) => element.localName)).toBe(`${dialogs}-dialog`);
        await press(page, 'cancel');
        await expect(dialog(page)).toHaveCount(0);
      }
      expect(answers(await notebook.takeJournal())).toEqual([
        'disconnected no',
        'scan-warning no',
        'drive no',
        'drive-revoke no',
      ]);
    });
  }

  test('a cell that mounts Drive waits for the user’s permission, and for the page that Google asks on', async ({
    twin,
    open,
  }) => {
    const text = 'from google.colab import drive\ndrive.mount("drive")';
    const notebook = await twin.addNotebook({ variant: connected, cells: [{ kind: 'code', text }] });
    const page = await open(notebook);
    await isConnected(page);
    await runFirst(page);
    await expect(dialog(page).locator('#title')).toContainText('access your Google Drive files?');
    await expect(page.locator('.cell.running')).toHaveCount(1);
    await press(page, 'cancel');
    await expect(page.locator('.cell-execution.error')).toHaveCount(1);
    await runFirst(page);
    const opened = page.waitForEvent('popup');
    await press(page, 'ok');
    const consent = await opened;
    await expect(page.locator('.cell.running')).toHaveCount(1);
    await consent.close();
    await expect(page.locator('.cell.code .output pre')).toContainText('Mounted at drive');
    expect(answers(await notebook.takeJournal())).toEqual(['drive no', 'drive yes']);
  });

  test('under a dialog the page is inert, and a script presses through it all the same', async ({ twin, open }) => {
    const notebook = await twin.addNotebook();
    const page = await open(notebook);
    await notebook.showDialog('unknown');
    await expect(page.locator('.notebook-vertical')).toHaveAttribute('aria-hidden', 'true');
    await expect(page.locator('#run-button').first()).toHaveAttribute('tabindex', '-1');
    await page.evaluate(() => document.querySelector<HTMLElement>('#toolbar-add-code')?.click());
    await expect.poll(() => notebook.cells().length).toBe(3);
    expect((await notebook.takeJournal()).find(({ kind }) => kind === 'touch')).toMatchObject({ dialog: 'unknown' });
  });

  test('no runtime is given: too many sessions, no GPU, a CAPTCHA', async ({ twin, open }) => {
    const notebook = await twin.addNotebook();
    const page = await open(notebook);
    for (const [refusal, title, action] of [
      ['too-many-sessions', 'Too many sessions', 'ok'],
      ['no-gpu', 'Cannot connect to GPU backend', 'cancel'],
      ['captcha', 'Are you still there?', 'ok'],
    ] as const) {
      notebook.refuse(refusal);
      await page.locator('colab-connect-button #connect').click();
      await expect(dialog(page).locator('#title')).toHaveText(title);
      await press(page, action);
    }
    await expect(page.locator('#connect-button-resource-display')).toHaveCount(0);
    expect(notebook.vm).toBeNull();
  });

  test('disallowed code ends the runtime and is told as such', async ({ twin, open }) => {
    const notebook = await twin.addNotebook({ variant: connected });
    const page = await open(notebook);
    await isConnected(page);
    await notebook.disallow();
    await expect(dialog(page)).toContainText('disallowed in our free of charge tier');
    await expect(page.locator('colab-connect-button #connect')).toContainText('Reconnect');
    expect(notebook.vm).toBeNull();
  });
});

test.describe('runs', () => {
  test('the run button interrupts a cell that runs, and its label does not change', async ({ twin, open }) => {
    const notebook = await twin.addNotebook({ variant: connected, cells: loop });
    const page = await open(notebook);
    await isConnected(page);
    await runFirst(page);
    await expect(page.locator('.cell.running')).toHaveCount(1);
    await expect(page.locator('.cell.code #run-button')).toHaveAttribute('aria-label', 'Run cell');
    await runFirst(page);
    await expect(page.locator('.cell.running')).toHaveCount(0);
    await expect(page.locator('.cell-execution.error')).toHaveCount(1);
    // The traceback is in a frame of another host.
    const frame = page.locator('.cell.code .output iframe');
    await expect(frame).toHaveAttribute('src', /-colab\.googleusercontent\.com\/outputframe\.html\?vrz=/);
    await expect(frame.contentFrame().locator('#output-body')).toContainText('KeyboardInterrupt');
  });

  test('after a lost socket the cell runs on, and can be interrupted when the page is attached again', async ({
    twin,
    open,
  }) => {
    const notebook = await twin.addNotebook({ variant: connected, cells: loop });
    const page = await open(notebook);
    await isConnected(page);
    await runFirst(page);
    await expect(page.locator('.cell.code pre').last()).toContainText('3');
    notebook.cutSocket();
    await expect(page.locator('.cell.running, .cell.pending')).toHaveCount(0);
    await expect(page.locator('colab-connect-button #connect')).toContainText('Reconnect');
    expect(notebook.runs).toHaveLength(1);
    await page.locator('colab-connect-button #connect').click();
    await expect(page.locator('.cell.running')).toHaveCount(1);
    await runFirst(page);
    await expect.poll(() => notebook.runs).toEqual([]);
    await expect(page.locator('.cell.running')).toHaveCount(0);
  });

  test('after a reload during a run the page says Busy, and attaches again', async ({ twin, open }) => {
    const notebook = await twin.addNotebook({ variant: connected, cells: loop });
    const page = await open(notebook);
    await isConnected(page);
    await runFirst(page);
    await expect(page.locator('.cell.running')).toHaveCount(1);
    await page.reload();
    await expect(page.locator('colab-connect-button #connect')).toContainText('Busy');
    await expect(page.locator('.cell.running')).toHaveCount(1);
    await runFirst(page);
    await isConnected(page);
  });

  test('a cell off screen ignores manualExecute, and so does one without a runtime', async ({ twin, open }) => {
    const cells = Array.from({ length: 40 }, (_, i) => ({
      kind: 'code' as const,
      text: `# ${i}\n${'x = 1\n'.repeat(9)}`,
    }));
    const notebook = await twin.addNotebook({ cells });
    const page = await open(notebook);
    const execute = async (index: number) =>
      (await notebookOf(page)).evaluate(
        (object: { cells: { manualExecute(user: boolean): void }[] }, at) => object.cells[at]?.manualExecute(false),
        index,
      );
    await execute(0);
    await page.locator('colab-connect-button #connect').click();
    await isConnected(page);
    await execute(39);
    await execute(0);
    await expect.poll(() => notebook.cells()[0]?.executionCount).toBe(1);
    expect(runs(await notebook.takeJournal())).toEqual([notebook.cells()[0]?.id]);
  });

  test('only the newest 5000 lines are kept', async ({ twin, open }) => {
    const notebook = await twin.addNotebook({
      variant: connected,
      cells: [{ kind: 'code', text: 'for i in range(5200): print(i)' }],
    });
    const page = await open(notebook);
    await isConnected(page);
    await runFirst(page);
    const output = page.locator('.cell.code .output pre');
    await expect(output).toContainText('Streaming output truncated to the last 5000 lines.');
    await expect(output).toContainText('5199');
    expect((await output.textContent())?.split('\n').slice(0, 2)).toEqual([expect.any(String), '200']);
  });

  test('addresses in the output are links, and a terminal’s colours are spans', async ({ twin, open }) => {
    const text = 'print("\\033[32mok\\033[0m: see https://example.org/a?b=1, please")';
    const notebook = await twin.addNotebook({ variant: connected, cells: [{ kind: 'code', text }] });
    const page = await open(notebook);
    await isConnected(page);
    await runFirst(page);
    const output = page.locator('.cell.code .output pre');
    await expect(output).toHaveText('ok: see https://example.org/a?b=1, please');
    await expect(output.locator('a[rel=nofollow]')).toHaveText('https://example.org/a?b=1,');
    await expect(output.locator('span')).toHaveAttribute('style', /var\(--ansi-green\)/);
  });

  test('plain text can go into a frame while it streams', async ({ twin, open }) => {
    const notebook = await twin.addNotebook({ variant: { ...connected, streamOutput: 'frame' }, cells: loop });
    const page = await open(notebook);
    await isConnected(page);
    await runFirst(page);
    await expect(page.locator('.cell.code .output iframe').contentFrame().locator('pre')).toContainText('3');
    await expect(page.locator('.cell.code .output pre')).toHaveCount(0);
  });

  test('the Files pane reads and writes files while a cell runs', async ({ twin, open }) => {
    const notebook = await twin.addNotebook({ variant: connected, cells: loop });
    const page = await open(notebook);
    await isConnected(page);
    await runFirst(page);
    await expect(page.locator('.cell.running')).toHaveCount(1);
    const text = await (await notebookOf(page)).evaluate(
      async ({
        kernelFiles: files,
      }: {
        kernelFiles: Record<'write' | 'getFile', (...all: unknown[]) => Promise<Blob>>;
      }) => {
        await files.write('/content', 'a b.txt', new TextEncoder().encode('héllo').buffer);
        return (await files.getFile('/content/a b.txt')).text();
      },
    );
    expect(text).toBe('héllo');
  });

  test('a kernel that dies is told by a snackbar', async ({ twin, open }) => {
    const notebook = await twin.addNotebook({ variant: connected, cells: loop });
    const page = await open(notebook);
    await isConnected(page);
    await runFirst(page);
    await expect(page.locator('.cell.running')).toHaveCount(1);
    notebook.crashKernel();
    const bar = page.locator('colab-snackbar#message-area[open]');
    await expect(bar.locator('.mdc-snackbar__label')).toHaveText('Your session crashed for an unknown reason.');
    await expect(bar).toHaveAttribute('labeltext', '');
    await expect(page.locator('.cell.running')).toHaveCount(0);
    await bar.locator('.close').click();
    await expect(bar).toHaveCount(0);
    await expect(page.locator('#message-area .mdc-snackbar__label')).toHaveText(/crashed/);
  });
});

test.describe('the page', () => {
  test('a page object that comes late, and members that are renamed', async ({ twin, open }) => {
    const notebook = await twin.addNotebook({ variant: { pageObject: 'late', renamed: ['insertCell', 'getText'] } });
    const page = await open(notebook);
    expect(await page.evaluate(() => 'colab' in window)).toBe(false);
    await notebook.advance(30);
    const found = await (await notebookOf(page)).evaluate((object: { cells: object[] }) => [
      'insertCell' in object,
      typeof Reflect.get(object, 'insertCell'),
      typeof Reflect.get(object.cells[0] ?? {}, 'getText'),
      typeof Reflect.get(object.cells[0] ?? {}, 'getId'),
    ]);
    expect(found).toEqual([false, 'undefined', 'undefined', 'function']);
  });

  test('nothing is evaluated from text, the nonce is hidden, and AMD is there', async ({ twin, open }) => {
    const page = await open(await twin.addNotebook());
    // After the call: what a debugger evaluates is free of the policy.
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = `setTimeout(() => {
        try { eval('1'); window.said = 'made'; } catch (error) { window.said = error.name; }
      })`;
      document.body.append(script);
    });
    await expect.poll(() => page.evaluate(() => (window as { said?: string }).said)).toBe('EvalError');
    expect(await page.evaluate(() => Boolean((window as { define?: { amd?: unknown } }).define?.amd))).toBe(true);
    await expect(page.locator('script[nonce]').first()).toHaveAttribute('nonce', '');
  });

  test('another notebook comes without a load', async ({ twin, open }) => {
    const notebook = await twin.addNotebook({ name: 'One.ipynb' });
    const other = await twin.addNotebook({ name: 'Two.ipynb', cells: [{ kind: 'code', text: 'print("two")' }] });
    const page = await open(notebook);
    await page.evaluate(() => Object.assign(window, { same: true }));
    await notebook.navigateTo(other);
    await expect(page).toHaveURL(other.url);
    await expect(page).toHaveTitle('Two.ipynb - Colab');
    await expect(page.locator('.cell')).toHaveCount(1);
    expect(await page.evaluate(() => 'same' in window)).toBe(true);
    await runFirst(page);
    await expect.poll(() => JSON.stringify(other.cells()[0]?.outputs)).toContain('two');
  });

  test('a reader cannot save, and somebody without an account cannot connect', async ({ twin, open }) => {
    const reader = await open(await twin.addNotebook({ variant: { user: 'reader' } }));
    await expect(reader.locator('#top-toolbar [command="clone"]')).toContainText('Copy to Drive');
    await (await notebookOf(reader)).evaluate((object: { saveNotebook(): void }) => {
      object.saveNotebook();
    });
    await expect(dialog(reader).locator('#title')).toHaveText('Cannot save changes');
    const nobody = await open(await twin.addNotebook({ variant: { user: 'signed-out' } }));
    await expect(nobody.locator('a[href*="ServiceLogin"]')).toBeVisible();
    expect(await nobody.evaluate(() => (window as { colabUserEmail?: string }).colabUserEmail)).toBe('');
    await nobody.locator('colab-connect-button #connect').click();
    await expect(nobody.locator('colab-snackbar[open]')).toBeAttached();
  });

  test('a GPU is named in the status bar and in the tooltip', async ({ twin, open }) => {
    const page = await open(await twin.addNotebook({ variant: { ...connected, accelerator: 'T4' } }));
    await isConnected(page);
    await expect(page.locator('colab-runtime-status')).toContainText('T4 (Python 3)');
    await expect(page.locator('colab-connect-button #connect')).toHaveAttribute('tooltiptext', /backend \(GPU\)\n/);
  });

  for (const [language, runtime] of [
    ['es', 'Entorno de ejecución'],
    ['pt', 'Ambiente de execução'],
    ['tr', 'Çalışma zamanı'],
  ] as const) {
    test(`a page in ${language}`, async ({ twin, open }) => {
      const page = await open(await twin.addNotebook({ variant: { ...connected, language } }));
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.locator('#runtime-menu-button')).toContainText(runtime);
      await isConnected(page);
      await expect(page.locator('colab-connect-button #connect')).toHaveAttribute('tooltiptext', /GB\/12\.67 GB/);
    });
  }
});

function answers(journal: readonly Happening[]): string[] {
  return journal.flatMap((what) => (what.kind === 'dialog' && what.answer ? [`${what.name} ${what.answer}`] : []));
}

function runs(journal: readonly Happening[]): string[] {
  return journal.flatMap((what) => (what.kind === 'run' ? [what.cell] : []));
}

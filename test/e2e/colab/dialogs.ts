import type { Page } from '@playwright/test';

/** Dialogs as Colab builds them: heading in the shadow root, buttons in the light one. Titles and texts: bundle, 2026-03. */
const DIALOGS = {
  inactivity: {
    title: 'Runtime disconnected',
    text: 'Your runtime has been disconnected due to inactivity or reaching its maximum duration.',
    ok: 'Reconnect',
    cancel: 'Close',
  },
  disallowed: {
    title: 'Runtime disconnected',
    text: 'Your runtime has been disconnected due to executing code that is disallowed in our free of charge tier.',
    ok: 'Connect',
    cancel: 'Close',
  },
  // Inverted: its "ok" cancels.
  warning: {
    title: 'Warning',
    text: 'You may be executing code that is disallowed, and this may restrict your ability to use Colab in the future.',
    ok: 'Cancel execution',
    cancel: 'Continue anyway',
  },
  'not-authored': {
    title: 'Warning: This notebook was not authored by Google',
    text: '',
    ok: 'Run anyway',
    cancel: 'Cancel',
  },
  drive: {
    title: 'Permit this notebook to access your Google Drive files?',
    text: '',
    ok: 'Connect to Google Drive',
    cancel: 'No, thanks',
  },
  unknown: { title: 'Rate your experience', text: 'Do you like it?', ok: 'Yes', cancel: 'No' },
};

export type DialogName = keyof typeof DIALOGS;
export const DIALOG_NAMES = Object.keys(DIALOGS) as DialogName[];

/** Opens one over the page; "ok" of the inactivity dialog reconnects. The answer closes it. */
export async function showDialog(page: Page, name: DialogName): Promise<() => Promise<void>> {
  await page.evaluate(
    ({ kind, title, text, ok, cancel }) => {
      const dialog = document.createElement('mwc-dialog');
      dialog.className = 'yes-no-dialog';
      dialog.dataset.kind = kind;
      dialog.setAttribute('open', '');
      const heading = document.createElement('h2');
      heading.id = 'title';
      heading.textContent = title;
      dialog.attachShadow({ mode: 'open' }).append(heading, document.createElement('slot'));
      dialog.append(text);
      for (const [action, label] of [
        ['cancel', cancel],
        ['ok', ok],
      ] as const) {
        const button = document.createElement('md-text-button');
        button.setAttribute('dialogaction', action);
        button.textContent = label;
        button.addEventListener('click', () => {
          dialog.remove();
          const { colab } = window as unknown as {
            colab?: { global: { notebook: { attemptAutoconnect(reason: number): void } } };
          };
          if (kind === 'inactivity' && action === 'ok') colab?.global.notebook.attemptAutoconnect(2);
        });
        dialog.append(button);
      }
      document.body.append(dialog);
    },
    { kind: name, ...DIALOGS[name] },
  );
  return () =>
    page
      .evaluate((kind) => document.querySelector(`mwc-dialog[data-kind="${kind}"]`)?.remove(), name)
      .then(() => undefined);
}

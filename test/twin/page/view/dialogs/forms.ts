import type { DialogName } from '../../../control.ts';

/** What a dialog is made of besides its words, which are in the language files. */
export interface DialogForm {
  /** Classes tell the purpose and the kind; `yes-no-dialog` is the helper for questions (third parties, 2026). */
  className: string;
  /** Of the inner element; `alertdialog` if not given, as a question to the user is. */
  role?: 'dialog';
  /** On the dialog and on both buttons. */
  formId?: string;
  /** For how long the buttons are disabled at first, in ms. */
  locked?: number;
}

const QUESTION: DialogForm = { className: 'yes-no-dialog' };

/** Bundle (spring 2026) but for `github`, `remote-changes` (recorded pages) and `captcha` (third parties). */
export const FORMS: Record<DialogName, DialogForm> = {
  disconnected: QUESTION,
  disallowed: QUESTION,
  'not-authored': { className: 'wide yes-no-dialog', formId: 'external-notebook-authored-dialog', locked: 1000 },
  'scan-warning': QUESTION,
  'units-warning': QUESTION,
  'new-runtime': QUESTION,
  drive: QUESTION,
  'drive-revoke': QUESTION,
  credentials: QUESTION,
  'restart-session': QUESTION,
  'high-ram': QUESTION,
  'cannot-save': QUESTION,
  'too-many-sessions': QUESTION,
  'no-gpu': QUESTION,
  captcha: { className: '' },
  // Its only button is "ok" by its attribute and "Cancel" by its label.
  github: { className: 'auth-github confirm-dialog' },
  'remote-changes': { className: 'notebook-diff-dialog', role: 'dialog' },
  unknown: QUESTION,
};

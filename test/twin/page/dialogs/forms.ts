import type { DialogName } from '../../control.ts';

/** What a dialog is made of besides its words, which are in the language files. */
export interface DialogForm {
  /** Classes tell the purpose and the kind; `yes-no-dialog` is the helper for questions (third parties, 2026). */
  className: string;
}

export const FORMS: Record<DialogName, DialogForm> = {
  disconnected: { className: 'yes-no-dialog' },
  disallowed: { className: 'yes-no-dialog' },
};

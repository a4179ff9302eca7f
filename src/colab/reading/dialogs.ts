import { rootOf, wordsOf, wordsWithout } from '../dom';
import { selectors } from '../facts/selectors';
import type { DialogReading } from '../notebook-page';
import { classifyDialog, type DialogClass } from './classify-dialog';

export interface OpenDialog {
  /** Null for one that is not found, and shows by the page under it being inert. */
  element: Element | null;
  class: DialogClass;
  reading: DialogReading;
}

export function openDialogs(document: Document): OpenDialog[] {
  const elements = [
    ...document.querySelectorAll(selectors.dialog),
    ...document.querySelectorAll(selectors.captchaDialog),
  ];
  return elements.map(readDialog);
}

/** Whether something lies over the page that waits for the user. The button it holds is not ours to press. */
export function modalOpen(document: Document): OpenDialog | null {
  return openDialogs(document)[0] ?? (document.querySelector(selectors.inertPage) === null ? null : NAMELESS);
}

const NAMELESS: OpenDialog = {
  element: null,
  class: { kind: 'unknown', policy: 'tell', means: null },
  reading: { kind: 'unknown', title: '', text: '', buttons: [] },
};

function readDialog(element: Element): OpenDialog {
  // A challenge has an element of its own, with the dialog inside.
  const shell = rootOf(element)?.querySelector(selectors.anyDialog) ?? element;
  const root = rootOf(shell);
  const buttons = dialogButtons(shell);
  const title =
    wordsOf(root?.querySelector(selectors.dialogTitle)) ||
    (root?.querySelector(selectors.dialogLabel)?.getAttribute('aria-label') ?? '').trim() ||
    wordsOf(shell.querySelector(selectors.dialogTitle));
  const text = wordsWithout(shell, `${selectors.dialogButton}, ${selectors.icon}`).slice(0, MAX_TEXT);
  const marks = [element, ...buttons].flatMap((part) => [
    part.localName,
    ...part.classList,
    ...[...part.attributes].map(({ value }) => value),
  ]);
  const kind = classifyDialog({ marks, title, text });
  return {
    element,
    class: kind,
    reading: {
      kind: kind.kind,
      title: title.slice(0, MAX_TEXT),
      text,
      ...(kind.means === 'blocked' ? appealIn(element) : {}),
      buttons: buttons.slice(0, MAX_BUTTONS).map((button) => wordsWithout(button, selectors.icon).slice(0, MAX_TEXT)),
    },
  };
}

/** The first link to Google in a refusal: reports tell of one to an appeal (2023-12, 2024-03). */
function appealIn(dialog: Element): { appeal?: string } {
  const links = [...dialog.querySelectorAll('a'), ...(rootOf(dialog)?.querySelectorAll('a') ?? [])];
  const appeal = links.map(({ href }) => href).find((href) => APPEAL.test(href) && href.length <= MAX_TEXT);
  return appeal === undefined ? {} : { appeal };
}

const APPEAL = /^https:\/\/(?:[\w-]+\.)*(?:google\.com|goo\.gle|forms\.gle)\//;
const MAX_TEXT = 1000;
const MAX_BUTTONS = 20;

/** The buttons that answer it; those inside what it shows (a list of files, tabs) are no answers, where the two can be told apart. */
function dialogButtons(dialog: Element): Element[] {
  const light = [...dialog.querySelectorAll(selectors.dialogButton)];
  const all = light.length > 0 ? light : [...(rootOf(dialog)?.querySelectorAll(selectors.dialogButton) ?? [])];
  const answers = all.filter((button) => button.matches(selectors.dialogAction));
  return answers.length > 0 ? answers : all;
}

/** A closed snackbar keeps its last text: only `open` says that it is shown. */
export function readSnackbars(document: Document): string[] {
  const current = [...document.querySelectorAll(selectors.snackbar)].map((host) =>
    wordsOf(rootOf(host)?.querySelector(selectors.snackbarText)),
  );
  const old = [...document.querySelectorAll(selectors.oldSnackbar)].map((host) => host.getAttribute('text') ?? '');
  return [...current, ...old].filter((text) => text !== '').map((text) => text.slice(0, MAX_TEXT));
}

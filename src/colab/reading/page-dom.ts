import { attributes, selectors } from '../facts/selectors';
import type { CellReading } from '../notebook-page';
import { cellElements, cellList, readCell } from './cells';
import { type RuntimeReading, readRuntime } from './connect-button';
import { type OpenDialog, openDialogs, readSnackbars } from './dialogs';

/** How the page looks in the DOM. Nothing in this folder changes anything. */
export interface DomReading extends RuntimeReading {
  signedIn: boolean | null;
  readOnly: boolean;
  versionTag: string | null;
  cells: CellReading[];
  dialogs: OpenDialog[];
  snackbars: string[];
  /** Whether the notebook's parts are there at all: before that the page is an empty shell. */
  built: boolean;
}

export function readDom(document: Document): DomReading {
  const signedOut =
    document.querySelector(selectors.signInLink) !== null && document.querySelector(selectors.accountLink) === null;
  return {
    ...readRuntime(document),
    signedIn: signedOut ? false : null,
    readOnly: document.querySelector(selectors.copyToDrive) !== null,
    versionTag: readVersionTag(document),
    cells: cellElements(document).map(readCell),
    dialogs: openDialogs(document),
    snackbars: readSnackbars(document),
    built: cellList(document) !== null,
  };
}

function readVersionTag(document: Document): string | null {
  const frame = document.querySelector<HTMLIFrameElement>(selectors.taggedFrame);
  if (frame === null) return null;
  try {
    return new URL(frame.src).searchParams.get(attributes.frameTag);
  } catch {
    return null;
  }
}

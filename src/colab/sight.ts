import { asObjectReading, type Bridge, type CommandName, type Commands, type ObjectReading } from './bridge';
import { patterns } from './facts/patterns';
import type { Obstacle, Until } from './ladder';
import type { CellReading, PageReading, PageState } from './notebook-page';
import { notebookKey } from './notebook-url';
import { cellElement, cellElements, cellState, executionCount, idOfCell } from './reading/cells';
import { modalOpen, type OpenDialog } from './reading/dialogs';
import { readLasts } from './reading/lasts';
import { type DomReading, readDom } from './reading/page-dom';
import { decideState } from './reading/state';

/** Longer addresses are cut in what is sent. */
const MAX_URL = 4096;

/** How Colab names a VM in its addresses. */
const VM_NAME = /^[\w.-]{1,128}$/;

type Activity = 'active' | 'still' | 'unknown';

/** What both layers show of the page, taken together: Colab's page object through the bridge, and the DOM. Nothing here acts. */
export class Sight {
  readonly document: Document;
  readonly bridge: Bridge;
  readonly until: Until;
  /** Cells that were seen to run since the runtime was last seen idle. */
  readonly #seenRunning = new Set<string>();

  constructor(document: Document, bridge: Bridge, until: Until) {
    this.document = document;
    this.bridge = bridge;
    this.until = until;
  }

  read(): PageReading {
    const { url, notebook, title } = this.identity();
    const object = this.look(true);
    const dom = readDom(this.document);
    const cells = mergeCells(dom.cells, object);
    for (const { id } of cells.filter(({ state }) => isActive(state))) this.#seenRunning.add(id);
    return {
      url,
      notebook,
      title,
      state: this.#noted(stateFrom(dom, object)),
      ...dom.hardware,
      cells,
      dialogs: dom.dialogs.map(({ reading }) => reading),
      snackbars: dom.snackbars,
      lasts: readLasts(this.document, dom.snackbars),
      vm: this.vm(),
      readOnly: dom.readOnly,
      versionTag: object?.versionTag ?? dom.versionTag,
      layers: { pageObject: object?.can.includes('look') === true, dom: dom.built && dom.connect !== null },
    };
  }

  /** Which notebook the tab shows. */
  identity(): { url: string; notebook: string | null; title: string } {
    const url = this.document.location.href.slice(0, MAX_URL);
    return { url, notebook: notebookKey(url), title: this.document.title.replace(patterns.titleSuffix, '') };
  }

  state(): PageState {
    return this.#noted(stateFrom(readDom(this.document), this.look(false)));
  }

  #noted(state: PageState): PageState {
    if (state === 'idle') this.#seenRunning.clear();
    return state;
  }

  look(cells: boolean): ObjectReading | null {
    return asObjectReading(this.now('look', { cells }));
  }

  /** What the page's side answers, or undefined where it does not. */
  now<Name extends CommandName>(command: Name, input: Commands[Name]['input']): unknown {
    try {
      return this.bridge.now(command, input);
    } catch {
      return undefined;
    }
  }

  can(command: string): boolean {
    return this.look(false)?.can.includes(command) === true;
  }

  /** The name of the VM that the notebook has now. Null where the page object does not tell. */
  vm(): string | null {
    const name = this.now('vm', {});
    return typeof name === 'string' && VM_NAME.test(name) ? name : null;
  }

  modal(): OpenDialog | null {
    return modalOpen(this.document);
  }

  /** A dialog over the page stops every action. */
  obstacle(): Obstacle | null {
    const dialog = this.modal();
    if (dialog === null) return null;
    const { title, text } = dialog.reading;
    const { kind, means } = dialog.class;
    const code = means === 'blocked' || means === 'captcha' ? 'refused' : 'dialog-open';
    return { code, message: `Colab asks: ${title || text || kind}` };
  }

  /** Whether a cell runs or waits for its turn. `unknown` where neither layer can tell. */
  activity(id: string): Activity {
    const cell = cellElement(this.document, id);
    const shown = cell === null ? 'unknown' : cellState(cell);
    const told = this.look(true)?.cells?.find((candidate) => candidate.id === id);
    if (isActive(shown) || told?.running === true || told?.pending === true) {
      this.#seenRunning.add(id);
      return 'active';
    }
    return shown !== 'unknown' || told?.running === false ? 'still' : 'unknown';
  }

  /** The page lost its runtime while the cell ran: it shows the cell as stopped, and the kernel may go on with it. */
  lostWhileRunning(id: string): boolean {
    const state = this.state();
    return this.#seenRunning.has(id) && (state === 'disconnected' || state === 'lost');
  }

  /**
   * The runtime is at work, no cell of the page says that it is its own, and this one was seen to run before. So it is after a
   * lost socket: the kernel goes on with a cell that the page shows as stopped (reports, 2021 to 2026). Work that no cell owns
   * may else be the user's, as that of a scratch cell, which stands in no list of cells.
   */
  runsUnseen(id: string): boolean {
    if (!this.#seenRunning.has(id)) return false;
    const object = this.look(true);
    const dom = readDom(this.document);
    const cells = mergeCells(dom.cells, object);
    const owned = cells.some(({ state }) => isActive(state) || state === 'unknown') || anyActive(object);
    return !owned && stateFrom(dom, object) === 'busy';
  }

  executionCount(id: string): string {
    const cell = cellElement(this.document, id);
    return cell === null ? '' : executionCount(cell);
  }

  cellIds(): string[] {
    const told = this.look(true)?.cells ?? [];
    return [...new Set([...told.map(({ id }) => id), ...cellElements(this.document).map(idOfCell)])];
  }
}

const UNKNOWN_STATE: Obstacle = {
  code: 'unknown-state',
  message: 'How the page stands is not clear; nothing was clicked.',
};

/** What keeps an action from a page that is not clear. */
export function unlessKnown(state: PageState): Obstacle | null {
  return state === 'unknown' ? UNKNOWN_STATE : null;
}

/** What keeps an action from a page without a runtime. */
export function unlessConnected(state: PageState): Obstacle | null {
  if (state === 'idle' || state === 'busy') return null;
  return unlessKnown(state) ?? { code: 'not-connected', message: `The notebook is not connected (${state}).` };
}

function isActive(state: CellReading['state']): boolean {
  return state === 'running' || state === 'pending' || state === 'waiting-for-input';
}

function anyActive(object: ObjectReading | null): boolean {
  return object?.cells?.some(({ running, pending }) => running === true || pending === true) === true;
}

function stateFrom(dom: DomReading, object: ObjectReading | null): PageState {
  return decideState({
    ...dom,
    cellActive: dom.cells.some(({ state }) => isActive(state)) || anyActive(object),
    signedIn: object?.signedIn ?? dom.signedIn,
    object,
    dialogs: dom.dialogs.map((dialog) => dialog.class),
  });
}

function mergeCells(shown: CellReading[], object: ObjectReading | null): CellReading[] {
  if (shown.length === 0 && object?.cells) {
    return object.cells.map(({ id, kind, running, pending, failed, lifeline }) => ({
      id,
      kind,
      state: running ? 'running' : pending ? 'pending' : failed ? 'failed' : 'unknown',
      hasOutput: false,
      ...(lifeline === null ? {} : { lifeline }),
    }));
  }
  const told = new Map(object?.cells?.map((cell) => [cell.id, cell]));
  return shown.map((cell) => {
    const lifeline = told.get(cell.id)?.lifeline;
    return typeof lifeline === 'boolean' ? { ...cell, lifeline } : cell;
  });
}

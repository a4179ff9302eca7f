import { asObjectReading, type Bridge, type CommandName, type Commands, type ObjectReading } from './bridge';
import { innermostButton, isDisabled, pierce } from './dom';
import { EditorDom } from './editor';
import { patterns } from './facts/patterns';
import { selectors } from './facts/selectors';
import { climb, type Obstacle, type Rung, Stop, type Until } from './ladder';
import { readLasts } from './lasts';
import { holdsMarker, isUntouched, sameSource } from './lifeline-cell';
import type {
  ActionErrorCode,
  ActionResult,
  CellReading,
  NotebookPage,
  PageReading,
  PageState,
  RungTrace,
} from './notebook-page';
import { notebookKey } from './notebook-url';
import { undisturbed } from './quiet';
import {
  cellElement,
  cellElements,
  cellState,
  executionCount,
  idOfCell,
  printedTexts,
  runHost,
  runRoot,
} from './reading/cells';
import { connectButton } from './reading/connect-button';
import { modalOpen } from './reading/dialogs';
import { type DomReading, readDom } from './reading/page-dom';
import { asLine, newestLine } from './reading/progress-line';
import { decideState, shownConnection } from './reading/state';
import { watchPage } from './watch';

/** How long an effect may take, in milliseconds. */
const SOON = 5_000;
const INTERRUPTED = 20_000;
const CONNECTED = 90_000;
/** How long the search for our cell may move the page about. */
const SEARCH = 15_000;
/** Longer addresses are cut in what is sent. */
const MAX_URL = 4096;

type Activity = 'active' | 'still' | 'unknown';

/** The two layers behind one door: Colab's page object through the bridge, and the DOM. */
export class ColabPage implements NotebookPage {
  readonly #document: Document;
  readonly #bridge: Bridge;
  readonly #until: Until;
  /** The cell that was last known to be ours, for when its source is out of sight. */
  #lastId: string | null = null;

  constructor(document: Document, bridge: Bridge, until: Until) {
    this.#document = document;
    this.#bridge = bridge;
    this.#until = until;
  }

  async read(): Promise<PageReading> {
    const url = this.#url();
    const object = this.#look(true);
    const dom = readDom(this.#document);
    return {
      url,
      notebook: notebookKey(url),
      title: this.#title(),
      state: this.#stateFrom(dom, object),
      ...dom.hardware,
      cells: mergeCells(dom.cells, object),
      dialogs: dom.dialogs.map(({ reading }) => reading),
      snackbars: dom.snackbars,
      lasts: readLasts(this.#document, dom.snackbars),
      readOnly: dom.readOnly,
      versionTag: object?.versionTag ?? dom.versionTag,
      layers: { pageObject: object?.can.includes('look') === true, dom: dom.built && dom.connect !== null },
    };
  }

  async connect(): Promise<ActionResult<PageState>> {
    const state = this.#state();
    if (state === 'idle' || state === 'busy') return { ok: true, value: state, rung: 'already-connected', trace: [] };
    const lostDialog = () => {
      const dialog = modalOpen(this.#document);
      return dialog?.class.policy === 'reconnect' ? dialog.element : null;
    };
    const under = () => this.#obstacle() ?? mayConnect(this.#state());
    const obstacle = () => (lostDialog() === null ? under() : null);
    const begun = () => {
      if (lostDialog() !== null) return null;
      const found = this.#obstacle();
      if (found !== null) throw new Stop(found.code, found.message);
      const now = this.#state();
      return now === 'connecting' || now === 'idle' || now === 'busy' ? now : null;
    };
    const rungs: Rung<PageState>[] = [
      {
        name: 'dialog/reconnect',
        available: () => lostDialog() !== null,
        attempt: () => this.#press(lostDialog()?.querySelector(selectors.dialogOk)),
        verify: begun,
        within: SOON,
      },
      this.#objectRung('page-object/attempt-autoconnect', 'autoconnect', {}, begun),
      this.#objectRung('page-object/connect-to-kernel', 'connect', {}, begun),
      {
        name: 'dom/connect-button',
        // Pressed while connected it opens the Resources pane: only where the button itself shows no connection.
        available: () => {
          const dom = readDom(this.#document);
          const shown = dom.connect === null ? null : shownConnection(dom.connect, dom);
          return shown === 'disconnected' && connectButton(this.#document) !== null;
        },
        attempt: () => this.#press(connectButton(this.#document)),
        verify: begun,
        within: SOON,
      },
    ];
    const first = state === 'connecting' ? alreadyConnecting() : await climb(rungs, this.#until, obstacle);
    if (!first.ok) return first;
    const settled = await this.#until(() => {
      const now = this.#state();
      return now === 'connecting' || now === 'disconnected' ? null : now;
    }, CONNECTED);
    if (settled === 'idle' || settled === 'busy') return { ...first, value: settled };
    const found = this.#obstacle();
    if (found !== null) return { ok: false, ...found, trace: first.trace };
    return { ok: false, code: 'not-connected', message: 'Colab did not connect in time.', trace: first.trace };
  }

  async upsertCell(
    text: string,
    { overwriteEdited }: { overwriteEdited: boolean },
  ): Promise<ActionResult<{ cellId: string; changed: boolean }>> {
    const obstacle = this.#obstacle() ?? this.#unknownState();
    if (obstacle !== null) return refusal(obstacle);
    return undisturbed(this.#document, this.#until, async () => {
      const { id: found, certain } = await this.#locate();
      if (found === null) return certain ? this.#insertCell(text) : refusal(CANNOT_TELL);
      const current = await this.#source(found);
      if (current === null)
        return refusal({ code: 'no-rung-held', message: 'The source of the Lifeline cell cannot be read here.' });
      if (sameSource(current, text)) {
        this.#lastId = found;
        return { ok: true, value: { cellId: found, changed: false }, rung: 'already-there', trace: [] };
      }
      if (!overwriteEdited && !(await isUntouched(current))) {
        return refusal({ code: 'cell-edited', message: 'The Lifeline cell was edited by hand.' });
      }
      const written = await this.#write(found, text);
      return written.ok ? { ...written, value: { cellId: found, changed: true } } : written;
    });
  }

  async cellSource(): Promise<string | null> {
    const { id } = await this.#locate();
    return id === null ? null : this.#source(id);
  }

  async removeCell(): Promise<ActionResult<null>> {
    const obstacle = this.#obstacle() ?? this.#unknownState();
    if (obstacle !== null) return refusal(obstacle);
    return undisturbed(this.#document, this.#until, async () => {
      const { id } = await this.#locate();
      if (id === null) return { ok: true, value: null, rung: 'already-gone', trace: [] };
      if (this.#activity(id) !== 'still') return refusal(CELL_RUNS);
      const removed = await this.#remove(id);
      if (removed.ok) this.#lastId = null;
      return removed;
    });
  }

  async runCell(): Promise<ActionResult<{ cellId: string }>> {
    const { id } = await this.#locate();
    if (id === null) return refusal(NO_CELL);
    if (this.#activity(id) === 'active') return { ok: true, value: { cellId: id }, rung: 'already-running', trace: [] };
    const countBefore = this.#executionCount(id);
    const obstacle = () => {
      const found = this.#obstacle() ?? mustBeConnected(this.#state());
      if (found !== null) return found;
      // The same click interrupts a cell that runs: never without being sure that it does not.
      return this.#activity(id) === 'still'
        ? null
        : { code: 'unknown-state' as const, message: 'Whether the cell runs is not certain.' };
    };
    const started = () => {
      const count = this.#executionCount(id);
      if (this.#activity(id) === 'active' || (count !== countBefore && !patterns.executionCountBlank.test(count)))
        return { cellId: id };
      const found = this.#obstacle();
      if (found !== null) throw new Stop(found.code, found.message);
      return null;
    };
    const rungs: Rung<{ cellId: string }>[] = [
      this.#objectRung('page-object/run-button', 'pressRun', { id }, started),
      this.#runButtonRung(id, started, SOON),
      this.#objectRung('page-object/execute-command', 'executeCommand', { id }, started),
      this.#objectRung('page-object/manual-execute', 'execute', { id }, started),
      {
        name: 'dom/run-focused',
        available: () => this.#document.querySelector(selectors.runFocusedItem) !== null,
        attempt: async () => {
          await this.#focusCell(id);
          this.#pressMenuItem(selectors.runFocusedItem);
        },
        verify: started,
        within: SOON,
      },
    ];
    return undisturbed(this.#document, this.#until, () => climb(rungs, this.#until, obstacle));
  }

  async interruptCell(): Promise<ActionResult<null>> {
    const { id } = await this.#locate();
    if (id === null) return refusal(NO_CELL);
    if (this.#activity(id) === 'still') return { ok: true, value: null, rung: 'already-still', trace: [] };
    const obstacle = () =>
      this.#obstacle() ??
      (this.#activity(id) === 'active'
        ? null
        : { code: 'unknown-state' as const, message: 'Whether the cell runs is not certain.' });
    const stopped = () => (this.#activity(id) === 'still' ? null : undefined);
    const verify = () => (stopped() === null ? STOPPED : null);
    const rungs: Rung<typeof STOPPED>[] = [
      { ...this.#objectRung('page-object/run-button', 'pressRun', { id }, verify), within: INTERRUPTED },
      this.#runButtonRung(id, verify, INTERRUPTED),
      {
        name: 'dom/interrupt-menu',
        available: () => {
          // The menu interrupts whatever runs: only if that is this cell.
          const cell = cellElement(this.#document, id);
          return (
            cell !== null &&
            cellState(cell) === 'running' &&
            this.#document.querySelector(selectors.interruptItem) !== null
          );
        },
        attempt: () => this.#pressMenuItem(selectors.interruptItem),
        verify,
        within: INTERRUPTED,
      },
    ];
    const result = await undisturbed(this.#document, this.#until, () => climb(rungs, this.#until, obstacle));
    return result.ok ? { ...result, value: null } : result;
  }

  async readProgress(): Promise<{ line: string | null; cellId: string | null; running: boolean }> {
    const id = this.#find().id;
    if (id === null) return { line: null, cellId: null, running: false };
    const running = this.#activity(id) === 'active';
    const texts = [...printedTexts(this.#document, id)];
    const told = this.#now('outputText', { id });
    if (Array.isArray(told)) texts.push(...told.filter((text) => typeof text === 'string'));
    let line = newestLine(texts);
    if (line === null && running && this.#can('progressFile')) {
      const file = await this.#bridge.later('progressFile', {}, SOON).catch(() => null);
      if (typeof file === 'string') line = newestLine([asLine(file)]);
    }
    return { line, cellId: id, running };
  }

  async nudge(): Promise<ActionResult<null>> {
    const obstacle = this.#obstacle() ?? mustBeConnected(this.#state());
    if (obstacle !== null) return refusal(obstacle);
    const trace: RungTrace[] = [];
    if (this.#can('touch')) {
      try {
        this.#bridge.now('touch', {});
        trace.push({ rung: 'page-object/user-interaction', outcome: 'held' });
      } catch (error) {
        trace.push({ rung: 'page-object/user-interaction', outcome: 'failed', detail: String(error) });
      }
    } else trace.push({ rung: 'page-object/user-interaction', outcome: 'unavailable' });
    // On `document` itself: listeners there hear it, no editor, menu or button does. Whether it counts is Colab's secret.
    for (const type of ['pointermove', 'mousemove'] as const) {
      this.#document.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerType: 'mouse' }));
    }
    for (const type of ['keydown', 'keyup'] as const) {
      this.#document.dispatchEvent(new KeyboardEvent(type, { key: 'Shift', code: 'ShiftLeft', bubbles: true }));
    }
    trace.push({ rung: 'dom/activity-events', outcome: 'held', detail: 'sent; whether they count cannot be seen' });
    const held = trace.find(({ outcome }) => outcome === 'held') as RungTrace;
    return { ok: true, value: null, rung: held.rung, trace };
  }

  onChange(callback: (what: 'state' | 'notebook' | 'dialog' | 'progress') => void, signal: AbortSignal): void {
    watchPage(this.#document, () => this.#find().id, callback, signal);
  }

  /** What tells this page from another and its states apart, cheaper than a whole reading. */
  identity(): { notebook: string | null; url: string; title: string; state: PageState } {
    const url = this.#url();
    return { notebook: notebookKey(url), url, title: this.#title(), state: this.#state() };
  }

  #url(): string {
    return this.#document.location.href.slice(0, MAX_URL);
  }

  #title(): string {
    return this.#document.title.replace(patterns.titleSuffix, '');
  }

  #state(): PageState {
    return this.#stateFrom(readDom(this.#document), this.#look(false));
  }

  #stateFrom(dom: DomReading, object: ObjectReading | null): PageState {
    const activeInDom = dom.cells.some(
      ({ state }) => state === 'running' || state === 'pending' || state === 'waiting-for-input',
    );
    const activeTold = object?.cells?.some(({ running, pending }) => running === true || pending === true) === true;
    return decideState({
      ...dom,
      cellActive: activeInDom || activeTold,
      signedIn: object?.signedIn ?? dom.signedIn,
      object,
      dialogs: dom.dialogs.map((dialog) => dialog.class),
    });
  }

  #look(cells: boolean): ObjectReading | null {
    return asObjectReading(this.#now('look', { cells }));
  }

  /** What the page's side answers, or undefined where it does not. */
  #now<Name extends CommandName>(command: Name, input: Commands[Name]['input']): unknown {
    try {
      return this.#bridge.now(command, input);
    } catch {
      return undefined;
    }
  }

  #can(tactic: string): boolean {
    return this.#look(false)?.can.includes(tactic) === true;
  }

  #objectRung<T, Name extends CommandName>(
    name: string,
    command: Name,
    input: Commands[Name]['input'],
    verify: () => T | null | Promise<T | null>,
  ): Rung<T> {
    return {
      name,
      available: () => this.#can(command),
      attempt: () => this.#bridge.now(command, input),
      verify,
      within: SOON,
    };
  }

  #runButtonRung<T>(id: string, verify: () => T | null, within: number): Rung<T> {
    const button = () => {
      const cell = cellElement(this.#document, id);
      const host = cell === null ? null : runHost(cell);
      return (cell === null ? null : runRoot(cell)?.querySelector(selectors.runButton)) ?? host;
    };
    return {
      name: 'dom/run-button',
      available: () => {
        const target = button();
        return target !== null && !isDisabled(target);
      },
      attempt: () => this.#press(button()),
      verify,
      within,
    };
  }

  #press(element: Element | null | undefined): void {
    if (!element) throw new Error('the button is gone');
    if (isDisabled(element)) throw new Error('the button is disabled');
    innermostButton(element).click();
  }

  /** Closure's menu items act on mouseup after mousedown, not on click. */
  #pressMenuItem(selector: string): void {
    const item = this.#document.querySelector(selector);
    if (item === null) throw new Error('the menu item is gone');
    for (const type of ['mousedown', 'mouseup', 'click'] as const) {
      item.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, composed: true }));
    }
  }

  #obstacle(): Obstacle | null {
    const dialog = modalOpen(this.#document);
    if (dialog === null) return null;
    return {
      code: 'dialog-open',
      message: `Colab asks: ${dialog.reading.title || dialog.reading.text || dialog.class.kind}`,
    };
  }

  #unknownState(): Obstacle | null {
    return this.#state() === 'unknown' ? UNKNOWN_STATE : null;
  }

  #activity(id: string): Activity {
    const cell = cellElement(this.#document, id);
    const shown = cell === null ? 'unknown' : cellState(cell);
    const told = this.#look(true)?.cells?.find((candidate) => candidate.id === id);
    if (shown === 'running' || shown === 'pending' || shown === 'waiting-for-input') return 'active';
    if (told?.running === true || told?.pending === true) return 'active';
    return shown !== 'unknown' || told?.running === false ? 'still' : 'unknown';
  }

  #executionCount(id: string): string {
    const cell = cellElement(this.#document, id);
    return cell === null ? '' : executionCount(cell);
  }

  /** The Lifeline cell as far as it can be seen without moving anything; `certain` tells whether "none" is sure. */
  #find(): { id: string | null; certain: boolean; hidden: string[] } {
    const told = this.#look(true)?.cells;
    const elements = cellElements(this.#document);
    if (told?.every(({ lifeline, kind }) => lifeline !== null || kind === 'text')) {
      const ours = told.filter(({ lifeline }) => lifeline === true).map(({ id }) => id);
      return { id: this.#preferred(ours), certain: true, hidden: [] };
    }
    const cells = readDom(this.#document).cells;
    const ours = cells.filter(({ lifeline }) => lifeline === true).map(({ id }) => id);
    const hidden = cells.filter(({ lifeline }) => lifeline === undefined).map(({ id }) => id);
    const remembered =
      this.#lastId !== null && elements.some((cell) => idOfCell(cell) === this.#lastId) ? this.#lastId : null;
    return { id: this.#preferred(ours) ?? remembered, certain: hidden.length === 0, hidden };
  }

  /** A notebook that was merged or duplicated by hand may hold two: the one that runs, else the one we know, else the first. */
  #preferred(ids: string[]): string | null {
    if (ids.length <= 1) return ids[0] ?? null;
    return (
      ids.find((id) => this.#activity(id) === 'active') ??
      (this.#lastId !== null && ids.includes(this.#lastId) ? this.#lastId : (ids[0] as string))
    );
  }

  /** Finds the Lifeline cell, bringing cells whose editors are not drawn into view one by one if nothing else helps. */
  async #locate(): Promise<{ id: string | null; certain: boolean }> {
    const first = this.#find();
    if (first.id !== null || first.certain) return first;
    return undisturbed(this.#document, this.#until, async () => {
      const end = performance.now() + SEARCH;
      for (const id of first.hidden) {
        if (performance.now() > end) return { id: null, certain: false };
        const source = await this.#source(id);
        if (source === null) return { id: null, certain: false };
        if (holdsMarker(source)) return { id, certain: true };
      }
      return { id: null, certain: true };
    });
  }

  /** The whole source of a cell, by whatever layer can tell it; null if none can. */
  async #source(id: string): Promise<string | null> {
    const told = this.#now('read', { id }) ?? this.#now('readEditor', { id });
    if (typeof told === 'string') return told;
    const editor = await this.#editor(id);
    return editor?.read() ?? null;
  }

  /** The cell's editor in the DOM, brought into view if it is not drawn. */
  async #editor(id: string): Promise<EditorDom | null> {
    const cell = cellElement(this.#document, id);
    if (cell === null) return null;
    const drawn = EditorDom.of(cell);
    if (drawn !== null) return drawn;
    cell.scrollIntoView({ block: 'center' });
    cell.querySelector<HTMLElement>(selectors.virtualizedEditor)?.focus({ preventScroll: true });
    return this.#until(() => EditorDom.of(cell), 2_000);
  }

  async #insertCell(text: string): Promise<ActionResult<{ cellId: string; changed: boolean }>> {
    const before = new Set(this.#cellIds());
    const index = Math.max(0, before.size - 1);
    const appeared = () => {
      const fresh = this.#cellIds().filter((id) => !before.has(id));
      return fresh.length === 1 ? (fresh[0] as string) : null;
    };
    const lastCell = () => cellElements(this.#document).at(-1);
    const pressRung = (name: string, button: () => Element | null | undefined): Rung<string> => ({
      name,
      available: () => Boolean(button()),
      attempt: () => this.#press(button()),
      verify: appeared,
      within: SOON,
    });
    const rungs: Rung<string>[] = [
      this.#objectRung('page-object/insert-cell', 'insert', { index }, appeared),
      this.#objectRung('page-object/add-cell', 'add', { index }, appeared),
      this.#objectRung('page-object/add-cell-tool', 'toolInsert', { index, text }, appeared),
      pressRung('dom/add-below-last', () => lastCell()?.querySelector(selectors.addCodeBelow)),
      pressRung('dom/toolbar-add-code', () => this.#document.querySelector(selectors.toolbarAddCode)),
    ];
    const inserted = await climb(rungs, this.#until, () => this.#obstacle());
    if (!inserted.ok) {
      const readOnly = inserted.code === 'no-rung-held' && readDom(this.#document).readOnly;
      return readOnly ? { ...inserted, code: 'read-only', message: 'This notebook cannot be edited.' } : inserted;
    }
    const written = await this.#write(inserted.value, text);
    const trace = [...inserted.trace, ...written.trace];
    if (written.ok)
      return {
        ok: true,
        value: { cellId: inserted.value, changed: true },
        rung: `${inserted.rung} + ${written.rung}`,
        trace,
      };
    // Nothing is left half-made: the empty cell goes again, if it is still empty.
    if ((await this.#source(inserted.value)) === '') await this.#remove(inserted.value);
    return { ...written, trace };
  }

  async #write(id: string, text: string): Promise<ActionResult<null>> {
    const verify = async () => {
      const now = await this.#source(id);
      return now !== null && sameSource(now, text) ? WRITTEN : null;
    };
    const rungs: Rung<typeof WRITTEN>[] = [
      {
        name: 'already-there',
        available: async () => (await verify()) !== null,
        attempt: () => undefined,
        verify,
        within: 0,
      },
      this.#objectRung('page-object/set-text', 'write', { id, text }, verify),
      this.#objectRung('page-object/text-model', 'writeModel', { id, text }, verify),
      this.#objectRung('editor/set-value', 'writeEditor', { id, text }, verify),
      {
        name: 'dom/paste',
        available: async () => (await this.#editor(id)) !== null,
        attempt: async () => (await this.#editor(id))?.write(text),
        verify,
        within: SOON,
      },
    ];
    const written = await climb(rungs, this.#until, () => this.#obstacle());
    if (!written.ok) return written;
    this.#lastId = id;
    return { ...written, value: null };
  }

  async #remove(id: string): Promise<ActionResult<null>> {
    const verify = () => (this.#cellIds().includes(id) ? null : REMOVED);
    const toolbarButton = () => {
      const cell = cellElement(this.#document, id);
      return cell === null ? null : pierce(cell, selectors.cellToolbar, selectors.deleteCell);
    };
    const rungs: Rung<typeof REMOVED>[] = [
      this.#objectRung('page-object/remove-cells', 'remove', { id }, verify),
      this.#objectRung('page-object/delete-cells', 'delete', { id }, verify),
      this.#objectRung('page-object/delete-cell-tool', 'toolDelete', { id }, verify),
      {
        name: 'dom/cell-toolbar',
        available: () => cellElement(this.#document, id) !== null,
        attempt: async () => {
          await this.#focusCell(id);
          await this.#until(toolbarButton, SOON);
          this.#press(toolbarButton());
        },
        verify,
        within: SOON,
      },
    ];
    const removed = await climb(rungs, this.#until, () => this.#obstacle());
    return removed.ok ? { ...removed, value: null } : removed;
  }

  /** Makes this cell, and no other, the one that commands act on; throws where that cannot be seen. */
  async #focusCell(id: string): Promise<void> {
    const cell = cellElement(this.#document, id);
    if (cell === null) throw new Error('the cell is not on the page');
    const focused = () => {
      const marked = [...this.#document.querySelectorAll(`${selectors.focusedCell}, ${selectors.selectedCell}`)];
      return marked.length === 1 && marked[0] === cell ? cell : null;
    };
    if (focused() === null) {
      cell.scrollIntoView({ block: 'nearest' });
      cell.focus({ preventScroll: true });
      const gutter = cell.querySelector(selectors.cellGutter) ?? cell;
      for (const type of ['mousedown', 'mouseup', 'click'] as const) {
        gutter.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, composed: true }));
      }
    }
    if ((await this.#until(focused, SOON)) === null) throw new Error('the cell does not take the focus');
  }

  #cellIds(): string[] {
    const told = this.#look(true)?.cells;
    return [...new Set([...(told ?? []).map(({ id }) => id), ...cellElements(this.#document).map(idOfCell)])];
  }
}

const STOPPED = 'stopped';
const WRITTEN = 'written';
const REMOVED = 'removed';
const NO_CELL: Obstacle = { code: 'no-cell', message: 'There is no Lifeline cell in this notebook.' };
const CANNOT_TELL: Obstacle = {
  code: 'unknown-state',
  message: 'Whether the notebook has a Lifeline cell already cannot be seen.',
};
const CELL_RUNS: Obstacle = { code: 'cell-running', message: 'The Lifeline cell runs.' };
const UNKNOWN_STATE: Obstacle = {
  code: 'unknown-state',
  message: 'How the page stands is not clear; nothing was clicked.',
};

function refusal({ code, message }: { code: ActionErrorCode; message: string }) {
  return { ok: false as const, code, message, trace: [] };
}

function alreadyConnecting() {
  return { ok: true as const, value: 'connecting' as const, rung: 'already-connecting', trace: [] };
}

function mayConnect(state: PageState): Obstacle | null {
  if (state === 'unknown') return UNKNOWN_STATE;
  if (state === 'signed-out') return { code: 'not-connected', message: 'Nobody is signed in.' };
  return null;
}

function mustBeConnected(state: PageState): Obstacle | null {
  if (state === 'idle' || state === 'busy') return null;
  return state === 'unknown'
    ? UNKNOWN_STATE
    : { code: 'not-connected', message: `The notebook is not connected (${state}).` };
}

function mergeCells(shown: CellReading[], object: ObjectReading | null): CellReading[] {
  const told = new Map(object?.cells?.map((cell) => [cell.id, cell]));
  if (shown.length === 0 && object?.cells) {
    return object.cells.map(({ id, kind, running, pending, failed, lifeline }) => ({
      id,
      kind,
      state: running ? 'running' : pending ? 'pending' : failed ? 'failed' : 'unknown',
      hasOutput: false,
      ...(lifeline === null ? {} : { lifeline }),
    }));
  }
  return shown.map((cell) => {
    const lifeline = told.get(cell.id)?.lifeline;
    return typeof lifeline === 'boolean' ? { ...cell, lifeline } : cell;
  });
}

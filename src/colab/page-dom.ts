import { classifyDialog, type DialogClass } from './dialog';
import { cellElement, isDisabled, pierce, rootOf, wordsOf, wordsWithout } from './dom';
import { attributes, patterns, selectors } from './facts';
import { acceleratorOfRuntime, type Hardware, parseTooltip } from './hardware';
import { holdsMarker } from './lifeline-cell';
import type { CellReading, DialogReading } from './notebook-page';
import type { ConnectSigns } from './state';

/** How the page looks in the DOM. Every function here reads and none changes anything. */
export interface DomReading {
  connect: ConnectSigns | null;
  hardware: Hardware;
  runtimeShown: boolean | null;
  restartEnabled: boolean | null;
  executionShown: boolean;
  signedIn: boolean | null;
  readOnly: boolean;
  versionTag: string | null;
  cells: CellReading[];
  dialogs: OpenDialog[];
  snackbars: string[];
  /** Whether the notebook's parts are there at all: before that the page is an empty shell. */
  built: boolean;
}

export interface OpenDialog {
  element: Element;
  class: DialogClass;
  reading: DialogReading;
}

export function readDom(document: Document): DomReading {
  const connect = readConnect(document);
  const signedOut =
    document.querySelector(selectors.signInLink) !== null && document.querySelector(selectors.accountLink) === null;
  return {
    connect: connect?.signs ?? null,
    hardware: readHardware(document, connect),
    ...readStatus(document),
    signedIn: signedOut ? false : null,
    readOnly: document.querySelector(selectors.copyToDrive) !== null,
    versionTag: readVersionTag(document),
    cells: cellElements(document).map(readCell),
    dialogs: openDialogs(document),
    snackbars: readSnackbars(document),
    built: document.querySelector(selectors.cellList) !== null,
  };
}

interface ConnectParts {
  element: Element;
  signs: ConnectSigns;
}

function readConnect(document: Document): ConnectParts | null {
  const root = rootOf(document.querySelector(selectors.connectHost));
  const element = root?.querySelector(selectors.connect);
  if (!root || !element) return null;
  const icon = root.querySelector(selectors.connectIcon);
  const sparklines = element.querySelector(selectors.resourceSparkline) ?? root.querySelector(selectors.resources);
  return {
    element,
    signs: {
      icon: icon !== null,
      resources: sparklines !== null,
      spinner:
        (root.querySelector(selectors.progressSpinner) ?? element.querySelector(selectors.progressSpinner)) !== null,
      working: wordsOf(icon?.querySelector(selectors.icon)) === attributes.busyLigature,
      caption: captionOf(element),
      tooltip: tooltipOf(element),
    },
  };
}

/** The button's own words, without the tooltip that older pages keep inside it and without the chosen accelerator. */
function captionOf(connect: Element): string {
  return wordsWithout(connect, `${selectors.connectTooltipLight}, ${selectors.accelerator}, ${selectors.resources}`);
}

/** Attributes outlive a browser's translation of the page, texts do not. */
function tooltipOf(connect: Element): string {
  const attribute = connect.getAttribute(attributes.tooltip);
  if (attribute !== null && attribute !== '') return attribute;
  const inside = rootOf(connect)?.querySelector(selectors.connectTooltip)?.getAttribute('message');
  return inside ?? connect.querySelector(selectors.connectTooltipLight)?.textContent ?? '';
}

function readHardware(document: Document, connect: ConnectParts | null): Hardware {
  const hardware = parseTooltip(connect?.signs.tooltip ?? '');
  const status = wordsOf(
    pierce(document, selectors.statusBar, selectors.runtimeStatus, selectors.runtimeOptions)?.lastChild,
  );
  const chosen = wordsOf(connect?.element.querySelector(selectors.accelerator));
  return { ...hardware, accelerator: chosen || acceleratorOfRuntime(status) || hardware.accelerator };
}

function readStatus(document: Document) {
  const bar = rootOf(document.querySelector(selectors.statusBar));
  const runtime = rootOf(bar?.querySelector(selectors.runtimeStatus));
  const execution = rootOf(bar?.querySelector(selectors.executionStatus));
  const restart = pierce(document, selectors.runAllHost, selectors.restartItem);
  return {
    runtimeShown: runtime ? runtime.querySelector(selectors.runtimeOptions) !== null : null,
    restartEnabled: restart === null ? null : !restart.hasAttribute('disabled'),
    executionShown: execution?.querySelector(selectors.progressSpinner) != null,
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

export function cellElements(document: Document): HTMLElement[] {
  const list = document.querySelector(selectors.cellList);
  return list === null ? [] : [...list.querySelectorAll<HTMLElement>(`:scope > ${lastPart(selectors.cell)}`)];
}

const lastPart = (selector: string) => selector.slice(selector.lastIndexOf(' ') + 1);

export function idOfCell(cell: Element): string {
  return cell.id.startsWith(attributes.cellIdPrefix) ? cell.id.slice(attributes.cellIdPrefix.length) : cell.id;
}

function readCell(cell: HTMLElement): CellReading {
  const kind = cell.matches(selectors.codeCell) ? 'code' : 'text';
  const reading: CellReading = {
    id: idOfCell(cell),
    kind,
    state: kind === 'code' ? cellState(cell) : 'never-run',
    hasOutput: kind === 'code' && hasOutput(cell),
  };
  const lines = kind === 'code' ? visibleLines(cell) : null;
  if (kind === 'text') reading.lifeline = false;
  else if (lines !== null) reading.lifeline = holdsMarker(lines.slice(0, 2).join('\n'));
  return reading;
}

/**
 * A cell's state. `stale` means "not run in this session, or changed since": a running cell may be stale, too. The label of the
 * button stays "Run cell" while the cell runs.
 */
export function cellState(cell: Element): CellReading['state'] {
  const root = runRoot(cell);
  const marks = root?.querySelector(selectors.runMarks);
  const marked = (selector: string) => cell.matches(selector) || marks?.matches(selector) === true;
  if (marked(selectors.runningCell))
    return cell.querySelector(selectors.inputPrompt) === null ? 'running' : 'waiting-for-input';
  if (marked(selectors.pendingCell)) return 'pending';
  if (!root || !marks) return 'unknown';
  if (root.querySelector(selectors.stopSymbol) !== null) return 'running';
  if (marks.classList.contains(attributes.runError)) return 'failed';
  const neverCounted = patterns.executionCountBlank.test(wordsOf(root.querySelector(selectors.executionCount)));
  if (marks.classList.contains(attributes.runStale)) return neverCounted ? 'never-run' : 'stale';
  return neverCounted && !hasOutput(cell) ? 'never-run' : 'done';
}

export function executionCount(cell: Element): string {
  return wordsOf(runRoot(cell)?.querySelector(selectors.executionCount));
}

export function runRoot(cell: Element): ShadowRoot | null {
  return rootOf(runHost(cell));
}

export function runHost(cell: Element): HTMLElement | null {
  return (
    cell.querySelector<HTMLElement>(`${selectors.cellGutter} ${selectors.runHost}`) ??
    cell.querySelector<HTMLElement>(selectors.runHost)
  );
}

function hasOutput(cell: Element): boolean {
  if (cell.matches(selectors.cellWithOutput)) return true;
  return (
    [...cell.querySelectorAll(selectors.outputText)].some((pre) => pre.textContent !== '') ||
    cell.querySelector(selectors.outputFrame) !== null
  );
}

/**
 * The source lines that the page happens to draw, top to bottom; null where it draws none. Enough to recognise the marker, not to
 * read the source: editors draw what is in view, wrap long lines, and write blanks as NBSP.
 */
function visibleLines(cell: Element): string[] | null {
  const editors = [...cell.querySelectorAll(selectors.editorLines)].filter(
    (lines) => lines.closest(selectors.diffEditor) === null,
  );
  const lines = editors.length === 1 ? editors[0] : undefined;
  if (lines && lines.childElementCount > 0) {
    return [...lines.querySelectorAll<HTMLElement>(selectors.editorLine)]
      .map((line) => ({ top: Number.parseFloat(line.style.top) || 0, text: plain(line.textContent ?? '') }))
      .toSorted((a, b) => a.top - b.top)
      .map(({ text }) => text);
  }
  const colorized = cell.querySelector(selectors.colorized);
  if (colorized === null || colorized.closest(selectors.output) !== null) return null;
  return plain(textWithBreaks(colorized)).split('\n');
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

function textWithBreaks(element: Element): string {
  return [...element.childNodes]
    .map((node) =>
      node instanceof HTMLBRElement ? '\n' : node instanceof Element ? textWithBreaks(node) : (node.textContent ?? ''),
    )
    .join('');
}

function openDialogs(document: Document): OpenDialog[] {
  const elements = [
    ...document.querySelectorAll(selectors.dialog),
    ...document.querySelectorAll(selectors.captchaDialog),
  ];
  return elements.map((element) => {
    const root = rootOf(element);
    const buttons = dialogButtons(element);
    const title =
      wordsOf(root?.querySelector(selectors.dialogTitle)) ||
      (root?.querySelector(selectors.dialogLabel)?.getAttribute('aria-label') ?? '') ||
      wordsOf(element.querySelector(selectors.dialogTitle));
    const text = wordsWithout(element, `${selectors.dialogButton}, ${selectors.icon}`).slice(0, MAX_TEXT);
    const marks = [element, ...buttons].flatMap((part) => [
      part.localName,
      ...part.classList,
      ...[...part.attributes].map(({ value }) => value),
    ]);
    const kind = classifyDialog({ marks, title, text });
    return {
      element,
      class: kind,
      reading: { kind: kind.kind, title, text, buttons: buttons.map((button) => wordsWithout(button, selectors.icon)) },
    };
  });
}

const MAX_TEXT = 1000;

function dialogButtons(dialog: Element): Element[] {
  const light = [...dialog.querySelectorAll(selectors.dialogButton)];
  return light.length > 0 ? light : [...(rootOf(dialog)?.querySelectorAll(selectors.dialogButton) ?? [])];
}

/** A closed snackbar keeps its last text: only `open` says that it is shown. */
function readSnackbars(document: Document): string[] {
  const current = [...document.querySelectorAll(selectors.snackbar)].map(
    (host) => wordsOf(rootOf(host)?.querySelector(selectors.snackbarText)) || (host.getAttribute('labeltext') ?? ''),
  );
  const old = [...document.querySelectorAll(selectors.oldSnackbar)].map((host) => host.getAttribute('text') ?? '');
  return [...current, ...old].filter((text) => text !== '').map((text) => text.slice(0, MAX_TEXT));
}

/** Whether something lies over the page that waits for the user. The button it holds is not ours to press. */
export function modalOpen(document: Document): OpenDialog | null {
  return openDialogs(document)[0] ?? null;
}

/** Last line in the cell's printed output that starts with `prefix`. */
export function outputLines(document: Document, id: string): string[] {
  const cell = cellElement(document, id);
  return cell === null ? [] : [...cell.querySelectorAll(selectors.outputText)].map((pre) => pre.textContent ?? '');
}

export function connectButton(document: Document): Element | null {
  const element = readConnect(document)?.element ?? null;
  return element !== null && !isDisabled(element) ? element : null;
}

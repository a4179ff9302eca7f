import { CELL_ID, type CommandTable, MAX_CELLS, type ObjectCell, type ObjectReading } from './bridge';
import { EXPLICIT_CONNECT, members, PROGRESS_FILE } from './facts/members';
import { attributes } from './facts/selectors';
import { holdsMarker } from './lifeline-cell';

/**
 * Colab's own page object, seen from the page's world. It is minified code of others behind names that have been stable for
 * years but are nobody's promise: every member is tested before use, every call may throw, and no promise is waited for
 * (some settle only when a cell has finished). Whether a call had an effect is for the caller to see.
 */
export function pageObject(window: unknown): CommandTable {
  const notebook = () => get(get(get(window, members.root), members.global), members.notebook);
  const model = () =>
    get(get(get(window, members.root), members.global), members.model) ?? get(notebook(), members.model);
  const kernel = () => get(notebook(), members.kernel) ?? attempt(() => call(notebook(), members.getKernel));
  const cells = (): unknown[] | null => {
    const list = get(notebook(), members.cells);
    return Array.isArray(list) ? list.slice(0, MAX_CELLS) : null;
  };
  const cell = (id: string): unknown => {
    const found = cells()?.find((candidate) => idOf(candidate) === id);
    if (found === undefined) throw new Error('no such cell');
    return found;
  };
  /** The notebook's model of a cell, by position: the views may be made anew at each look. */
  const entryOf = (id: string): unknown => {
    const entries = get(model(), members.cells);
    const position = cells()?.findIndex((candidate) => idOf(candidate) === id) ?? -1;
    return Array.isArray(entries) ? entries[position] : undefined;
  };
  const modelOf = (id: string): unknown => get(cell(id), members.cellModel) ?? entryOf(id);
  const textModelOf = (id: string): unknown =>
    get(get(cell(id), members.cellModel), members.textModel) ?? get(entryOf(id), members.textModel);
  const tool = (name: string): unknown => {
    const tools = get(get(notebook(), members.toolService), members.tools);
    return Array.isArray(tools) ? tools.find((candidate) => get(candidate, members.toolName) === name) : undefined;
  };
  /** Editors are recycled and not in the order of the cells: the one whose node lies in the cell is the cell's. */
  const editorModel = (id: string): unknown => {
    const element = document.getElementById(attributes.cellIdPrefix + id);
    const editors = call(get(get(window, members.monaco), members.monacoEditor), members.getEditors);
    if (element === null || !Array.isArray(editors)) throw new Error('no editor');
    const within = editors.filter((editor) => {
      const node = attempt(() => call(editor, members.getDomNode));
      return node instanceof Node && element.contains(node);
    });
    // A proposal of Gemini puts two more editors into a cell: which of them is the cell's source is then not certain.
    if (within.length !== 1) throw new Error(`${within.length} editors in the cell`);
    return call(within[0], members.getModel);
  };

  const readCell = (view: unknown): ObjectCell | null => {
    const id = idOf(view);
    if (id === null) return null;
    const kind = attempt(() => call(view, members.getType)) === 'text' ? 'text' : 'code';
    const source = attempt(() => call(view, members.getText));
    return {
      id,
      kind,
      running: flag(attempt(() => call(view, members.isRunning))),
      pending: flag(attempt(() => call(view, members.isPending))),
      failed: flag(get(view, members.lastFailed)),
      lifeline: typeof source === 'string' ? holdsMarker(source) : null,
    };
  };

  const read = ({ cells: wanted }: { cells: boolean }): ObjectReading | null => {
    const versionTag = get(window, members.versionTag);
    const email = get(window, members.userEmail);
    const readings = wanted ? (cells()?.map(readCell) ?? null) : null;
    if (notebook() === undefined && typeof versionTag !== 'string') return null;
    const state = attempt(() => call(kernel(), members.kernelState)) ?? get(kernel(), members.stateField);
    return {
      versionTag: typeof versionTag === 'string' ? versionTag : null,
      signedIn: typeof email === 'string' ? email !== '' && email !== members.anonymous : null,
      connected: flag(attempt(() => call(kernel(), members.isConnected))),
      kernelState: typeof state === 'string' ? state : null,
      executing: flag(attempt(() => call(notebook(), members.isExecuting))),
      cells: readings === null || readings.includes(null) ? null : (readings as ObjectCell[]),
      can: tactics(),
    };
  };

  const tactics = (): string[] => {
    const has = (target: unknown, name: string) => typeof get(target, name) === 'function';
    const view = cells()?.find((candidate) => attempt(() => call(candidate, members.getType)) !== 'text');
    const viewId = idOf(view);
    const offered: Record<string, boolean> = {
      look: cells() !== null,
      insert: has(notebook(), members.insertCell),
      add: has(notebook(), members.addCell),
      toolInsert: has(tool(members.addCodeTool), members.toolCallback),
      remove: has(notebook(), members.removeCells),
      delete: has(model(), members.deleteCells),
      toolDelete: has(tool(members.deleteTool), members.toolCallback),
      autoconnect: has(notebook(), members.autoconnect),
      connect: has(notebook(), members.connectToKernel),
      interrupt: has(get(notebook(), members.commandHandler), members.execute),
      touch: has(notebook(), members.userInteraction),
      unassign: has(kernel(), members.unassignVm),
      progressFile: has(get(notebook(), members.kernelFiles), members.getFile),
      focus: has(notebook(), members.focusCell),
      read: has(view, members.getText),
      write: has(view, members.setText),
      writeModel:
        viewId !== null &&
        has(
          attempt(() => textModelOf(viewId)),
          members.setValue,
        ),
      pressRun: has(get(view, members.runButton), members.click),
      executeCommand: has(view, members.executeCellCommand),
      execute: has(view, members.manualExecute),
      outputText:
        has(get(view, members.cellModel), members.toJson) ||
        get(get(view, members.cellModel), members.outputs) !== undefined,
      writeEditor: has(get(get(window, members.monaco), members.monacoEditor), members.getEditors),
    };
    return Object.keys(offered).filter((name) => offered[name]);
  };

  return {
    look: read,
    read: ({ id }) =>
      text(attempt(() => call(cell(id), members.getText))) ??
      text(attempt(() => call(textModelOf(id), members.getValue))),
    write: ({ id, text: source }) => fire(cell(id), members.setText, source),
    writeModel: ({ id, text: source }) => fire(textModelOf(id), members.setValue, source),
    writeEditor: ({ id, text: source }) => fire(editorModel(id), members.setValue, source),
    readEditor: ({ id }) => text(call(editorModel(id), members.getValue)),
    insert: ({ index }) => fire(notebook(), members.insertCell, 'code', { after: true, index }),
    add: ({ index }) => fire(notebook(), members.addCell, 'code', { cellIndex: index + 1 }),
    toolInsert: ({ index, text: code }) =>
      fire(tool(members.addCodeTool), members.toolCallback, { cellIndex: index + 1, language: 'python', code }),
    remove: ({ id }) => fire(notebook(), members.removeCells, [cell(id)]),
    delete: ({ id }) => fire(model(), members.deleteCells, [modelOf(id)]),
    toolDelete: ({ id }) => fire(tool(members.deleteTool), members.toolCallback, { cellId: id }),
    pressRun: ({ id }) => fire(get(cell(id), members.runButton), members.click),
    executeCommand: ({ id }) => fire(cell(id), members.executeCellCommand),
    execute: ({ id }) => {
      // Off screen it does nothing, and says nothing (reports, 2026-06).
      attempt(() => call(cell(id), members.scrollIntoView));
      return fire(cell(id), members.manualExecute, false);
    },
    focus: ({ id }) => fire(notebook(), members.focusCell, id),
    autoconnect: () => fire(notebook(), members.autoconnect, EXPLICIT_CONNECT),
    connect: () => fire(notebook(), members.connectToKernel),
    interrupt: () => fire(get(notebook(), members.commandHandler), members.execute, members.interruptCommand),
    touch: () => fire(notebook(), members.userInteraction),
    unassign: () => fire(kernel(), members.unassignVm, { skipConfirm: true }),
    vm: () => {
      const endpoint = attempt(() => call(kernel(), members.getEndpoint));
      return text(
        get(
          attempt(() => call(endpoint, members.getManagedEndpoint)),
          members.managedId,
        ),
      );
    },
    outputText: ({ id }) => outputTexts(modelOf(id)),
    progressFile: async () =>
      fileText(await call(get(notebook(), members.kernelFiles), members.getFile, PROGRESS_FILE)),
  };
}

function get(target: unknown, name: string): unknown {
  if (target === null || target === undefined) return undefined;
  try {
    return (target as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

function call(target: unknown, name: string, ...input: unknown[]): unknown {
  const method = get(target, name);
  if (typeof method !== 'function') throw new Error(`no ${name}`);
  return Reflect.apply(method, target, input);
}

/** Calls and lets go: a promise that the page returns may never settle, and its rejection is not the page's concern. */
function fire(target: unknown, name: string, ...input: unknown[]): null {
  const result = call(target, name, ...input);
  if (typeof get(result, 'then') === 'function') Promise.resolve(result).catch(() => undefined);
  return null;
}

function attempt(action: () => unknown): unknown {
  try {
    return action();
  } catch {
    return undefined;
  }
}

function idOf(view: unknown): string | null {
  const id = attempt(() => call(view, members.cellId)) ?? get(view, members.cellIdField);
  return typeof id === 'string' && CELL_ID.test(id) ? id : null;
}

/** Texts of the stream outputs of a cell, nbformat-like: `text` is a string or a list of them. Only the ends are kept. */
function outputTexts(model: unknown): string[] {
  const json = attempt(() => call(model, members.toJson));
  const outputs = get(json, members.outputs) ?? get(model, members.outputs);
  if (!Array.isArray(outputs)) throw new Error('no outputs');
  return outputs.slice(-MAX_OUTPUTS).flatMap((output) => {
    const content = get(output, 'text') ?? get(get(output, 'data'), 'text/plain');
    const joined = Array.isArray(content) ? content.slice(-MAX_LINES).map(String).join('') : content;
    return typeof joined === 'string' ? [joined.slice(-MAX_OUTPUT)] : [];
  });
}

const MAX_OUTPUTS = 20;
const MAX_LINES = 5000;
const MAX_OUTPUT = 140_000;

/** The file is written with the line as it is printed. */
async function fileText(file: unknown): Promise<string | null> {
  const content = get(file, 'content') ?? file;
  if (typeof content === 'string') return content.slice(0, MAX_OUTPUT);
  if (content instanceof ArrayBuffer) return new TextDecoder().decode(content.slice(0, MAX_OUTPUT));
  if (content instanceof Blob) return content.slice(0, MAX_OUTPUT).text();
  return null;
}

const flag = (value: unknown) => (typeof value === 'boolean' ? value : null);
const text = (value: unknown) => (typeof value === 'string' ? value : null);

/**
 * `window.colab.global`: the members that public projects were seen to use, with the behaviour that they report. Nothing
 * of it is a documented interface of Colab; whatever is not here does not exist.
 */
import type { Cell } from './cell.ts';
import type { View } from './view.ts';

type Members = Record<string, unknown>;

/** Makes the object known to scripts of the page. */
export function publish(view: View): void {
  Object.assign(window, {
    colab: {
      global: globalObject(view),
      external: { Notebook: { config: { KERNEL_DRIVE_HEALTH_CHECK_INTERVAL_MILLIS: 60_000 } } },
    },
  });
}

function globalObject(view: View): Members {
  const notebookModel = notebookModelObject(view);
  return { notebook: notebookObject(view, notebookModel), notebookModel };
}

function notebookObject(view: View, notebookModel: Members): Members {
  const { notebook } = view;
  const kernel = kernelObject(view);
  const cells = new WeakMap<Cell, Members>();
  const cellOf = (cell: Cell): Members => {
    const known = cells.get(cell) ?? cellObject(view, cell);
    cells.set(cell, known);
    return known;
  };
  return {
    get cells() {
      return notebook.cells.map(cellOf);
    },
    get focusedCell() {
      return notebook.focused ? cellOf(notebook.focused) : null;
    },
    get busyCellIds() {
      return new Set(notebook.cells.filter((cell) => cell.phase !== 'idle').map((cell) => cell.id));
    },
    get kernelFiles() {
      return notebook.kernel.connected ? kernelFilesObject(view) : undefined;
    },
    get kernelLastConnectedTimeMs() {
      return notebook.kernel.lastConnectedAt;
    },
    kernel,
    notebookModel,
    getKernel: () => kernel,
    getNotebookModel: () => notebookModel,
    isExecuting: () => notebook.executing,
    userInteractionOccurred: () => {
      notebook.userInteractionOccurred();
      notebook.tell({ kind: 'activity', by: 'method', trusted: false, counted: true });
    },
    focusCell: (id: string) => notebook.focus(notebook.find(id) ?? null),
    insertCell: (kind: 'code' | 'text', options: { after?: boolean; index?: number } = {}) => {
      const { after = true, index = notebook.cells.length - 1 } = options;
      notebook.insert(kind, after ? index + 1 : index);
    },
    addCell: (kind: 'code' | 'text', options: { cellIndex?: number } = {}) => {
      notebook.insert(kind, options.cellIndex ?? notebook.cells.length);
    },
    removeCells: (views: readonly { getId(): string }[]) => {
      const ids = views.map((cell) => cell.getId());
      notebook.remove(notebook.cells.filter((cell) => ids.includes(cell.id)));
    },
    runAll: () => notebook.runAll(),
    clearAllOutputs: () => notebook.clearOutputs(),
    connectToKernel: () => notebook.kernel.connect(),
    // Colab's own Reconnect button passes 2, opening the Files pane 1; 0 only attaches to what is there.
    attemptAutoconnect: (_reason: number) => notebook.kernel.connect(),
    saveNotebook: () => notebook.save(),
    commandHandler: {
      execute: (command: string) => notebook.execute(command),
      supports: (command: string) => document.querySelector(`[command="${CSS.escape(command)}"]`) !== null,
    },
    notebookToolbar: {
      toolbarButtons: new Map(
        ['insert-cell-below', 'add-text'].map((command) => [command, { click: () => notebook.execute(command) }]),
      ),
    },
    colabMcpToolsService: { tools: toolObjects(view) },
  };
}

function cellObject(view: View, cell: Cell): Members {
  const { notebook } = view;
  const element = () => view.elements.get(cell) ?? null;
  const setText = (text: string) => notebook.setText(cell, text);
  const model = {
    toJson: () => ({
      cell_type: cell.kind === 'code' ? 'code' : 'markdown',
      id: cell.id,
      source: lines(cell.text),
      metadata: {},
      outputs: jsonOutputs(cell),
    }),
    get outputs() {
      return jsonOutputs(cell);
    },
    metadata: {},
    setText,
    removeOutputs: () => {
      cell.outputs = [];
      notebook.touch();
    },
    cell,
  };
  return {
    cellId: cell.id,
    model,
    getId: () => cell.id,
    getType: () => cell.kind,
    getText: () => cell.text,
    setText,
    isRunning: () => cell.phase === 'running',
    isPending: () => cell.phase === 'pending',
    isFocused: () => notebook.focused === cell,
    setFocused: (focused: boolean) => notebook.focus(focused ? cell : null),
    getExecutionCount: () => cell.executionCount,
    hasOutput: () => cell.outputs.length > 0,
    get lastExecutionFailed() {
      return cell.failed;
    },
    get lastExecutionError() {
      return cell.traceback;
    },
    getElement: element,
    get element_() {
      return element();
    },
    get runButton() {
      return element()?.querySelector('colab-run-button') ?? null;
    },
    outputArea: {
      get element_() {
        return element()?.querySelector('.output') ?? null;
      },
    },
    getEditor: () => view.editors.get(cell),
    scrollIntoView: () => element()?.scrollIntoView({ block: 'nearest' }),
    enterCell: () => notebook.focus(cell),
    setEditing: (editing: boolean) => editing && notebook.focus(cell),
    // Returns at once; without a runtime, and for a cell off screen that has no editor, nothing happens and nothing says so.
    manualExecute: (_fromUser?: boolean) => {
      if (notebook.kernel.connected && (cell.live || onScreen(element()))) void notebook.run(cell);
    },
    // Resolves only when the cell has finished.
    executeCellCommand: () => notebook.run(cell),
  };
}

function onScreen(element: Element | null): boolean {
  const box = element?.getBoundingClientRect();
  return box !== undefined && box.bottom > 0 && box.top < innerHeight;
}

function notebookModelObject(view: View): Members {
  const { notebook } = view;
  return {
    get cells() {
      return notebook.cells.map((cell) => ({
        textModel: { getValue: () => cell.text, setValue: (text: string) => notebook.setText(cell, text) },
        executionState: cell.phase === 'running' ? 'running' : cell.failed ? 'error' : undefined,
      }));
    },
    metadata: { colab: { name: notebook.name } },
    fileId: { source: 'drive', fileId: notebook.id },
    getFileId: () => ({ source: 'drive', fileId: notebook.id }),
    deleteCells: (models: readonly { cell: Cell }[]) => notebook.remove(models.map((model) => model.cell)),
    getAccelerator: () => notebook.kernel.assignment?.accelerator ?? 'NONE',
    getMachineShape: () => 's',
  };
}

function kernelObject({ notebook }: View): Members {
  const { kernel } = notebook;
  const state = () => {
    if (kernel.connection === 'allocating' || kernel.connection === 'connecting') return 'allocating';
    return kernel.connected ? 'connected' : 'connect';
  };
  return {
    isConnected: () => kernel.connected,
    // "A kernel is up", not "a cell executes".
    isRunning: () => kernel.connected,
    getState: state,
    get state() {
      return state();
    },
    get idleTimeoutInterval() {
      return kernel.assignment?.fit;
    },
    runtime: { kind: 'gce' },
    getEndpoint: () => ({ getManagedEndpoint: () => ({ managedId: kernel.assignment?.endpoint }) }),
    getNotebookId: () => notebook.id,
    // Silent, and it waits behind a running cell.
    execute: (code: string) => kernel.execute(code, null),
    disconnect: () => kernel.disconnect(),
    restart: () => kernel.restart(),
    unassignCurrentVm: () => kernel.unassign(),
    refreshConnectionDetails: () => {},
  };
}

/** The client of the Files pane; it works while a cell runs. */
function kernelFilesObject({ notebook: { kernel } }: View): Members {
  return {
    getFile: async (path: string) => {
      const answer = await fetch(kernel.address(`files/${path.replace(/^\//, '')}`));
      if (!answer.ok) throw new Error(`no file ${path}`);
      return answer.blob();
    },
    write: async (parent: string, name: string, content: ArrayBuffer) => {
      const bytes = Array.from(new Uint8Array(content), (byte) => String.fromCharCode(byte)).join('');
      const body = JSON.stringify({ type: 'file', format: 'base64', content: btoa(bytes) });
      const path = `${parent.replace(/^\//, '')}/${name}`;
      const answer = await fetch(kernel.address(`api/contents/${path}`), { method: 'PUT', body });
      if (!answer.ok) throw new Error(`cannot write ${path}`);
    },
  };
}

/** The page's half of Google's MCP tools, callable without any MCP connection. */
function toolObjects({ notebook }: View): Members[] {
  const tool = (toolName: string, toolCallback: (args: Record<string, unknown>) => Promise<Members>) => ({
    toolName,
    toolCallback,
  });
  const found = (args: Record<string, unknown>): Cell => {
    const cell = notebook.find(String(args['cellId']));
    if (!cell) throw new Error(`no cell ${String(args['cellId'])}`);
    return cell;
  };
  return [
    tool('get_cells', async ({ includeOutputs }) => ({
      cells: notebook.cells.map((cell) => ({
        id: cell.id,
        cell_type: cell.kind === 'code' ? 'code' : 'markdown',
        source: lines(cell.text),
        ...(includeOutputs ? { outputs: jsonOutputs(cell) } : {}),
      })),
    })),
    tool('add_code_cell', async ({ cellIndex, language, code }) => {
      if (typeof cellIndex !== 'number' || language !== 'python')
        throw new Error('cellIndex and language are required');
      const cell = notebook.insert('code', cellIndex);
      notebook.setText(cell, String(code));
      return { newCellId: cell.id };
    }),
    tool('update_cell', async (args) => {
      notebook.setText(found(args), String(args['content']));
      return {};
    }),
    tool('delete_cell', async (args) => {
      notebook.remove([found(args)]);
      return {};
    }),
    // Resolves on completion only.
    tool('run_code_cell', async (args) => {
      const cell = found(args);
      await notebook.run(cell);
      return { outputs: jsonOutputs(cell) };
    }),
  ];
}

/** As in a notebook file, where stream text is a list of lines. */
function jsonOutputs(cell: Cell): Members[] {
  return cell.outputs.map((output) =>
    output.output_type === 'stream' ? { ...output, text: lines(output.text) } : { ...output },
  );
}

function lines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

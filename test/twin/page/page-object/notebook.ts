import type { Cell } from '../model/cell.ts';
import type { View } from '../view/view.ts';
import { cellObject } from './cell.ts';
import { kernelFilesObject, kernelObject } from './kernel.ts';
import type { Members } from './members.ts';
import { toolObjects } from './tools.ts';

export function notebookObject(view: View, notebookModel: Members): Members {
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
    isExecuting: () => notebook.runner.executing,
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
    saveNotebook: () => notebook.saveByCommand(),
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

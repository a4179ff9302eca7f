import type { Cell } from '../model/cell.ts';
import type { View } from '../view/view.ts';
import { jsonOutputs, lines, type Members } from './members.ts';

export function cellObject(view: View, cell: Cell): Members {
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
      if (notebook.kernel.connected && (cell.live || onScreen(element()))) void notebook.runner.run(cell);
    },
    // Resolves only when the cell has finished.
    executeCellCommand: () => notebook.runner.run(cell),
  };
}

function onScreen(element: Element | null): boolean {
  const box = element?.getBoundingClientRect();
  return box !== undefined && box.bottom > 0 && box.top < innerHeight;
}

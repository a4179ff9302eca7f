import type { Cell } from '../model/cell.ts';
import type { View } from '../view/view.ts';
import type { Members } from './members.ts';

export function notebookModelObject(view: View): Members {
  const { notebook } = view;
  const source = notebook.variant.source === 'shared' ? 'drive' : notebook.variant.source;
  return {
    get cells() {
      return notebook.cells.map((cell) => ({
        textModel: { getValue: () => cell.text, setValue: (text: string) => notebook.setText(cell, text) },
        executionState: cell.phase === 'running' ? 'running' : cell.failed ? 'error' : undefined,
      }));
    },
    metadata: { colab: { name: notebook.name } },
    ...(source === 'scratch'
      ? {}
      : { fileId: { source, fileId: notebook.id }, getFileId: () => ({ source, fileId: notebook.id }) }),
    deleteCells: (models: readonly { cell: Cell }[]) => notebook.remove(models.map((model) => model.cell)),
    getAccelerator: () => notebook.kernel.assignment?.accelerator ?? 'NONE',
    getMachineShape: () => 's',
  };
}

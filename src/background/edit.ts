import { extendTrails } from '../store/trails';
import { changeNotebook, type NotebookChange, type NotebookEdit, type NotebookState } from '../store/write';
import { notifyOf } from './notify';
import { record } from './recorder';

/**
 * Changes a notebook in the store, keeps its downloads' trails, then tells the user and the flight recorder of what they should
 * know. All of the background writes through this.
 */
export async function editNotebook(key: string, edit: (state: NotebookState) => NotebookEdit): Promise<NotebookChange> {
  let before: NotebookState['notebook'];
  const change = await changeNotebook(key, (state) => {
    before = state.notebook;
    return edit(state);
  });
  recordChange(key, before, change);
  await extendTrails(change.changed);
  await notifyOf(change);
  return change;
}

function recordChange(key: string, before: NotebookState['notebook'], { notebook, changed }: NotebookChange): void {
  for (const { before: old, after } of changed) {
    if (old?.state !== after.state)
      record(key, { kind: 'progress', what: after.state, why: after.reason ?? after.error?.code ?? '', job: after.id });
  }
  const command = notebook?.command ?? null;
  if (command?.id === before?.command?.id) return;
  const what = command === null ? 'delivered' : command.overwriteEdited ? 'deliver-over-edits' : 'deliver';
  record(key, { kind: 'command', what });
}

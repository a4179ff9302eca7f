import { extendTrails } from '../store/trails';
import { changeNotebook, type NotebookChange, type NotebookEdit, type NotebookState } from '../store/write';
import { keepHistoryShort } from './history';
import { notifyOf } from './notify';
import { record } from './recorder';
import { keepSafetyCopy } from './safety';

/**
 * Changes a notebook in the store, keeps its downloads' trails, then tells the user and the flight recorder of what they should
 * know. All of the background writes through this.
 */
export async function editNotebook(key: string, edit: (state: NotebookState) => NotebookEdit): Promise<NotebookChange> {
  let before: NotebookState['notebook'];
  let shorter = false;
  const change = await changeNotebook(key, (state) => {
    before = state.notebook;
    const wanted = edit(state);
    shorter = (wanted.remove ?? []).length > 0;
    return wanted;
  });
  recordChange(key, before, change);
  await extendTrails(change.changed);
  await notifyOf(change);
  const moved = change.changed.filter(({ before: old, after }) => old?.state !== after.state);
  if (shorter || moved.length > 0) void keepSafetyCopy();
  if (moved.some(({ after }) => after.state === 'completed')) void keepHistoryShort();
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

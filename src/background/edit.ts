import { extendTrails } from '../store/trails';
import { changeNotebook, type NotebookChange, type NotebookEdit, type NotebookState } from '../store/write';
import { notifyOf } from './notify';

/** Changes a notebook in the store, keeps its downloads' trails, then tells the user of what they should know. All of the background writes through this. */
export async function editNotebook(key: string, edit: (state: NotebookState) => NotebookEdit): Promise<NotebookChange> {
  const change = await changeNotebook(key, edit);
  await extendTrails(change.changed);
  await notifyOf(change);
  return change;
}

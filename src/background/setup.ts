import type { KnownTab } from '../messaging/shown';
import type { Notebook } from '../store/schema';
import { act } from './act';
import { editNotebook } from './edit';

/**
 * Runs a notebook's marked set-up cells if its VM is a new one and the user wants that. Null where nothing stands in the way of
 * its downloads; else why not.
 */
export async function setUp(
  tab: KnownTab,
  notebook: Notebook,
): Promise<{ ok: false; code: string; message: string } | null> {
  const { enabled, doneOn } = notebook.setup;
  if (!enabled) return null;
  const result = await act(tab, 'tab/setup', { doneOn }, 'before-downloads');
  if (!result.ok) return result;
  const { vm } = result.value;
  if (vm !== doneOn)
    await editNotebook(notebook.key, ({ notebook: now }) =>
      now === undefined ? {} : { notebook: { ...now, setup: { ...now.setup, doneOn: vm } } },
    );
  return null;
}

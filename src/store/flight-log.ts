import { database } from './database';
import { type FlightEvent, flightEntry, repeated } from './flight-event';

/** Entries that are kept of one notebook, and of all together: the oldest go. */
const KEPT = 500;
const KEPT_IN_ALL = 5_000;

/** Adds an event to a notebook's log, or counts up the last one if it says the same. Only the background calls this. */
export async function appendFlight(notebook: string, event: FlightEvent, at: number): Promise<void> {
  const entry = flightEntry(notebook, event, at);
  const tx = (await database()).transaction('flight', 'readwrite');
  const ofNotebook = tx.store.index('notebook');
  const last = await ofNotebook.openCursor(notebook, 'prev');
  const again = last === null ? null : repeated(last.value, entry);
  if (last !== null && again !== null) await last.update(again);
  else {
    await tx.store.add(entry);
    if ((await ofNotebook.count(notebook)) > KEPT) await (await ofNotebook.openCursor(notebook))?.delete();
    else if ((await tx.store.count()) > KEPT_IN_ALL) await (await tx.store.openCursor())?.delete();
  }
  await tx.done;
}

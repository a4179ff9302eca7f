import type { FlightEvent } from '../store/flight-event';
import { appendFlight } from '../store/flight-log';
import { serialByKey } from './serial';

const inTurn = serialByKey();

/**
 * Writes one event into the notebook's flight recorder: the log of what was seen, decided and done, and why, that Diagnostics
 * shows. Nothing waits for it, and a log that cannot be written keeps nothing from being done.
 */
export function record(notebook: string, event: FlightEvent): void {
  const at = Date.now();
  void inTurn(notebook, () => appendFlight(notebook, event, at)).catch(() => undefined);
}

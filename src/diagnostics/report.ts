import type { PageTest, UiProtocol } from '../messaging/messages';
import { type FlightEntry, redacted } from '../store/flight-event';

export type Reading = UiProtocol['ui/read-page']['output'];

export interface Surroundings {
  version: string;
  browser: string;
  language: string;
}

/**
 * A reading without what belongs to its user: of titles, addresses and texts only the length is left. Texts of dialogs and
 * messages are Colab's own, but may quote a name: their digest tells whether two reports speak of the same one.
 */
export async function reportOf(
  reading: Reading,
  { rungs, lost }: PageTest,
  log: readonly FlightEntry[],
  surroundings: Surroundings,
) {
  const { url, notebook, title, cells, dialogs, snackbars, ...harmless } = reading;
  return {
    ...surroundings,
    ...harmless,
    notebook: notebook === null ? null : { kind: notebook.split(':')[0], length: notebook.length },
    urlLength: url.length,
    titleLength: title.length,
    cells: cells.map(({ id: _, ...cell }) => cell),
    dialogs: await Promise.all(
      dialogs.map(async ({ kind, title: heading, text, buttons }) => ({
        kind,
        title: await fingerprint(heading),
        text: await fingerprint(text),
        buttons: await Promise.all(buttons.map(fingerprint)),
      })),
    ),
    snackbars: await Promise.all(snackbars.map(fingerprint)),
    lost,
    ways: Object.fromEntries(
      Object.entries(rungs).map(([action, ways]) => [
        action,
        ways.filter(({ available }) => available).map(({ rung }) => rung),
      ]),
    ),
    log: redacted(log),
  };
}

/** Length of a text, and the beginning of its SHA-256. */
async function fingerprint(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const hex = [...digest.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${text.length}:${hex}`;
}

import { speak } from '../platform/texts';
import { readSettings } from '../store/settings';
import { rescue } from './rescue';

let settled: Promise<void> | null = null;

/** Resolves when the store is fit for use, and the user's language is known. A start that failed is tried again with the next event. */
export function ready(): Promise<void> {
  settled ??= begin().catch((error: unknown) => {
    settled = null;
    throw error;
  });
  return settled;
}

async function begin(): Promise<void> {
  await rescue();
  await speak((await readSettings()).language);
}

type Handlers = Record<string, (input: never, context: never) => Promise<unknown>>;

/** The same handlers, none of which does anything before that. */
export function whenReady<Table extends Handlers>(handlers: Table): Table {
  return Object.fromEntries(
    Object.entries(handlers).map(([kind, handle]) => [
      kind,
      async (input: never, context: never) => {
        await ready();
        return handle(input, context);
      },
    ]),
  ) as Table;
}

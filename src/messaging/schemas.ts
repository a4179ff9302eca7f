import * as v from 'valibot';
import { headers } from '../jobs/job-schema';
import { MAX_LINE_LENGTH } from '../jobs/progress';
import { wishes } from '../keepalive/guard-schema';

/** What may come in from a page or an extension page. Sizes are bounded, so that nothing from outside can fill the store. */

const text = (length: number) => v.pipe(v.string(), v.maxLength(length));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(512));
const tabId = v.pipe(v.number(), v.integer(), v.minValue(0));
const pageState = v.picklist([
  'unknown',
  'signed-out',
  'disconnected',
  'connecting',
  'idle',
  'busy',
  'lost',
  'captcha',
  'blocked',
]);
const colabUrl = v.pipe(text(4096), v.startsWith('https://colab.research.google.com/'));

const MAX_WORDS = 1000;
const dialog = v.object({
  kind: text(64),
  title: text(MAX_WORDS),
  text: text(MAX_WORDS),
  buttons: v.pipe(v.array(text(MAX_WORDS)), v.maxLength(20)),
  appeal: v.exactOptional(v.pipe(text(MAX_WORDS), v.startsWith('https://'))),
});

export const pageIdentity = v.object({
  notebook: v.nullable(id),
  url: colabUrl,
  title: v.pipe(
    v.string(),
    v.transform((title) => title.slice(0, 300)),
  ),
  state: pageState,
  dialog: v.optional(v.nullable(dialog), null),
});

export const rawProgress = v.object({
  line: v.nullable(text(MAX_LINE_LENGTH)),
  cellId: v.nullable(text(128)),
  running: v.boolean(),
  ways: v.optional(v.pipe(v.array(text(64)), v.maxLength(8)), []),
  foreign: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  framed: v.optional(v.boolean(), false),
});

export const notebookOfTab = v.object({ tabId });
/** A selection may be as long as the list. */
const ids = v.pipe(v.array(id), v.maxLength(100_000));
export const someJobs = v.object({ jobs: ids });
export const relaunch = v.object({ jobs: ids, overwriteEdited: v.boolean(), consent: v.boolean() });
export const move = v.object({ job: id, before: v.nullable(id) });
export const priority = v.object({ jobs: ids, priority: v.picklist([-1, 0, 1]) });
const { plan, ...overrides } = wishes.entries;
export const keepAlive = v.object({ tabId, plan });
export const keepAliveOverrides = v.object({
  tabId,
  countCells: v.exactOptional(overrides.countCells),
  budget: v.exactOptional(overrides.budget),
  schedule: v.exactOptional(overrides.schedule.wrapped),
});
export const tabSwitch = v.object({ tabId, on: v.boolean() });
export const notebookOnly = v.object({ notebook: id });
export const keepAliveAnswer = v.object({ notebook: id, yes: v.boolean() });
const jobInput = v.object({
  url: text(100_000),
  output: text(100_000),
  checksum: text(100_000),
  headers: v.exactOptional(headers),
  copyTo: v.exactOptional(text(100_000)),
  unpack: v.exactOptional(v.boolean()),
});
export const add = v.object({
  notebook: id,
  downloads: v.pipe(
    v.array(v.object({ id: v.pipe(v.string(), v.uuid()), input: jobInput })),
    v.minLength(1),
    v.maxLength(10_000),
  ),
  consent: v.boolean(),
});

const rung = v.object({
  rung: text(128),
  outcome: v.picklist(['unavailable', 'failed', 'no-effect', 'held']),
  detail: v.exactOptional(text(2000)),
});

export const replaceLink = v.object({ job: id, url: text(100_000) });
export const restore = v.object({ at: v.pipe(v.number(), v.safeInteger()) });
export const importFile = v.object({ text: v.string() });

const errorCodes = [
  'unknown-state',
  'not-connected',
  'dialog-open',
  'refused',
  'signed-out',
  'read-only',
  'cell-edited',
  'cell-running',
  'no-cell',
  'no-rung-held',
  'setup-failed',
] as const;

/** The answer of an action in a page, with a value that `value` describes. */
function actionResult<Value extends v.GenericSchema>(value: Value) {
  return v.variant('ok', [
    v.object({ ok: v.literal(true), value, rung: text(128), trace: v.array(rung) }),
    v.object({ ok: v.literal(false), code: v.picklist(errorCodes), message: text(2000), trace: v.array(rung) }),
  ]);
}

export const ensured = actionResult(v.object({ cellId: text(128), changed: v.boolean() }));
/** What the cell's list may be as text; what is in it is checked where it is read. */
export const cellList = v.nullable(text(4_000_000));
export const setUp = actionResult(v.object({ vm: v.nullable(text(128)), ran: v.number() }));
export const acted = actionResult(v.unknown());
const amount = v.nullable(v.object({ usedGb: v.number(), totalGb: v.number() }));
const cell = v.object({
  id: text(128),
  kind: v.picklist(['code', 'text']),
  state: v.picklist(['never-run', 'done', 'stale', 'failed', 'pending', 'running', 'waiting-for-input', 'unknown']),
  hasOutput: v.boolean(),
  lifeline: v.exactOptional(v.boolean()),
});

/** For each action the rungs that are there. */
export const selfTest = v.object({
  lost: v.pipe(v.array(text(32)), v.maxLength(32)),
  rungs: v.record(text(32), v.pipe(v.array(v.object({ rung: text(64), available: v.boolean() })), v.maxLength(32))),
});

/** From an output frame: whoever can print in a cell wrote it. */
export const frameProgress = v.object({ lines: v.pipe(v.array(text(MAX_LINE_LENGTH)), v.maxLength(5)) });

export const trust = v.object({ tabId, on: v.boolean() });

export const pageReading = v.object({
  notebook: pageIdentity.entries.notebook,
  url: pageIdentity.entries.url,
  title: pageIdentity.entries.title,
  state: pageIdentity.entries.state,
  accelerator: v.nullable(text(64)),
  ram: amount,
  disk: amount,
  cells: v.array(cell),
  dialogs: v.array(dialog),
  snackbars: v.array(v.string()),
  lasts: v.nullable(v.pipe(v.number(), v.minValue(0))),
  vm: v.nullable(text(128)),
  readOnly: v.boolean(),
  versionTag: v.nullable(text(256)),
  layers: v.object({ pageObject: v.boolean(), dom: v.boolean() }),
});

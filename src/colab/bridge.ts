/**
 * The line between the isolated world and the page's own: string-detail `CustomEvent`s on `document`, under a name that is
 * random for each load. Strings cross worlds as they are, objects would not. Neither side trusts the other: the main side
 * serves an allow-list of commands, the isolated side checks every answer. A page can always lie about itself; all that a
 * lie can reach is what this extension shows for that page.
 */

/** What the page object of Colab told; null for what it could not tell. All of it is the page's word. */
export interface ObjectReading {
  versionTag: string | null;
  signedIn: boolean | null;
  connected: boolean | null;
  kernelState: string | null;
  executing: boolean | null;
  cells: ObjectCell[] | null;
  /** Tactics that the page object offers at this moment. */
  can: string[];
}

export interface ObjectCell {
  id: string;
  kind: 'code' | 'text';
  running: boolean | null;
  pending: boolean | null;
  failed: boolean | null;
  lifeline: boolean | null;
}

/** Commands of the page's side: what they take, and what they give. */
export interface Commands {
  /** Reading the cells goes through all their sources: left out where only the state is wanted. */
  look: { input: { cells: boolean }; output: ObjectReading | null };
  read: { input: { id: string }; output: string | null };
  write: { input: { id: string; text: string }; output: null };
  writeModel: { input: { id: string; text: string }; output: null };
  writeEditor: { input: { id: string; text: string }; output: null };
  readEditor: { input: { id: string }; output: string | null };
  insert: { input: { index: number }; output: null };
  add: { input: { index: number }; output: null };
  toolInsert: { input: { index: number; text: string }; output: null };
  remove: { input: { id: string }; output: null };
  delete: { input: { id: string }; output: null };
  toolDelete: { input: { id: string }; output: null };
  pressRun: { input: { id: string }; output: null };
  executeCommand: { input: { id: string }; output: null };
  execute: { input: { id: string }; output: null };
  focus: { input: { id: string }; output: null };
  autoconnect: { input: Record<string, never>; output: null };
  connect: { input: Record<string, never>; output: null };
  interrupt: { input: Record<string, never>; output: null };
  touch: { input: Record<string, never>; output: null };
  unassign: { input: Record<string, never>; output: null };
  vm: { input: Record<string, never>; output: string | null };
  outputText: { input: { id: string }; output: string[] };
  progressFile: { input: Record<string, never>; output: string | null };
}

export type CommandName = keyof Commands;
export type CommandTable = {
  [Name in CommandName]: (
    input: Commands[Name]['input'],
  ) => Commands[Name]['output'] | Promise<Commands[Name]['output']>;
};

/** What the other side must be able to parse; anything longer than this is not ours. */
const MAX_DETAIL = 4_000_000;
const HANDSHAKE = 'lifeline-for-colab:channel';
const CALL = ':call';
const ANSWER = ':answer';

type Channel = Pick<Document, 'addEventListener' | 'dispatchEvent'>;

/**
 * Main-world side: serves `commands` to the isolated world until `signal` aborts. The natives are taken at load, at
 * `document_start`, before the page's scripts could replace them.
 */
export function serveBridge(document: Document, commands: CommandTable, signal: AbortSignal): void {
  const { parse, stringify } = JSON;
  const Event = CustomEvent;
  const listen = document.addEventListener.bind(document);
  const dispatch = document.dispatchEvent.bind(document);
  const table = new Map<string, (input: never) => unknown>(Object.entries(commands));
  let name: string | null = null;

  const answer = (id: number, body: { ok: true; value: unknown } | { ok: false; error: string }) => {
    dispatch(new Event(name + ANSWER, { detail: stringify({ id, ...body }) }));
  };
  const serve = (event: globalThis.Event) => {
    const call = open(event, parse);
    if (call === null || typeof call.id !== 'number' || typeof call.command !== 'string') return;
    const { id } = call;
    const refuse = (error: unknown) => answer(id, { ok: false, error: describe(error) });
    const command = table.get(call.command);
    if (command === undefined) return refuse('unknown command');
    try {
      const value = command(call.input as never);
      if (value instanceof Promise) value.then((later) => answer(id, { ok: true, value: later }), refuse);
      else answer(id, { ok: true, value });
    } catch (error) {
      refuse(error);
    }
  };
  listen(
    HANDSHAKE,
    (event) => {
      const hello = open(event, parse);
      if (hello === null || typeof hello.name !== 'string' || !/^[\w-]{16,64}$/.test(hello.name) || name === hello.name)
        return;
      name = hello.name;
      listen(name + CALL, serve, { signal });
      dispatch(new Event(HANDSHAKE, { detail: stringify({ ready: name }) }));
    },
    { signal },
  );
  dispatch(new Event(HANDSHAKE, { detail: stringify({ waiting: true }) }));
}

/** Isolated side of the bridge. A command that gets no answer fails with "no answer": the main-world script is not there. */
export class Bridge {
  readonly #document: Channel;
  readonly #name: string;
  readonly #pending = new Map<number, (body: Record<string, unknown>) => void>();
  #lastId = 0;

  /** `name` is random for each load; `signal` ends the bridge when a newer copy of the content script takes over. */
  constructor(document: Channel, name: string, signal: AbortSignal) {
    this.#document = document;
    this.#name = name;
    document.addEventListener(
      name + ANSWER,
      (event) => {
        const body = open(event, JSON.parse);
        if (body === null || typeof body.id !== 'number') return;
        const settle = this.#pending.get(body.id);
        this.#pending.delete(body.id);
        settle?.(body);
      },
      { signal },
    );
    const greet = () => document.dispatchEvent(new CustomEvent(HANDSHAKE, { detail: JSON.stringify({ name }) }));
    document.addEventListener(
      HANDSHAKE,
      (event) => {
        if (open(event, JSON.parse)?.waiting === true) greet();
      },
      { signal },
    );
    greet();
  }

  /** Asks for what the page's side answers at once; throws if it does not. */
  now<Name extends CommandName>(command: Name, input: Commands[Name]['input']): unknown {
    let body: Record<string, unknown> | undefined;
    const id = this.#send(command, input, (answer) => {
      body = answer;
    });
    this.#pending.delete(id);
    return unwrap(body);
  }

  /** Asks for what may take `within` milliseconds. */
  later<Name extends CommandName>(command: Name, input: Commands[Name]['input'], within: number): Promise<unknown> {
    return new Promise<Record<string, unknown> | undefined>((resolve) => {
      const id = this.#send(command, input, resolve);
      setTimeout(() => {
        this.#pending.delete(id);
        resolve(undefined);
      }, within);
    }).then(unwrap);
  }

  #send(command: string, input: unknown, settle: (body: Record<string, unknown>) => void): number {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#pending.set(id, settle);
    this.#document.dispatchEvent(
      new CustomEvent(this.#name + CALL, { detail: JSON.stringify({ id, command, input }) }),
    );
    return id;
  }
}

function unwrap(body: Record<string, unknown> | undefined): unknown {
  if (body === undefined) throw new Error('no answer');
  if (body.ok !== true) throw new Error(typeof body.error === 'string' ? body.error.slice(0, 200) : 'refused');
  return body.value;
}

function open(event: Event, parse: (text: string) => unknown): Record<string, unknown> | null {
  const { detail } = event as CustomEvent<unknown>;
  if (typeof detail !== 'string' || detail.length > MAX_DETAIL) return null;
  try {
    const value = parse(detail);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function describe(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error).slice(0, 200);
  } catch {
    return 'error';
  }
}

/** Checks what the page's side sent as its reading; anything of a wrong shape is null. */
export function asObjectReading(value: unknown): ObjectReading | null {
  if (typeof value !== 'object' || value === null) return null;
  const reading = value as Record<string, unknown>;
  const cells = Array.isArray(reading.cells) ? reading.cells.slice(0, MAX_CELLS).map(asCell) : null;
  return {
    versionTag: textOrNull(reading.versionTag),
    signedIn: flag(reading.signedIn),
    connected: flag(reading.connected),
    kernelState: textOrNull(reading.kernelState),
    executing: flag(reading.executing),
    cells: cells === null || cells.includes(null) ? null : (cells as ObjectCell[]),
    can: Array.isArray(reading.can) ? reading.can.filter((name) => typeof name === 'string').slice(0, 40) : [],
  };
}

export const MAX_CELLS = 5000;
export const CELL_ID = /^[\w-]{1,64}$/;

function asCell(value: unknown): ObjectCell | null {
  if (typeof value !== 'object' || value === null) return null;
  const cell = value as Record<string, unknown>;
  if (typeof cell.id !== 'string' || !CELL_ID.test(cell.id)) return null;
  return {
    id: cell.id,
    kind: cell.kind === 'text' ? 'text' : 'code',
    running: flag(cell.running),
    pending: flag(cell.pending),
    failed: flag(cell.failed),
    lifeline: flag(cell.lifeline),
  };
}

const flag = (value: unknown) => (typeof value === 'boolean' ? value : null);
const textOrNull = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : null);

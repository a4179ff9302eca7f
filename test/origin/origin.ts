import { createCipheriv, createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the origin serves one file. */
export interface FileOptions {
  /** In bytes. */
  size: number;
  /** Bytes a second for each connection; default is as fast as it goes. */
  rate?: number;
  /** Resets the connection after so many body bytes of each response. */
  resetEvery?: number;
  /** Sends no byte at or beyond this offset until `release()`. */
  holdAt?: number;
  /** Answers with this status instead of the file. */
  status?: number;
  /** Gives the file only to who sends this as `Cookie`. */
  cookie?: string;
}

export interface ServedFile {
  url: string;
  size: number;
  sha256: string;
  /** Body bytes handed to the network so far, over all requests. */
  sent(): number;
  /** The Range header of each request, null where there was none. */
  requests(): (string | null)[];
  /** Connections that a body flows on now: more than one at a time would be a second writer. */
  mostAtOnce(): number;
  release(): void;
}

const CHUNK = 64 * 1024;
const SLICE_MS = 20;

/** A download server on loopback that holds, slows and breaks its answers as told, and counts what it sends. */
export async function startOrigin() {
  const files = new Map<string, { options: FileOptions; content: Buffer; state: State }>();
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://origin').pathname.slice(1);
    const file = files.get(name);
    if (file === undefined) response.writeHead(404).end();
    else void serve(file, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    add(name: string, options: FileOptions): ServedFile {
      const content = pseudoRandom(name, options.size);
      const state: State = {
        sent: 0,
        requests: [],
        open: 0,
        mostAtOnce: 0,
        released: options.holdAt === undefined,
        waiting: [],
      };
      files.set(name, { options, content, state });
      return {
        url: `http://127.0.0.1:${port}/${name}`,
        size: options.size,
        sha256: createHash('sha256').update(content).digest('hex'),
        sent: () => state.sent,
        requests: () => state.requests,
        mostAtOnce: () => state.mostAtOnce,
        release() {
          state.released = true;
          for (const go of state.waiting.splice(0)) go();
        },
      };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface State {
  sent: number;
  requests: (string | null)[];
  open: number;
  mostAtOnce: number;
  released: boolean;
  waiting: (() => void)[];
}

async function serve(
  { options, content, state }: { options: FileOptions; content: Buffer; state: State },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size } = options;
  state.requests.push(request.headers.range ?? null);
  const { status = options.cookie === undefined || options.cookie === request.headers.cookie ? null : 403 } = options;
  if (status !== null) {
    response.writeHead(status).end();
    return;
  }
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = range === null ? 0 : Number(range[1]);
  const end = range?.[2] ? Math.min(Number(range[2]) + 1, size) : size;
  if (start >= size && size > 0) {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    return;
  }
  response.writeHead(range === null ? 200 : 206, {
    'content-type': 'application/octet-stream',
    'content-length': end - start,
    'accept-ranges': 'bytes',
    etag: `"${size}-v1"`,
    ...(range === null ? {} : { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
  });
  state.mostAtOnce = Math.max(state.mostAtOnce, ++state.open);
  try {
    await sendBody(options, state, content.subarray(start, end), start, response);
  } finally {
    state.open--;
  }
}

async function sendBody(
  { rate, resetEvery, holdAt }: FileOptions,
  state: State,
  body: Buffer,
  start: number,
  response: ServerResponse,
) {
  const gone = new Promise<void>((resolve) => response.once('close', resolve));
  let position = 0;
  while (position < body.length && !response.destroyed) {
    const held = !state.released && holdAt !== undefined;
    if (held && start + position >= holdAt) {
      await Promise.race([gone, new Promise<void>((resolve) => state.waiting.push(resolve))]);
      continue;
    }
    const limit = Math.min(
      rate === undefined ? CHUNK : Math.max(1, Math.floor((rate * SLICE_MS) / 1000)),
      held ? holdAt - start - position : body.length,
      resetEvery === undefined ? body.length : resetEvery - position,
    );
    const chunk = body.subarray(position, position + limit);
    state.sent += chunk.length;
    position += chunk.length;
    if (!response.write(chunk)) await Promise.race([gone, new Promise((resolve) => response.once('drain', resolve))]);
    if (rate !== undefined) await new Promise((resolve) => setTimeout(resolve, SLICE_MS));
    if (resetEvery !== undefined && position >= resetEvery) {
      // What was written has to leave before the reset, or the bytes that the client got would depend on luck.
      await new Promise((resolve) => response.write('', resolve));
      response.socket?.resetAndDestroy();
      return;
    }
  }
  response.end();
}

/** Bytes that do not repeat, and are the same in each run. */
function pseudoRandom(name: string, size: number): Buffer {
  const key = createHash('md5').update(name).digest();
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
}

export type Origin = Awaited<ReturnType<typeof startOrigin>>;

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';

/** What a command answers: of each only what is used here. */
interface Answer {
  context: string;
  data: string;
  result: { value: unknown };
  exceptionDetails?: { text: string };
}

/** A Firefox that listens to WebDriver BiDi. */
export interface Firefox {
  /** What pages have logged as errors. */
  errors: readonly string[];
  send(method: string, params: object): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts a Firefox without a window. Rejects if there is none at `path`. */
export async function startFirefox(path: string, profile: string): Promise<Firefox> {
  const firefox = spawn(path, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0']);
  const ended = new Promise((resolve) => firefox.once('exit', resolve));
  const { errors, send } = await connect(await endpointOf(firefox));
  await send('session.new', { capabilities: {} });
  await send('session.subscribe', { events: ['log.entryAdded'] });
  return {
    errors,
    send,
    async close() {
      firefox.kill();
      await ended;
    },
  };
}

function endpointOf(firefox: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    firefox.once('exit', (code) => reject(new Error(`Firefox has ended with ${code}`)));
    firefox.once('error', reject);
    if (firefox.stderr === null) return;
    createInterface(firefox.stderr).on('line', (line) => {
      const [, found] = /WebDriver BiDi listening on (ws:\S+)/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
}

async function connect(endpoint: string): Promise<Pick<Firefox, 'errors' | 'send'>> {
  const socket = new WebSocket(`${endpoint}/session`);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const errors: string[] = [];
  const waiting = new Map<number, (message: Message) => void>();
  socket.on('message', (raw: Buffer) => {
    const message = JSON.parse(raw.toString()) as Message;
    if (message.method === 'log.entryAdded' && message.params?.level === 'error') errors.push(message.params.text);
    waiting.get(message.id ?? 0)?.(message);
    waiting.delete(message.id ?? 0);
  });
  let last = 0;
  return {
    errors,
    send(method, params) {
      const id = ++last;
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise((resolve, reject) => {
        waiting.set(id, ({ result, error, message }) => {
          if (result === undefined) reject(new Error(`${method}: ${error}: ${message}`));
          else resolve(result);
        });
      });
    },
  };
}

/** An answer to the command `id`, or an event. */
interface Message {
  id?: number;
  result?: Answer;
  error?: string;
  message?: string;
  method?: string;
  params?: { level: string; text: string };
}

import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import type { Boot, SavedNotebook } from '../protocol.ts';
import type { Certificate } from './certificate.ts';
import type { TwinNotebook } from './notebook.ts';
import type { PageScripts } from './page-scripts.ts';
import { contentSecurityPolicy, OUTPUT_FRAME, shellDocument } from './shell.ts';

export const COLAB = 'colab.research.google.com';
export const OUTPUT_HOST = 'colab.googleusercontent.com';
/** Hosts that the real page loads frames from; here they answer with an empty page. */
export const FOREIGN_HOSTS = ['accounts.google.com', 'www.google.com', 'feedback-pa.clients6.google.com'];

const VERSION_TAG = 'colab-external_20260323-060112_RC00_888000233';
const MONACO = join(dirname(createRequire(import.meta.url).resolve('monaco-editor/package.json')), 'min/vs');
const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.ttf': 'font/ttf',
};

/** The twin's web server: every host that the page needs, on one port. */
export class TwinServer {
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #scripts: PageScripts;
  readonly #find: (id: string) => TwinNotebook | undefined;
  readonly #clockSpeed: number;

  constructor(options: {
    certificate: Certificate;
    scripts: PageScripts;
    clockSpeed: number;
    find: (id: string) => TwinNotebook | undefined;
  }) {
    this.#scripts = options.scripts;
    this.#find = options.find;
    this.#clockSpeed = options.clockSpeed;
    this.#server = createServer({ key: options.certificate.key, cert: options.certificate.cert });
    this.#server.on('request', (req, res) => void this.#answer(req, res));
    this.#server.on('upgrade', (req, socket, head) => {
      const url = new URL(req.url ?? '/', `https://${COLAB}`);
      const notebook = this.#find(url.searchParams.get('nbh') ?? '');
      if (!url.pathname.endsWith('/channels') || !notebook?.assignment) return socket.destroy();
      this.#sockets.handleUpgrade(req, socket, head, (page) =>
        notebook.attach(page, Number(url.searchParams.get('after'))),
      );
    });
  }

  /** Listens on a free port of 127.0.0.1 and returns it. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const page of this.#sockets.clients) page.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const host = req.headers.host ?? '';
    const url = new URL(req.url ?? '/', `https://${host}`);
    try {
      if (host === COLAB) await this.#colab(req, res, url);
      else if (host.endsWith(`-${OUTPUT_HOST}`)) this.#outputFrame(res, url);
      else send(res, 200, '.html', '<!doctype html><title></title>');
    } catch (error) {
      if (!res.headersSent) send(res, 500, '.json', JSON.stringify({ error: String(error) }));
      else res.destroy();
    }
  }

  #outputFrame(res: ServerResponse, url: URL): void {
    if (url.pathname === '/outputframe.html') send(res, 200, '.html', OUTPUT_FRAME);
    else if (url.pathname === '/outputframe.js') send(res, 200, '.js', this.#scripts.outputFrame);
    else send(res, 404, '.html', '');
  }

  async #colab(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const [first = '', second = '', third = ''] = url.pathname.split('/').slice(1);
    const notebook = this.#find(url.searchParams.get('nbh') ?? '');
    if (first === 'drive') this.#document(res, second);
    else if (first === 'static') this.#static(res, url.pathname.slice('/static/'.length));
    else if (first === '_') send(res, 200, '.html', '<!doctype html><title></title>');
    else if (first === 'twin' && notebook) await this.#notebookFile(req, res, notebook);
    else if (first === 'tun' && second === 'm' && notebook) await this.#tunnel(req, res, url, notebook, third);
    else send(res, 404, '.html', '<!doctype html><title>Not found</title>');
  }

  #document(res: ServerResponse, id: string): void {
    const notebook = this.#find(id);
    if (!notebook) return send(res, 404, '.html', '<!doctype html><title>Notebook not found</title>');
    const nonce = randomBytes(16).toString('base64');
    res.setHeader('content-security-policy', contentSecurityPolicy(nonce));
    const globals = {
      colabVersionTag: VERSION_TAG,
      colabScsVersion: '1',
      hl: 'en',
      colabExperiments: { dialog_ui_refresh: false, recaptcha_polling_frequency_ms: 300_000 },
      colabUserEmail: 'someone@example.com',
    };
    send(res, 200, '.html', shellDocument(nonce, { language: 'en', globals }));
  }

  #static(res: ServerResponse, path: string): void {
    if (path === 'external_binary.js') return send(res, 200, '.js', this.#scripts.page);
    const file = join(MONACO, normalize(`/${path.replace(/^monaco\/vs\//, '')}`));
    if (!existsSync(file) || !statSync(file).isFile()) return send(res, 404, '.html', '');
    res.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(res);
  }

  /** Drive: the notebook's file, read at load and written when the page saves. */
  async #notebookFile(req: IncomingMessage, res: ServerResponse, notebook: TwinNotebook): Promise<void> {
    if (req.method === 'PUT') {
      notebook.save(JSON.parse(await body(req)) as SavedNotebook);
      return send(res, 204, '.json', '');
    }
    const { id, name, variant, assignment } = notebook;
    const boot: Boot = { id, name, variant, assignment, clockSpeed: this.#clockSpeed, ...notebook.load() };
    send(res, 200, '.json', JSON.stringify(boot));
  }

  /** `/tun/m/…`: assignment of VMs, and the way to the Jupyter server of the assigned one. */
  async #tunnel(
    req: IncomingMessage,
    res: ServerResponse,
    url: URL,
    notebook: TwinNotebook,
    what: string,
  ): Promise<void> {
    if (what === 'assign') {
      if (req.method === 'POST') return send(res, 200, '.json', JSON.stringify(await notebook.assign()));
      return send(res, 200, '.json', JSON.stringify(notebook.assignment));
    }
    if (what === 'unassign') {
      await notebook.unassign();
      return send(res, 204, '.json', '');
    }
    if (what !== notebook.assignment?.endpoint) return send(res, 404, '.json', '{}');
    const rest = url.pathname.split('/').slice(4).join('/');
    if (rest === 'keep-alive/') return send(res, 200, '.json', '');
    if (rest === 'restart') {
      await notebook.restartKernel();
      return send(res, 204, '.json', '');
    }
    if (rest === 'interrupt') {
      await notebook.interrupt();
      return send(res, 204, '.json', '');
    }
    forward(req, res, notebook, `/${rest}`);
  }
}

/** Passes a request on to the VM's Jupyter server, as Colab's runtime proxy does. */
function forward(req: IncomingMessage, res: ServerResponse, notebook: TwinNotebook, path: string): void {
  const jupyter = notebook.vm?.jupyter;
  if (!jupyter) return send(res, 404, '.json', '{}');
  const { host: _, ...headers } = req.headers;
  const upstream = request(
    {
      host: '127.0.0.1',
      port: jupyter.port,
      path,
      method: req.method,
      headers: { ...headers, authorization: `token ${jupyter.token}` },
    },
    (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    },
  );
  upstream.on('error', () => (res.headersSent ? res.destroy() : send(res, 502, '.json', '{}')));
  req.pipe(upstream);
}

function send(res: ServerResponse, status: number, type: string, content: string): void {
  res.writeHead(status, { 'content-type': TYPES[type] ?? 'text/plain', 'cache-control': 'no-store' });
  res.end(content);
}

async function body(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

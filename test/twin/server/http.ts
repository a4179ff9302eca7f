import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { basename, dirname, extname, join, normalize } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Boot, SavedNotebook } from '../protocol.ts';
import { bodyOf, send, typeOf } from './answer.ts';
import type { Certificate } from './certificate.ts';
import { SCRATCHPAD, type TwinNotebook } from './notebook.ts';
import type { PageScripts } from './page-scripts.ts';
import { contentSecurityPolicy, OUTPUT_FRAME, shellDocument } from './shell.ts';
import { answerTunnel } from './tunnel.ts';

export const COLAB = 'colab.research.google.com';
export const OUTPUT_HOST = 'colab.googleusercontent.com';
/** Where the page itself asks to keep its runtime (bundle and command line tools, 2026). */
const API_HOST = 'colab.clients6.google.com';
/** The other hosts that the real page needs; but for the one above they answer with an empty page. */
export const FOREIGN_HOSTS = ['accounts.google.com', 'www.google.com', 'feedback-pa.clients6.google.com', API_HOST];

const VERSION_TAG = 'colab-external_20260323-060112_RC00_888000233';
const MONACO = join(dirname(createRequire(import.meta.url).resolve('monaco-editor/package.json')), 'min/vs');

/** Colab's own names of the languages; `html[lang]` has the short ones. */
const HL = { en: 'en', es: 'es-419', pt: 'pt-BR', tr: 'tr' } as const;

/** The twin's web server: every host that the page needs, on one port. */
export class TwinServer {
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #scripts: PageScripts;
  readonly #notebooks: () => readonly TwinNotebook[];

  constructor(options: { certificate: Certificate; scripts: PageScripts; notebooks: () => readonly TwinNotebook[] }) {
    this.#scripts = options.scripts;
    this.#notebooks = options.notebooks;
    this.#server = createServer({ key: options.certificate.key, cert: options.certificate.cert });
    this.#server.on('request', (req, res) => void this.#answer(req, res));
    this.#server.on('upgrade', (req, socket, head) => {
      const connect = this.#socketFor(new URL(req.url ?? '/', `https://${COLAB}`));
      if (connect) this.#sockets.handleUpgrade(req, socket, head, connect);
      else socket.destroy();
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

  #find(id: string | null): TwinNotebook | undefined {
    if (id !== basename(SCRATCHPAD)) return this.#notebooks().find((notebook) => notebook.id === id);
    // The page learns which one it is.
    return this.#notebooks().findLast(({ variant }) => variant.source === 'scratch');
  }

  /** The page's two sockets: to the kernel, and to the test. */
  #socketFor(url: URL): ((page: WebSocket) => void) | null {
    const notebook = this.#find(url.searchParams.get('nbh'));
    if (!notebook) return null;
    if (url.pathname === '/twin/page') return (page) => notebook.open(page);
    if (!url.pathname.endsWith('/channels') || !notebook.assignment) return null;
    return (page) => notebook.attach(page, Number(url.searchParams.get('after')));
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const host = req.headers.host ?? '';
    const url = new URL(req.url ?? '/', `https://${host}`);
    try {
      if (host === COLAB) await this.#colab(req, res, url);
      else if (host === API_HOST) await this.#api(req, res, url);
      else if (host.endsWith(`-${OUTPUT_HOST}`)) this.#outputFrame(res, url);
      else send(res, 200, '.html', '<!doctype html><title></title>');
    } catch (error) {
      if (!res.headersSent) send(res, 500, '.json', JSON.stringify({ error: String(error) }));
      else res.destroy();
    }
  }

  async #api(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    if (!url.pathname.endsWith('/KeepAliveAssignment')) return send(res, 404, '.json', '');
    const endpoint = await bodyOf(req);
    const notebook = this.#notebooks().find(({ assignment }) => assignment?.endpoint === endpoint);
    notebook?.keepAlive('page');
    send(res, notebook ? 200 : 404, '.json', '');
  }

  #outputFrame(res: ServerResponse, url: URL): void {
    if (url.pathname === '/outputframe.html') send(res, 200, '.html', OUTPUT_FRAME);
    else if (url.pathname === '/outputframe.js') send(res, 200, '.js', this.#scripts.outputFrame);
    else send(res, 404, '.html', '');
  }

  async #colab(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const [first = '', second = ''] = url.pathname.split('/').slice(1);
    if (first === 'drive' || url.pathname === SCRATCHPAD) this.#document(res, second);
    else if (first === 'static') this.#static(res, url.pathname.slice('/static/'.length));
    else if (first === '_') send(res, 200, '.html', '<!doctype html><title></title>');
    else if (first === 'twin') await this.#notebookFile(req, res, url);
    else if (first === 'tun' && second === 'm') await answerTunnel(req, res, url, this.#notebooks());
    else send(res, 404, '.html', '<!doctype html><title>Not found</title>');
  }

  #document(res: ServerResponse, id: string): void {
    const notebook = this.#find(id);
    if (!notebook) return send(res, 404, '.html', '<!doctype html><title>Notebook not found</title>');
    const nonce = randomBytes(16).toString('base64');
    res.setHeader('content-security-policy', contentSecurityPolicy(nonce));
    const { language, user } = notebook.variant;
    const globals = {
      colabVersionTag: VERSION_TAG,
      colabScsVersion: '1',
      hl: HL[language],
      colabExperiments: { dialog_ui_refresh: false, recaptcha_polling_frequency_ms: 300_000 },
      colabUserEmail: user === 'signed-out' ? '' : 'someone@example.com',
    };
    send(res, 200, '.html', shellDocument(nonce, { language, globals }));
  }

  #static(res: ServerResponse, path: string): void {
    if (path === 'external_binary.js') return send(res, 200, '.js', this.#scripts.page);
    const file = join(MONACO, normalize(`/${path.replace(/^monaco\/vs\//, '')}`));
    if (!existsSync(file) || !statSync(file).isFile()) return send(res, 404, '.html', '');
    res.writeHead(200, { 'content-type': typeOf(extname(file)) });
    createReadStream(file).pipe(res);
  }

  /** Drive: the notebook's file, read at load and written when the page saves. */
  async #notebookFile(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const notebook = this.#find(url.searchParams.get('nbh'));
    if (!notebook) return send(res, 404, '.json', '{}');
    if (req.method === 'PUT') {
      notebook.save(JSON.parse(await bodyOf(req)) as SavedNotebook);
      return send(res, 204, '.json', '');
    }
    const { id, name, variant, clockSpeed, assignment } = notebook;
    const boot: Boot = { id, name, variant, assignment, clockSpeed, ...notebook.load() };
    send(res, 200, '.json', JSON.stringify(boot));
  }
}

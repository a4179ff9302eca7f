import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Refusal } from '../control.ts';
import { send } from './answer.ts';
import type { TwinNotebook } from './notebook.ts';

/** Statuses of the assign request (Colab's extension for VS Code, 2026-08); the CAPTCHA comes as a field of an answer. */
const STATUS: Record<Refusal, number> = { 'too-many-sessions': 412, 'no-gpu': 503, captcha: 200, error: 500 };

/**
 * `/tun/m/<what>/<rest>`: assignment of VMs, and the way to the Jupyter server of the assigned one. The page's own requests
 * name the notebook (`nbh`), those by the endpoint alone are looked up in `notebooks`.
 */
export async function answerTunnel(
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
  notebooks: readonly TwinNotebook[],
): Promise<void> {
  const [what = '', ...path] = url.pathname.split('/').slice(3);
  const rest = path.join('/');
  if (rest === 'keep-alive/') return keepAlive(req, res, what, notebooks);
  const notebook = notebooks.find(({ id }) => id === url.searchParams.get('nbh'));
  if (!notebook) return send(res, 404, '.json', '{}');
  if (what === 'assign') {
    if (req.method !== 'POST') return send(res, 200, '.json', JSON.stringify(notebook.assignment));
    const answer = await notebook.assign();
    return send(res, 'refusal' in answer ? STATUS[answer.refusal] : 200, '.json', JSON.stringify(answer));
  }
  if (what === 'unassign') {
    await notebook.unassign();
    return send(res, 204, '.json', '');
  }
  if (what !== notebook.assignment?.endpoint) return send(res, 404, '.json', '{}');
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

/** As seen from outside (2026-07): 400 without the tunnel's header, 404 for a VM that is gone; else it counts on arrival. */
function keepAlive(
  req: IncomingMessage,
  res: ServerResponse,
  endpoint: string,
  notebooks: readonly TwinNotebook[],
): void {
  const notebook = notebooks.find(({ assignment }) => assignment?.endpoint === endpoint);
  if (!notebook) return send(res, 404, '.json', '');
  if (req.headers['x-colab-tunnel'] !== 'Google') return send(res, 400, '.json', '');
  notebook.keepAlive('tunnel');
  if (notebook.variant.tunnelAnswers) send(res, 200, '.json', '');
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

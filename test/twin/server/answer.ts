import type { IncomingMessage, ServerResponse } from 'node:http';

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.ttf': 'font/ttf',
};

/** Content type of a file by its extension, dot included. */
export function typeOf(extension: string): string {
  return TYPES[extension] ?? 'application/octet-stream';
}

export function send(res: ServerResponse, status: number, extension: string, content: string): void {
  res.writeHead(status, { 'content-type': typeOf(extension), 'cache-control': 'no-store' });
  res.end(content);
}

export async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

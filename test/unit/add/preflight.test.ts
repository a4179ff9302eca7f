import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { check } from '../../../src/add/preflight';

let close: (() => void) | null = null;
afterEach(() => close?.());

async function served(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
}

describe('check', () => {
  it('asks for one byte, and believes only a 206', async () => {
    let range: string | undefined;
    const url = await served((request, response) => {
      range = request.headers.range;
      response.writeHead(206, { 'content-range': 'bytes 0-0/12345', 'content-length': '1' }).end('x');
    });
    expect(await check(url, fetch)).toEqual({ kind: 'file', size: 12_345, resumable: true });
    expect(range).toBe('bytes=0-0');
  });

  it('reads no more of a server that sends everything', async () => {
    const url = await served((_, response) => {
      response.writeHead(200, { 'content-length': '100000000000', 'accept-ranges': 'bytes' });
      response.write('x');
    });
    expect(await check(url, fetch)).toEqual({ kind: 'file', size: 100_000_000_000, resumable: false });
  });

  it.each([
    [416, {}, { kind: 'file', size: 0, resumable: true }],
    [206, {}, { kind: 'file', size: null, resumable: true }],
    [200, { 'content-type': 'text/html; charset=utf-8' }, { kind: 'page' }],
    [403, {}, { kind: 'refused', status: 403 }],
    [503, {}, { kind: 'refused', status: 503 }],
  ])('%i %j', async (status, headers, verdict) => {
    const url = await served((_, response) => response.writeHead(status, headers).end());
    expect(await check(url, fetch)).toEqual(verdict);
  });

  it('says that nobody answers', async () => {
    expect(await check('http://127.0.0.1:9/file', fetch)).toEqual({ kind: 'unreachable' });
  });
});

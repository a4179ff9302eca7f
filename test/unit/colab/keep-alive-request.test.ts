import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { KeepAliveRequest } from '../../../src/colab/keep-alive-request';

/* Sent over a real connection, to a server that answers or does not. */

let server: Server;
let arrived: IncomingMessage[];
/** Null never answers. */
let status: number | null;
const page = { search: '?authuser=2' } as Location;

beforeEach(async () => {
  arrived = [];
  status = 200;
  server = createServer((request, response) => {
    arrived.push(request);
    if (status !== null) response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { fetch } = globalThis;
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.spyOn(globalThis, 'fetch').mockImplementation((path, init) => fetch(new URL(path as string, origin), init));
});
afterEach(() => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  server.close();
});

it('goes to the VM, for the account of the page, as Colab’s own tools send it', async () => {
  await new KeepAliveRequest().send(page, 'm-s/1', 0);
  expect(arrived).toMatchObject([
    { method: 'GET', url: '/tun/m/m-s%2F1/keep-alive/?authuser=2', headers: { 'x-colab-tunnel': 'Google' } },
  ]);
});

it('counts as sent where no answer comes in time', async () => {
  status = null;
  const limits = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    const given = new AbortController();
    // Not after some time: on a busy machine the request might not have left by then.
    server.once('request', () => given.abort());
    return given.signal;
  });
  const request = new KeepAliveRequest();
  await request.send(page, 'vm', 1_000);
  expect(arrived).toHaveLength(1);
  expect(limits).toHaveBeenCalledWith(10_000);
  expect(request.mayBeSent(60_999)).toBe(false);
  expect(request.mayBeSent(61_000)).toBe(true);
});

it('fails where Colab refuses it or cannot be reached, and waits its minute all the same', async () => {
  status = 404;
  const request = new KeepAliveRequest();
  await expect(request.send(page, 'vm', 0)).rejects.toThrow('Colab answers 404');
  server.closeAllConnections();
  server.close();
  await expect(request.send(page, 'vm', 0)).rejects.toThrow();
  expect(request.mayBeSent(59_999)).toBe(false);
});

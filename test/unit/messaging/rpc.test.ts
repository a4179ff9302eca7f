import { describe, expect, it } from 'vitest';
import { call, dispatch, RpcError } from '../../../src/messaging/rpc';

interface Protocol {
  double: { input: number; output: number };
  fail: { input: null; output: null };
  crash: { input: null; output: null };
}

const handlers = {
  double: async (value: number) => value * 2,
  fail: async () => {
    throw new RpcError('no-notebook', 'This tab shows no notebook.');
  },
  crash: () => {
    throw new TypeError('x is not a function');
  },
};

/** The way through the browser: JSON both ways, `undefined` where nobody listens. */
const send = async (request: unknown) => {
  const answer = await dispatch(handlers, JSON.parse(JSON.stringify(request)), undefined);
  return answer === null ? undefined : JSON.parse(JSON.stringify(answer));
};

describe('call and dispatch', () => {
  it('carry a value there and back', async () => {
    await expect(call<Protocol, 'double'>(send, 'double', 21)).resolves.toBe(42);
  });

  it('carry an error with its code', async () => {
    await expect(call<Protocol, 'fail'>(send, 'fail', null)).rejects.toMatchObject({
      code: 'no-notebook',
      message: 'This tab shows no notebook.',
    });
  });

  it('turn a crash, even a synchronous one, into an error of its own code', async () => {
    await expect(call<Protocol, 'crash'>(send, 'crash', null)).rejects.toMatchObject({
      code: 'internal',
      message: 'x is not a function',
    });
  });

  it.each([
    ['nobody listens', async () => undefined],
    ['the tab is gone', async () => Promise.reject(new Error('Receiving end does not exist.'))],
  ])('say `unreachable` where %s', async (_, nowhere) => {
    await expect(call<Protocol, 'double'>(nowhere, 'double', 1)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it.each([null, 'double', { kind: 'other' }, { kind: 'toString' }, { kind: '__proto__' }, { kind: 3 }, {}])(
    'leave %j unanswered',
    (request) => {
      expect(dispatch(handlers, request, undefined)).toBeNull();
    },
  );
});

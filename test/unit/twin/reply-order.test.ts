import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JupyterMessage } from '../../twin/protocol';
import { ReplyOrder } from '../../twin/server/reply-order';

const message = (channel: 'shell' | 'iopub', type: string, parent: string, state?: string): JupyterMessage => ({
  channel,
  header: { msg_id: '', msg_type: type, session: '', username: '', date: '', version: '' },
  parent_header: { msg_id: parent },
  metadata: {},
  content: state === undefined ? {} : { execution_state: state },
});
const outputs = (parent: string) => [
  message('iopub', 'status', parent, 'busy'),
  message('iopub', 'stream', parent),
  message('iopub', 'status', parent, 'idle'),
];
const names = (messages: readonly JupyterMessage[]) =>
  messages.map(({ header, content }) => content['execution_state'] ?? header.msg_type);

describe('the order of a kernel\u2019s messages', () => {
  it('ends with the reply, wherever among the outputs it comes', () => {
    for (let at = 0; at <= 3; at++) {
      const order = new ReplyOrder();
      const coming = outputs('a').toSpliced(at, 0, message('shell', 'execute_reply', 'a'));
      expect(names(coming.flatMap((each) => order.take(each)))).toEqual(['busy', 'stream', 'idle', 'execute_reply']);
    }
  });

  it('loses and doubles nothing of several executions', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 2, maxLength: 4 }), (places) => {
        const order = new ReplyOrder();
        const coming = places.flatMap((at, run) =>
          outputs(String(run)).toSpliced(at, 0, message('shell', 'execute_reply', String(run))),
        );
        const passed = coming.flatMap((each) => order.take(each));
        expect(new Set(passed)).toEqual(new Set(coming));
        expect(passed).toHaveLength(coming.length);
      }),
    );
  });
});

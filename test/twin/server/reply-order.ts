import type { JupyterMessage } from '../protocol.ts';

/**
 * Puts a kernel's messages into the order that they were meant in. The reply to an execution and its outputs come by different
 * channels, in any order on a busy machine; here the reply is the last word, after the outputs and the idle status that ends them.
 */
export class ReplyOrder {
  /** Executions of which one of the two last messages has come: the reply, or null for the idle status. */
  readonly #ending = new Map<string, JupyterMessage | null>();

  /** What can be passed on now that `message` has come, in order. */
  take(message: JupyterMessage): JupyterMessage[] {
    const parent = message.parent_header.msg_id ?? '';
    const reply = message.header.msg_type === 'execute_reply';
    if (!reply && message.content['execution_state'] !== 'idle') return [message];
    const other = this.#ending.get(parent);
    if (other === undefined) {
      this.#ending.set(parent, reply ? message : null);
      return reply ? [] : [message];
    }
    this.#ending.delete(parent);
    return other === null ? [message] : [message, other];
  }

  /** Another kernel: nothing that is held back will be completed. */
  clear(): void {
    this.#ending.clear();
  }
}

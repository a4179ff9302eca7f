import { describe, expect, it } from 'vitest';
import { serialByKey } from '../../../src/background/serial';

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('serialByKey', () => {
  it('runs tasks of one key one after the other, and of another key at once', async () => {
    const inTurn = serialByKey();
    const log: string[] = [];
    const first = gate();
    const a1 = inTurn('a', async () => {
      log.push('a1 begins');
      await first.opened;
      log.push('a1 ends');
    });
    const a2 = inTurn('a', async () => log.push('a2'));
    await inTurn('b', async () => log.push('b'));
    first.open();
    await Promise.all([a1, a2]);
    expect(log).toEqual(['a1 begins', 'b', 'a1 ends', 'a2']);
  });

  it('goes on after a task that failed, and tells its caller', async () => {
    const inTurn = serialByKey();
    const failed = inTurn('a', async () => {
      throw new Error('no');
    });
    const next = inTurn('a', async () => 'next');
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
  });
});

import type { Until } from './ladder';

/** Milliseconds between two looks. */
const STEP = 100;

/**
 * The wait of the ladder, for a page that may be hidden: a chain of timers is slowed to one a minute there, so each step starts
 * from a message, which begins a new chain (Chrome 88's rules; a hidden page still gets one timer a second).
 */
export function pageClock(): Until {
  const pause = () =>
    new Promise<void>((resolve) => {
      setTimeout(() => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => {
          port1.close();
          resolve();
        });
        port1.start();
        port2.postMessage(null);
      }, STEP);
    });
  return async (look, within) => {
    const end = performance.now() + within;
    for (;;) {
      const last = performance.now() >= end;
      const found = await look();
      if (found !== null || last) return found;
      await pause();
    }
  };
}

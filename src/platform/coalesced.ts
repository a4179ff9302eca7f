/**
 * Wraps an asynchronous task so that it never runs twice at a time: calls that come while it runs are one more run after
 * it. A burst of changes costs two reads, and the last one is never missed.
 */
export function coalesced(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  const loop = async () => {
    do {
      again = false;
      await task();
    } while (again);
  };
  return () => {
    if (running !== null) {
      again = true;
      return running;
    }
    running = loop().finally(() => {
      running = null;
    });
    return running;
  };
}

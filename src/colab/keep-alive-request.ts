/** The least time between two requests, as Colab's own command line keeps it (2026-07). */
const EVERY_MS = 60_000;
/** The VM often never answers: the request counts when it arrives (Colab's command line, its documentation, 2026-07). */
const ANSWER_WITHIN_MS = 10_000;

/**
 * The request by which Colab's own tools keep a VM: same origin, with the page's cookies. At most one a minute. Whether it still
 * counts when it comes from a page has not been seen.
 */
export class KeepAliveRequest {
  #sentAt: number | null = null;

  /** Whether enough time has passed since the last one; `now` is on any steady clock, in milliseconds. */
  mayBeSent(now: number): boolean {
    return this.#sentAt === null || now - this.#sentAt >= EVERY_MS;
  }

  /** Sends it for `vm`, the VM's name in Colab's addresses. Rejects where Colab refuses it; no answer in time is none. */
  async send(location: Location, vm: string, now: number): Promise<void> {
    this.#sentAt = now;
    const user = new URLSearchParams(location.search).get('authuser') ?? '0';
    const address = `/tun/m/${encodeURIComponent(vm)}/keep-alive/?authuser=${encodeURIComponent(user)}`;
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const answer = await fetch(address, {
      headers: { 'X-Colab-Tunnel': 'Google' },
      credentials: 'include',
      signal,
    }).catch((error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    });
    if (answer?.ok === false) throw new Error(`Colab answers ${answer.status}`);
  }
}

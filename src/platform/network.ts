/** Whether this computer has a network at all; the way to Colab may be cut elsewhere. */
export function isOnline(): boolean {
  return navigator.onLine;
}

/** Calls back when the network is there again. A worker hears it only while it is up. */
export function onOnline(callback: () => void): void {
  globalThis.addEventListener('online', callback);
}

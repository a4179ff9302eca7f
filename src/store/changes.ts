/** Tells the open faces that the store changed; they read again. A channel, so that a closed popup costs nothing. */
const CHANNEL = 'lifeline-store';

export function announceChange(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
}

export function onStoreChange(callback: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', callback);
  return () => channel.close();
}

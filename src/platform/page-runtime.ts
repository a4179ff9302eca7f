/** What a content script needs of `runtime`, which is promise-based in every browser that runs Manifest V3. */
interface PageRuntime {
  id?: string;
  sendMessage(message: unknown): Promise<unknown>;
  connect(): { onDisconnect: { addListener(listener: () => void): void } };
  onMessage: Record<
    'addListener' | 'removeListener',
    (
      listener: (
        message: unknown,
        sender: { id?: string },
        sendResponse: (answer: unknown) => void,
      ) => true | undefined,
    ) => void
  >;
}

const api = globalThis as unknown as Record<'browser' | 'chrome', { runtime?: PageRuntime } | undefined>;

/**
 * The door to the browser for content scripts: natively, since the polyfill would be a quarter of the script that every notebook
 * loads. Undefined once an update or an uninstall has cut the script off.
 */
export function pageRuntime(): PageRuntime | undefined {
  return (api.browser ?? api.chrome)?.runtime;
}

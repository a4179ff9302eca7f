import type { UiProtocol } from '../messaging/messages';
import { call, RpcError } from '../messaging/rpc';
import { browser } from '../platform/browser';

/**
 * The worker may die with a request in its hands. While it is going down, a new request finds nobody; after that, it starts
 * a new worker. Milliseconds before each further attempt.
 */
const RETRY_AFTER_MS = [20, 100, 500, 2000];

/** Asks the background. Every `ui/*` request is safe to repeat, so one that got lost is sent again. */
export async function ask<Kind extends keyof UiProtocol>(
  kind: Kind,
  payload: UiProtocol[Kind]['input'],
): Promise<UiProtocol[Kind]['output']> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call<UiProtocol, Kind>((request) => browser.runtime.sendMessage(request), kind, payload);
    } catch (error) {
      const pause = RETRY_AFTER_MS[attempt];
      if (!(error instanceof RpcError) || error.code !== 'unreachable' || pause === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

import type { UiProtocol } from '../messaging/messages';
import { call, RpcError } from '../messaging/rpc';
import { browser } from '../platform/browser';

/** The worker may die with a request in its hands; the second attempt starts a new one. */
const ATTEMPTS = 3;

/** Asks the background. Every `ui/*` request is safe to repeat, so one that got lost is sent again. */
export async function ask<Kind extends keyof UiProtocol>(
  kind: Kind,
  payload: UiProtocol[Kind]['input'],
): Promise<UiProtocol[Kind]['output']> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call<UiProtocol, Kind>((request) => browser.runtime.sendMessage(request), kind, payload);
    } catch (error) {
      if (!(error instanceof RpcError) || error.code !== 'unreachable' || attempt === ATTEMPTS) throw error;
    }
  }
}

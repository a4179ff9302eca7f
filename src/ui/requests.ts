import { type Signal, signal } from '@preact/signals';
import { RpcError } from '../messaging/rpc';
import { t, textIfAny } from './text';

/** What a face has asked the background for, and how the last request went. */
export interface Requests {
  /** Why the last request was not carried out. */
  failure: Signal<RpcError | null>;
  /** Follows a request of the user, and calls `after` when it is through, either way. */
  act(request: Promise<unknown>): void;
}

export function createRequests(after: () => unknown): Requests {
  const failure: Signal<RpcError | null> = signal(null);
  return {
    failure,
    act(request) {
      void request
        .then(
          () => {
            failure.value = null;
          },
          (error: unknown) => {
            failure.value = asRpcError(error);
          },
        )
        .then(after);
    },
  };
}

function asRpcError(error: unknown): RpcError {
  return error instanceof RpcError
    ? error
    : new RpcError('internal', error instanceof Error ? error.message : String(error));
}

export function failureText({ code, message }: RpcError): string {
  return textIfAny(`failure_${code.replaceAll('-', '_')}`) ?? t('action_failed', message);
}

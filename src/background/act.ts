import type * as v from 'valibot';
import type { TabProtocol } from '../messaging/messages';
import { RpcError } from '../messaging/rpc';
import type { KnownTab } from '../messaging/shown';
import { record } from './recorder';
import { type answers, askTab } from './tabs';

/** What a notebook's page can be told to do; the other requests only look. */
type ActionKind =
  | 'tab/ensure'
  | 'tab/interrupt'
  | 'tab/remove-cell'
  | 'tab/connect'
  | 'tab/nudge'
  | 'tab/setup'
  | 'tab/heartbeat'
  | 'tab/release';

/** Has a notebook's page do something, and writes into the flight recorder what came of it. `why` is a word of ours. */
export async function act<Kind extends ActionKind>(
  { tabId, notebook }: Pick<KnownTab, 'tabId' | 'notebook'>,
  kind: Kind,
  payload: TabProtocol[Kind]['input'],
  why: string,
): Promise<v.InferOutput<(typeof answers)[Kind]>> {
  const what = kind.slice('tab/'.length);
  const event = { kind: kind === 'tab/nudge' ? 'nudge' : 'action', what, why } as const;
  try {
    const result = await askTab(tabId, kind, payload);
    record(notebook, { ...event, ...outcomeOf(result as TabProtocol[Kind]['output']) });
    return result;
  } catch (error) {
    if (error instanceof RpcError) record(notebook, { ...event, outcome: error.code });
    throw error;
  }
}

function outcomeOf(result: TabProtocol[ActionKind]['output']) {
  return {
    outcome: result.ok ? result.rung : result.code,
    rungs: result.trace
      .filter(({ outcome }) => outcome !== 'unavailable')
      .map(({ rung, outcome }) => `${rung} ${outcome}`),
    ...(result.ok ? {} : { text: result.message }),
  };
}

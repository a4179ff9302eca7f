import type { Page } from '@playwright/test';
import type { TabProtocol } from '../../../src/messaging/messages';
import type { ExtensionBrowser } from '../support/extension';

/** The token of the notebooks that no background knows. */
export const TOKEN = 'token-of-the-test';

/** A cell that counts: on its output, and in the status file, as the runtime does. */
export const COUNTER = `import json, os, time
os.makedirs('.lifeline', exist_ok=True)
for seq in range(1, 600):
    line = '@@lifeline ' + json.dumps({'v': 1, 'token': '${TOKEN}', 'seq': seq, 'notice': 'https://example.org/'})
    with open('.lifeline/next', 'w') as file:
        file.write(line)
    os.replace('.lifeline/next', '.lifeline/progress.json')
    print(line, flush=True)
    time.sleep(0.2)
`;

/** Asks the content script of `page` as the background does; throws what it refuses. */
export async function ask<Kind extends keyof TabProtocol>(
  browser: ExtensionBrowser,
  page: Page,
  kind: Kind,
  payload: TabProtocol[Kind]['input'],
): Promise<TabProtocol[Kind]['output']> {
  const [worker, tabId] = [await browser.worker(), await browser.tabId(page)];
  const answer = await worker.evaluate(([id, request]) => chrome.tabs.sendMessage(id, request, { frameId: 0 }), [
    tabId,
    { kind, payload },
  ] as const);
  if (answer?.ok !== true) throw new Error(`${kind}: ${JSON.stringify(answer)}`);
  return answer.value;
}

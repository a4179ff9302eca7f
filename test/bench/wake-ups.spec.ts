import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { CHROMIUM, installIn, newProfile } from '../e2e/support/extension';
import { expect, test } from '../e2e/support/test';
import { startChromium } from '../e2e/support/untouched-browser';
import { DevTools } from './devtools';
import { report } from './table';

/* How often the worker is woken, as the browser itself tells it: over minutes, with an open notebook, and no debugger at the worker. */

const WATCHED_MS = 180_000;
const IN_AN_HOUR = 3_600_000 / WATCHED_MS;

interface Target {
  type: string;
  url: string;
  targetId: string;
}

test('wake-ups while idle, and with one download', async ({ twin, origin }) => {
  test.setTimeout(900_000);
  const profile = newProfile();
  const chromium = await startChromium(CHROMIUM, profile, [...installIn(profile), ...twin.chromiumArgs]);
  /** The workers that were started so far, and of them those that are up. */
  const started: Target[] = [];
  const up = new Set<string>();
  const hear = (method: string, { targetInfo, targetId }: { targetInfo: Target; targetId: string }) => {
    if (method === 'Target.targetDestroyed') up.delete(targetId);
    if (method !== 'Target.targetCreated' || targetInfo.type !== 'service_worker') return;
    started.push(targetInfo);
    up.add(targetInfo.targetId);
  };
  const devTools = await DevTools.connect(chromium.endpoint, hear);
  await devTools.send('Target.setDiscoverTargets', { discover: true });
  const workersAre = (count: number) => expect.poll(() => up.size, { timeout: 120_000 }).toBe(count);
  const startsDuring = async (milliseconds: number) => {
    const before = started.length;
    await pause(milliseconds);
    return started.length - before;
  };

  await workersAre(1);
  const notebook = await twin.addNotebook({ variant: { connectedAtLoad: true } });
  await devTools.send('Target.createTarget', { url: notebook.url });
  await expect.poll(() => notebook.vm !== null, { timeout: 60_000 }).toBe(true);
  await workersAre(0);
  const idle = await startsDuring(WATCHED_MS);

  const file = origin.add('slow.bin', { size: 256 * 1024 ** 2, rate: 200_000 });
  const popup = new URL('/src/popup/index.html', started[0]?.url).href;
  const { targetId } = await devTools.send<Target>('Target.createTarget', { url: popup });
  const downloads = [{ id: crypto.randomUUID(), input: { url: file.url, output: '', checksum: '' } }];
  const add = { kind: 'ui/add', payload: { notebook: `drive:${notebook.id}`, downloads, consent: true } };
  // A target is told before its page is loaded: until then it is an empty one.
  await expect.poll(() => devTools.evaluate(targetId, 'location.href')).toBe(popup);
  await devTools.evaluate(targetId, `chrome.runtime.sendMessage(${JSON.stringify(add)})`);
  await devTools.send('Target.closeTarget', { targetId });
  await expect.poll(() => file.sent(), { timeout: 60_000 }).toBeGreaterThan(1_000_000);
  await workersAre(1);
  const worker = started.at(-1)?.targetId ?? '';
  const count = `globalThis.beats = globalThis.told = 0;
    chrome.alarms.onAlarm.addListener(() => void globalThis.beats++);
    chrome.runtime.onMessage.addListener(() => void globalThis.told++);`;
  await devTools.evaluate(worker, count);
  const working = await startsDuring(WATCHED_MS);
  const [beats, told] = await devTools.evaluate<[number, number]>(worker, '[globalThis.beats, globalThis.told]');

  report([
    { what: 'Wake-ups an hour, idle, with an open notebook', value: String(idle * IN_AN_HOUR), goal: 'none' },
    { what: 'Wake-ups an hour with one download: beats of the alarm', value: String(beats * IN_AN_HOUR) },
    { what: '… starts of the worker, which stays up meanwhile', value: String(working * IN_AN_HOUR) },
    { what: '… messages from the notebook’s page', value: String(told * IN_AN_HOUR) },
  ]);
  devTools.close();
  await chromium.stop();
  await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

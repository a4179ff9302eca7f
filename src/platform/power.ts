import { browser } from './browser';
import { isOptional } from './optional';

/** The optional permission `power`: asked for on a click, by `askForPower`, and never needed. */
const POWER = { permissions: ['power' as never] };

/** Not in webextension-polyfill, whose namespaces are those of 2018: it passes the browser's own through. */
interface Power {
  requestKeepAwake(level: 'system'): void;
  releaseKeepAwake(): void;
}

/** Whether this browser can keep the computer awake at all: a switch that goes back by itself would explain nothing. */
export function canKeepAwake(): boolean {
  return isOptional('power');
}

/** Asks the user whether the computer may be kept awake. To be called in a click's handler, before anything is awaited. */
export function askForPower(): Promise<boolean> {
  return browser.permissions.request(POWER);
}

/** Keeps the computer, not its screen, from falling asleep, or lets it; does nothing without the permission. Safe to repeat. */
export async function keepAwake(awake: boolean): Promise<void> {
  if (!(await browser.permissions.contains(POWER).catch(() => false))) return;
  const { power } = browser as unknown as { power: Power };
  if (awake) power.requestKeepAwake('system');
  else power.releaseKeepAwake();
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type KeepAliveSignals, MAX_RECONNECTS, NUDGE_EVERY_MS } from '../../../src/keepalive/policy';

const signals: KeepAliveSignals = {
  mode: 'while-working',
  working: true,
  connection: 'up',
  lastNudgeAt: null,
  lastReconnectAt: null,
  downSince: null,
  reconnects: 0,
  now: 10_000_000,
};

describe('decide', () => {
  it('nudges while a download runs, and not again before its time', () => {
    expect(decide(signals)).toBe('nudge');
    expect(decide({ ...signals, lastNudgeAt: signals.now - NUDGE_EVERY_MS + 1 })).toBe('nothing');
    expect(decide({ ...signals, lastNudgeAt: signals.now - NUDGE_EVERY_MS })).toBe('nudge');
  });

  it('does nothing without work, when off, or when it does not know', () => {
    expect(decide({ ...signals, working: false })).toBe('nothing');
    expect(decide({ ...signals, mode: 'off' })).toBe('nothing');
    expect(decide({ ...signals, connection: 'unclear' })).toBe('nothing');
  });

  it('lets the page reconnect by itself, then reconnects ever more rarely, then not at all', () => {
    const times: number[] = [];
    let state: KeepAliveSignals = { ...signals, connection: 'down', downSince: 0 };
    for (let now = 0; now < 3_600_000; now += 5000) {
      if (decide({ ...state, now }) !== 'reconnect') continue;
      times.push(now / 1000);
      state = { ...state, lastReconnectAt: now, reconnects: state.reconnects + 1 };
    }
    expect(times).toEqual([15, 30, 60, 120, 240, 540]);
    expect(times).toHaveLength(MAX_RECONNECTS);
  });

  it('is not silenced by a clock that was set back', () => {
    expect(decide({ ...signals, lastNudgeAt: signals.now + 8 * 3_600_000 })).toBe('nudge');
  });

  it('never acts without work, whatever the signals', () => {
    fc.assert(
      fc.property(
        fc.record({
          mode: fc.constantFrom('off' as const, 'while-working' as const),
          connection: fc.constantFrom('up' as const, 'down' as const, 'unclear' as const),
          lastNudgeAt: fc.option(fc.integer()),
          lastReconnectAt: fc.option(fc.integer()),
          downSince: fc.option(fc.integer()),
          reconnects: fc.nat(20),
          now: fc.nat(),
        }),
        (rest) => {
          expect(decide({ ...rest, working: false })).toBe('nothing');
        },
      ),
    );
  });
});

import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type FlightEvent, flightEntry, redacted } from '../../../src/store/flight-event';

async function freshLog() {
  vi.resetModules();
  return { ...(await import('../../../src/store/flight-log')), ...(await import('../../../src/store/read')) };
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const event = (more: Partial<FlightEvent> = {}): FlightEvent => ({ kind: 'state', what: 'idle', ...more });

describe('the flight log', () => {
  it('keeps what happened, in order, apart for each notebook', async () => {
    const { appendFlight, flightLog } = await freshLog();
    await appendFlight('drive:a', event({ what: 'idle' }), 1);
    await appendFlight('drive:b', event({ what: 'lost' }), 2);
    await appendFlight('drive:a', event({ what: 'busy', why: 'cell-ran' }), 3);
    expect((await flightLog('drive:a')).map(({ what, at }) => [what, at])).toEqual([
      ['idle', 1],
      ['busy', 3],
    ]);
    expect(await flightLog()).toHaveLength(3);
  });

  it('counts what comes again instead of repeating it', async () => {
    const { appendFlight, flightLog } = await freshLog();
    for (const at of [1, 2, 5])
      await appendFlight('drive:a', event({ kind: 'nudge', what: 'nudge', rungs: ['a held'] }), at);
    await appendFlight('drive:a', event({ kind: 'nudge', what: 'nudge', rungs: ['b held'] }), 6);
    expect((await flightLog('drive:a')).map(({ times, at, until }) => [times, at, until])).toEqual([
      [3, 1, 5],
      [1, 6, 6],
    ]);
  });

  it('forgets the oldest beyond a bound, and cuts what a page could make long', async () => {
    const { appendFlight, flightLog } = await freshLog();
    for (let at = 0; at < 510; at++)
      await appendFlight('drive:a', event({ what: `n${at}`, text: 'x'.repeat(10_000) }), at);
    const kept = await flightLog('drive:a');
    expect(kept).toHaveLength(500);
    expect(kept.at(-1)?.what).toBe('n509');
    expect(kept[0]?.what).toBe('n10');
    expect(JSON.stringify(kept[0]).length).toBeLessThan(600);
  });
});

describe('redacted', () => {
  it('gives away no notebook, no download, no address, no text', () => {
    const entries = [
      flightEntry('drive:1SecretId', event({ kind: 'dialog', what: 'unknown', text: 'Hello ada@example.org' }), 1_000),
      flightEntry(
        'drive:1SecretId',
        {
          kind: 'action',
          what: 'run',
          outcome: 'page-object/run-button',
          rungs: ['page-object/run-button held'],
          job: 'j-secret',
        },
        3_000,
      ),
      flightEntry(
        'drive:other',
        event({ what: 'https://example.org/?token=secret', why: 'Ada Lovelace & Söhne' }),
        4_000,
      ),
    ];
    const text = JSON.stringify(redacted(entries));
    for (const secret of ['SecretId', 'ada@', 'j-secret', 'example.org', 'token', 'Söhne'])
      expect(text).not.toContain(secret);
    expect(redacted(entries)[1]).toEqual({
      notebook: 1,
      seconds: 2,
      kind: 'action',
      what: 'run',
      outcome: 'page-object/run-button',
      rungs: ['page-object/run-button held'],
      job: 1,
    });
  });
});

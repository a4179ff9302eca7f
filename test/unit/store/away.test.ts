import { expect, it } from 'vitest';
import { awaySince } from '../../../src/store/away';
import { type FlightEvent, flightEntry } from '../../../src/store/flight-event';

const at = (time: number, event: FlightEvent) => flightEntry('drive:n', event, time);

it('counts what happened since the user looked, and nothing from before', () => {
  const log = [
    at(1, { kind: 'state', what: 'disconnected', why: 'busy' }),
    at(10, { kind: 'state', what: 'disconnected', why: 'busy' }),
    at(11, { kind: 'state', what: 'connecting', why: 'disconnected' }),
    at(12, { kind: 'action', what: 'connect', outcome: 'not-connected' }),
    at(13, { kind: 'action', what: 'connect', outcome: 'page-object/attempt-autoconnect' }),
    at(14, { kind: 'action', what: 'setup', outcome: 'set-up-cells' }),
    at(15, { kind: 'action', what: 'setup', outcome: 'same-vm' }),
    at(16, { kind: 'progress', what: 'completed', job: 'a' }),
    at(17, { kind: 'progress', what: 'failed', job: 'b' }),
    at(18, { kind: 'progress', what: 'failed', job: 'b' }),
    at(19, { kind: 'keep-alive', what: 'no-answer' }),
    { ...at(20, { kind: 'state', what: 'lost', why: 'idle' }), times: 2 },
    // The end of a runtime on purpose is no disconnect.
    at(21, { kind: 'state', what: 'disconnected', why: 'idle' }),
    at(22, { kind: 'keep-alive', what: 'released' }),
  ];
  expect(awaySince(log, 10)).toEqual({
    disconnects: 3,
    reconnects: 1,
    setups: 1,
    completed: 1,
    failed: 1,
    letGo: true,
    captcha: false,
    blocked: false,
    released: true,
  });
});

it('has nothing to say of a night in which nothing happened', () => {
  const quiet = [
    at(10, { kind: 'nudge', what: 'nudge', outcome: 'x' }),
    at(11, { kind: 'state', what: 'idle', why: 'busy' }),
  ];
  expect(awaySince(quiet, 0)).toBeNull();
  expect(awaySince([], 0)).toBeNull();
});

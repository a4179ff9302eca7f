import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueWarning, forecast, type Session, type Sight, sessionAfter } from '../../../src/keepalive/session';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 1);
const sight: Sight = { up: true, boot: null, lasts: null, free: null, from: NOW, now: NOW };
const session: Session = { boot: 'vm1', since: NOW, toldEnd: null, free: 50e9, warned: [] };

describe('a session', () => {
  it('begins when the page is first seen connected, and goes on through a lost connection', () => {
    expect(sessionAfter(null, { ...sight, up: false })).toBeNull();
    expect(sessionAfter(null, sight)).toEqual({ boot: null, since: NOW, toldEnd: null, free: null, warned: [] });
    expect(sessionAfter(session, { ...sight, up: false, now: NOW + HOUR })).toBe(session);
    expect(sessionAfter(session, { ...sight, now: NOW + HOUR })).toEqual(session);
  });

  it('gets its name from the first download, and begins anew with another VM', () => {
    const named = sessionAfter({ ...session, boot: null }, { ...sight, boot: 'vm1', now: NOW + HOUR });
    expect(named).toMatchObject({ boot: 'vm1', since: NOW });
    const warned: Session = { ...session, warned: ['end', 'disk'], toldEnd: NOW };
    const next = sessionAfter(warned, { ...sight, boot: 'vm2', from: NOW + HOUR - 5, now: NOW + HOUR });
    expect(next).toEqual({ boot: 'vm2', since: NOW + HOUR - 5, toldEnd: null, free: null, warned: [] });
  });

  it('takes over what the page says, and keeps it when the page says it no more', () => {
    const told = sessionAfter(session, { ...sight, lasts: 4 * HOUR, free: 20e9 });
    expect(told).toMatchObject({ toldEnd: NOW + 4 * HOUR, free: 20e9 });
    expect(sessionAfter(told, { ...sight, now: NOW + HOUR })).toEqual(told);
  });
});

describe('the forecast', () => {
  it('is Colab’s own word where there is one, else 12 hours', () => {
    const need = { bytes: 0, rate: 0 };
    expect(forecast(session, need, NOW + 10 * HOUR)).toEqual({ endsIn: 2 * 3600, told: false, needs: null, lacks: 0 });
    const told = { ...session, toldEnd: NOW + 6 * HOUR };
    expect(forecast(told, need, NOW + 5 * HOUR)).toMatchObject({ endsIn: 3600, told: true });
  });

  it.each<[string, Partial<Session>, { bytes: number; rate: number }, number, ReturnType<typeof dueWarning>]>([
    ['time enough', {}, { bytes: 3.6e9, rate: 1e6 }, 0, null],
    ['2 h 10 are needed, 1 h 40 are left', {}, { bytes: 7.8e9, rate: 1e6 }, 10 * HOUR + 20 * 60_000, 'end'],
    ['the same, and it was said', { warned: ['end'] }, { bytes: 7.8e9, rate: 1e6 }, 10 * HOUR + 20 * 60_000, null],
    ['almost over, with work', {}, { bytes: 1e6, rate: 1e6 }, 11.6 * HOUR, 'end'],
    ['almost over, without work', {}, { bytes: 0, rate: 0 }, 11.6 * HOUR, null],
    ['a speed that nobody knows', {}, { bytes: 1e9, rate: 0 }, 11.6 * HOUR, null],
    ['no room for it', { free: 1e9 }, { bytes: 2e9, rate: 1e6 }, 0, 'disk'],
    ['no room for it, and it was said', { free: 1e9, warned: ['disk'] }, { bytes: 2e9, rate: 1e6 }, 0, null],
    ['a disk that nobody has seen', { free: null }, { bytes: 1e15, rate: 1e12 }, 0, null],
  ])('warns in time: %s', (_, known, need, later, warning) => {
    const now = { ...session, ...known };
    expect(dueWarning(now, forecast(now, need, NOW + later))).toBe(warning);
  });

  it('is never negative, whatever the clocks say', () => {
    fc.assert(
      fc.property(fc.integer(), fc.option(fc.integer()), fc.maxSafeNat(), fc.nat(), (since, toldEnd, bytes, rate) => {
        const { endsIn, needs, lacks } = forecast({ ...session, since, toldEnd }, { bytes, rate }, NOW);
        expect(endsIn).toBeGreaterThanOrEqual(0);
        expect(needs ?? 0).toBeGreaterThanOrEqual(0);
        expect(lacks).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

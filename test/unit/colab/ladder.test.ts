import { describe, expect, it } from 'vitest';
import { climb, type Rung, Stop, type Until } from '../../../src/colab/ladder';

/** Looks as often as it is let, with no time passing. */
const until: Until = async (look, within) => {
  for (let turn = 0; turn <= within; turn++) {
    const found = await look();
    if (found !== null) return found;
  }
  return null;
};
const free = () => null;

function rung(name: string, more: Partial<Rung<string>> = {}): Rung<string> {
  return { name, available: () => true, attempt: () => undefined, verify: () => name, within: 2, ...more };
}

describe('climb', () => {
  it('stops at the first rung that holds', async () => {
    const tried: string[] = [];
    const result = await climb(
      [
        rung('missing', { available: () => false }),
        rung('throws', { attempt: () => Promise.reject(new Error('gone')), verify: () => null }),
        rung('idles', { verify: () => null }),
        rung('works', { attempt: () => tried.push('works') }),
        rung('never', { attempt: () => tried.push('never') }),
      ].map((each) => (each.name === 'works' ? { ...each, verify: () => (tried.length > 0 ? 'works' : null) } : each)),
      until,
      free,
    );
    expect(tried).toEqual(['works']);
    expect(result).toMatchObject({ ok: true, value: 'works', rung: 'works' });
    expect(result.trace.map(({ rung: name, outcome }) => `${name} ${outcome}`)).toEqual([
      'missing unavailable',
      'throws failed',
      'idles no-effect',
      'works held',
    ]);
  });

  it('tries nothing more when an earlier rung took effect late', async () => {
    let late = 0;
    const result = await climb(
      [
        rung('slow', { verify: () => (++late > 4 ? 'effect' : null), within: 1 }),
        rung('would double it', {
          attempt: () => expect.unreachable(),
          verify: () => 'effect',
        }),
      ],
      until,
      free,
    );
    expect(result).toMatchObject({ ok: true, rung: 'slow' });
  });

  it('asks for obstacles before each attempt', async () => {
    let attempts = 0;
    const result = await climb(
      [
        rung('first', { attempt: () => ++attempts, verify: () => null }),
        rung('second', { attempt: () => ++attempts, verify: () => null }),
      ],
      until,
      () => (attempts > 0 ? { code: 'dialog-open', message: 'asks' } : null),
    );
    expect(attempts).toBe(1);
    expect(result).toMatchObject({ ok: false, code: 'dialog-open' });
  });

  it('ends at once where a verifier says so', async () => {
    const result = await climb(
      [
        rung('first', {
          verify: () => {
            throw new Stop({ code: 'dialog-open', message: 'Warning' });
          },
        }),
        rung('second', { attempt: () => expect.unreachable() }),
      ],
      until,
      free,
    );
    expect(result).toMatchObject({ ok: false, code: 'dialog-open', message: 'Warning' });
  });

  it('says so when no rung held', async () => {
    expect(await climb([rung('first', { verify: () => null })], until, free)).toMatchObject({
      ok: false,
      code: 'no-rung-held',
    });
  });
});

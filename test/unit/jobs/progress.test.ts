import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_LINE_LENGTH, PROGRESS_PREFIX, parseProgress } from '../../../src/jobs/progress';

const record = {
  job: 'j',
  seq: 1,
  state: 'running',
  offset: 1,
  size: 2,
  rate: 1,
  eta: 1,
  engine: 'python',
  attempt: 1,
  error: null,
  notice: null,
  copy: null,
  path: null,
  etag: null,
  modified: null,
  verified: null,
  kept: null,
  restarted: false,
};
const good = { v: 1, token: 't', boot: 'b', seq: 1, time: 1, jobs: [record], end: null };
const line = (value: unknown) => PROGRESS_PREFIX + JSON.stringify(value);

describe('parseProgress', () => {
  it('takes a whole record with our token', () => {
    expect(parseProgress(line(good), 't')).toEqual(good);
  });

  it.each([
    ['another token', line({ ...good, token: 'x' })],
    ['another version', line({ ...good, v: 2 })],
    ['a negative offset', line({ ...good, jobs: [{ ...record, offset: -1 }] })],
    ['an offset that is no whole number', line({ ...good, jobs: [{ ...record, offset: 0.5 }] })],
    ['a size beyond what a number can hold', line({ ...good, jobs: [{ ...record, size: 2 ** 60 }] })],
    ['an unknown state', line({ ...good, jobs: [{ ...record, state: 'stolen' }] })],
    ['a rate that is no number', line({ ...good, jobs: [{ ...record, rate: null }] })],
    ['a name of 10 000 characters', line({ ...good, jobs: [{ ...record, job: 'j'.repeat(10_000) }] })],
    ['a line that was cut', line(good).slice(0, -5)],
    ['no prefix', JSON.stringify(good)],
    ['a line of 10 MB', PROGRESS_PREFIX + ' '.repeat(10_000_000)],
    ['half a surrogate pair', `${PROGRESS_PREFIX}\uD800`],
  ])('refuses %s', (_, text) => {
    expect(parseProgress(text, 't')).toBeNull();
  });

  it('never throws, whatever a page prints', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        expect(parseProgress(PROGRESS_PREFIX + text, 't')).toBeNull();
      }),
    );
  });

  it('has room for 100 downloads in one line', () => {
    const many = line({
      ...good,
      jobs: Array.from({ length: 100 }, (_, n) => ({
        ...record,
        job: `job-${n}`,
        path: `/content/models/${'x'.repeat(80)}`,
      })),
    });
    expect(many.length).toBeLessThan(MAX_LINE_LENGTH);
    expect(parseProgress(many, 't')?.jobs).toHaveLength(100);
  });
});

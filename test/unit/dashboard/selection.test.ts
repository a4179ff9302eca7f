import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, focusOn, kept, NONE, neighbour, none, pick, type Selection } from '../../../src/dashboard/selection';

const order = ['a', 'b', 'c', 'd', 'e'];
const chosen = (selection: Selection) => [...selection.chosen].toSorted();

describe('a selection', () => {
  it('picks alone, one more, and a range from where it began', () => {
    const one = pick(NONE, order, 'b', 'alone');
    expect(chosen(one)).toEqual(['b']);
    const two = pick(one, order, 'd', 'toggle');
    expect(chosen(two)).toEqual(['b', 'd']);
    expect(chosen(pick(two, order, 'b', 'toggle'))).toEqual(['d']);
    const range = pick(one, order, 'd', 'range');
    expect(chosen(range)).toEqual(['b', 'c', 'd']);
    expect(chosen(pick(range, order, 'a', 'range'))).toEqual(['a', 'b']);
  });

  it('moves inside the list, from its first row where none is active', () => {
    expect(neighbour(NONE, order, 1)).toBe('a');
    expect(neighbour(focusOn(NONE, 'b'), order, 1)).toBe('c');
    expect(neighbour(focusOn(NONE, 'e'), order, 1)).toBe('e');
    expect(neighbour(focusOn(NONE, 'b'), order, Number.NEGATIVE_INFINITY)).toBe('a');
    expect(neighbour(focusOn(NONE, 'b'), order, Number.POSITIVE_INFINITY)).toBe('e');
    expect(neighbour(NONE, [], 1)).toBeNull();
  });

  it('takes all and none', () => {
    expect(chosen(all(NONE, order))).toEqual(order);
    expect(chosen(none(all(NONE, order)))).toEqual([]);
  });

  it('gives the focus of a row that goes to the one that took its place', () => {
    const at = pick(NONE, order, 'c', 'alone');
    expect(kept(at, order, ['a', 'b', 'd', 'e'])).toMatchObject({ active: 'd', anchor: 'd', chosen: new Set() });
    expect(kept(pick(NONE, order, 'e', 'alone'), order, ['a'])).toMatchObject({ active: 'a' });
    expect(kept(at, order, [])).toMatchObject({ active: null });
    expect(kept(at, order, [...order, 'f'])).toBe(at);
  });

  it('never holds what the list does not', () => {
    const ids = fc.subarray(order);
    const step = fc.record({ id: fc.constantFrom(...order), way: fc.constantFrom('alone', 'range', 'toggle') });
    fc.assert(
      fc.property(fc.array(step), ids, (steps, after) => {
        const before = steps.reduce((selection, { id, way }) => pick(selection, order, id, way), NONE);
        const { chosen: left, active, anchor } = kept(before, order, after);
        for (const id of [...left, active, anchor]) if (id !== null) expect(after).toContain(id);
      }),
    );
  });
});

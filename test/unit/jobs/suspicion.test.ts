import { describe, expect, it } from 'vitest';
import type { InterruptReason } from '../../../src/jobs/job';
import { isBelieved, type Suspicion, suspect } from '../../../src/jobs/suspicion';

type Sign = InterruptReason | 'well' | 'told';

/** Looks at a page, each `[second, sign]`; which of them ends with which reason believed. */
const CASES: [what: string, looks: [number, Sign][], believed: (InterruptReason | null)[]][] = [
  ['one sign alone is not believed', [[0, 'disconnected']], [null]],
  [
    'one that lasts is',
    [
      [0, 'disconnected'],
      [4.9, 'disconnected'],
      [5, 'disconnected'],
    ],
    [null, null, 'disconnected'],
  ],
  [
    'the page connected again by itself',
    [
      [0, 'disconnected'],
      [3, 'well'],
      [6, 'well'],
    ],
    [null, null, null],
  ],
  [
    'a page that flickers is never believed',
    [
      [0, 'disconnected'],
      [4, 'well'],
      [6, 'disconnected'],
      [10, 'well'],
    ],
    [null, null, null, null],
  ],
  [
    'connected again, and the running cell not shown yet',
    [
      [0, 'disconnected'],
      [4, 'cell-stopped'],
      [6, 'cell-stopped'],
      [7, 'well'],
    ],
    [null, null, null, null],
  ],
  [
    'connected again, and the cell is over',
    [
      [0, 'disconnected'],
      [4, 'cell-stopped'],
      [9, 'cell-stopped'],
    ],
    [null, null, 'cell-stopped'],
  ],
  ['what Colab says itself is believed at once', [[0, 'told']], ['vm-replaced']],
  [
    'and so it is after a doubt',
    [
      [0, 'disconnected'],
      [1, 'told'],
    ],
    [null, 'vm-replaced'],
  ],
];

describe('what is believed of signs that downloads stand still', () => {
  it.each(CASES)('%s', (_, looks, believed) => {
    let suspicion: Suspicion | null = null;
    const answers = looks.map(([second, sign]) => {
      const at = second * 1000;
      const said = sign === 'told' ? 'vm-replaced' : sign;
      suspicion = suspect(suspicion, said === 'well' ? null : { reason: said, told: sign === 'told' }, at);
      return suspicion !== null && isBelieved(suspicion, at) ? suspicion.reason : null;
    });
    expect(answers).toEqual(believed);
  });
});

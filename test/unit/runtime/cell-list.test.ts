import { describe, expect, it } from 'vitest';
import { buildCell } from '../../../src/runtime/cell';
import { listIn } from '../../../src/runtime/cell-list';

const job = { id: 'a', url: "https://example.org/it's", output: "a'''b" };

describe('the list in a cell', () => {
  it('is found again in the text of the cell, whatever the names in it, and however the lines end', async () => {
    const text = await buildCell({ token: 't', jobs: [job] });
    for (const source of [text, text.replaceAll('\n', '\r\n')])
      expect(JSON.parse(listIn(source) ?? '')).toMatchObject({ token: 't', jobs: [job] });
  });

  it('is not there in another cell, or in one that was cut', async () => {
    const text = await buildCell({ token: 't', jobs: [job] });
    expect(listIn("print('LIFELINE_DOWNLOADS')")).toBeNull();
    expect(listIn(text.slice(0, text.indexOf('"output"')))).toBeNull();
  });
});

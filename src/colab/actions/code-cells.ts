import { undisturbed } from '../quiet';
import type { Sight } from '../sight';
import { readSource } from './find-cell';

/** The code cells in their order, with their sources: null for one that cannot be read. May bring cells into view for that. */
export function codeCells(sight: Sight): Promise<{ id: string; source: string | null }[]> {
  return undisturbed(sight.document, sight.until, async () => {
    const cells = [];
    for (const { id, kind } of sight.read().cells)
      if (kind === 'code') cells.push({ id, source: await readSource(sight, id) });
    return cells;
  });
}

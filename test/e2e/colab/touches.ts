import type { Happening, Touch } from '../../twin/control';

/** What a script did to the page, of all that its journal holds. */
export function touchesOfScripts(journal: readonly Happening[]): Touch[] {
  return journal.filter((each) => each.kind === 'touch').filter(({ trusted }) => !trusted);
}

import type { Fact } from './fact';
import { memberFacts } from './members';
import { attributeFacts, selectorFacts } from './selectors';
import { connectWordFacts, runWordFacts } from './words';

/** Every fact with its provenance, by what it is. */
export function allFacts(): Record<string, Fact> {
  const words = { ...connectWordFacts, ...runWordFacts };
  const tables = { selector: selectorFacts, attribute: attributeFacts, member: memberFacts, ...words };
  return Object.fromEntries(
    Object.entries(tables).flatMap(([kind, table]) =>
      Object.entries<Fact>(table).map(([name, fact]) => [`${kind}.${name}`, fact]),
    ),
  );
}

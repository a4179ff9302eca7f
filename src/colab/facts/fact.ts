/**
 * Everything that is known of Colab's page, and the only place where it is written down. None of it is a documented
 * interface: each value carries where it was seen, when it was last seen there, and how sure we are.
 *
 * Sources:
 * - `pages`: structure of 106 saved pages of 2021-06 to 2026-08, read with their shadow roots;
 * - `M25`, `S28`, `D18`: three full saves of March 2026 (connected, connected in Spanish, disconnected under a dialog);
 * - `A05`: a full save of May 2025;
 * - `bundle`: a part of Colab's own front-end code, spring 2026;
 * - `public`: public scripts and extensions that use the member, newest date;
 * - `reports`: issue threads and notes of users;
 * - `guess`: translated by us, not seen.
 */
export type Confidence = 'high' | 'medium' | 'low';
export type Fact = readonly [value: string, source: string, date: string, confidence: Confidence];

/** The values of a table of facts, by name. */
export function values<K extends string>(table: Record<K, Fact>): Record<K, string> {
  return Object.fromEntries(Object.entries<Fact>(table).map(([name, [value]]) => [name, value])) as Record<K, string>;
}

/** Which rows are chosen, by id; `active` has the focus, `anchor` is where a range began. */
export interface Selection {
  chosen: ReadonlySet<string>;
  active: string | null;
  anchor: string | null;
}

export const NONE: Selection = { chosen: new Set(), active: null, anchor: null };

/** How a click or a key picks, as file managers have it: alone, up to here, or one more. */
export type Way = 'alone' | 'range' | 'toggle';

/** Picks a row of `order`, the ids of the list as it is shown. */
export function pick(selection: Selection, order: readonly string[], id: string, way: Way): Selection {
  if (way === 'range') return { ...selection, chosen: new Set(between(order, selection.anchor ?? id, id)), active: id };
  if (way === 'alone') return { chosen: new Set([id]), active: id, anchor: id };
  const chosen = new Set(selection.chosen);
  if (!chosen.delete(id)) chosen.add(id);
  return { chosen, active: id, anchor: id };
}

/** The row that lies `by` rows from the active one, kept inside the list; the first one where none is active. */
export function neighbour(selection: Selection, order: readonly string[], by: number): string | null {
  const from = selection.active === null ? -1 : order.indexOf(selection.active);
  const to = from === -1 ? 0 : Math.min(order.length - 1, Math.max(0, from + by));
  return order[to] ?? null;
}

/** Moves the focus, and leaves what is chosen. */
export function focusOn(selection: Selection, id: string): Selection {
  return { ...selection, active: id };
}

export function all(selection: Selection, order: readonly string[]): Selection {
  return { ...selection, chosen: new Set(order) };
}

export function none(selection: Selection): Selection {
  return { ...selection, chosen: new Set() };
}

/**
 * After the list has changed from `before` to `order`: nothing that is not shown stays chosen, and the focus goes to the row that
 * took the lost one's place.
 */
export function kept(selection: Selection, before: readonly string[], order: readonly string[]): Selection {
  const there = new Set(order);
  const chosen = new Set([...selection.chosen].filter((id) => there.has(id)));
  const survives = (id: string | null) => id !== null && there.has(id);
  if (chosen.size === selection.chosen.size && survives(selection.active)) return selection;
  const place = selection.active === null ? -1 : before.indexOf(selection.active);
  const active = survives(selection.active)
    ? selection.active
    : place === -1
      ? null
      : (order[place] ?? order.at(-1) ?? null);
  return { chosen, active, anchor: survives(selection.anchor) ? selection.anchor : active };
}

function between(order: readonly string[], from: string, to: string): readonly string[] {
  const [a, b] = [order.indexOf(from), order.indexOf(to)];
  if (a === -1 || b === -1) return [to];
  return order.slice(Math.min(a, b), Math.max(a, b) + 1);
}

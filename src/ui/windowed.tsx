import type { VNode } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** What a row spreads on its element, so that it stands at its place and can be measured. */
export interface Place {
  'data-key': string;
  style: { insetBlockStart: string };
}

interface WindowedProps<Item> {
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** Height of a row that has never been measured, in CSS px. Rows may differ, and may change. */
  estimate: number;
  /** Key of a row that stays in the document wherever the list is scrolled to: the one with the focus. */
  pinned?: string | null;
  /** While this is the same function, a row is drawn again only if its item or its place is another one. */
  row: (item: Item, index: number, place: Place) => VNode;
  /** A list by default, a group of rows in a grid. */
  as?: 'ul' | 'div';
  role?: 'rowgroup';
}

/** A row as it was drawn last, and what it was drawn from. */
interface Drawn<Item> {
  item: Item;
  index: number;
  top: number;
  row: WindowedProps<Item>['row'];
  element: VNode;
}

/** Rows above and below what is seen: a fast flick shows no hole, and one key press finds its row there. */
const MARGIN = 8;

/**
 * A long list of which only the rows that can be seen are in the document, each at its place; it is as high as all of them
 * together, and follows whatever scrolls around it. Ten thousand rows cost as much as forty.
 */
export function Windowed<Item>(props: WindowedProps<Item>) {
  const { items, keyOf, estimate, pinned = null, row, as: Tag = 'ul', role } = props;
  const list = useRef<HTMLElement>(null);
  const heights = useRef(new Map<string, number>());
  const [span, setSpan] = useState<readonly [number, number]>([0, Math.ceil(innerHeight / estimate) + MARGIN]);

  const tops = new Float64Array(items.length + 1);
  for (const [index, item] of items.entries())
    tops[index + 1] = (tops[index] ?? 0) + (heights.current.get(keyOf(item)) ?? estimate);

  const look = () => {
    if (list.current === null) return;
    const above = -list.current.getBoundingClientRect().top;
    // In steps of the margin, so that most scrolling changes nothing.
    const first = Math.floor(rowAt(tops, above) / MARGIN) * MARGIN - MARGIN;
    const last = Math.ceil((rowAt(tops, above + innerHeight) + 1) / MARGIN) * MARGIN + MARGIN;
    setSpan((before) => (before[0] === first && before[1] === last ? before : [first, last]));
  };
  const newest = useRef(look);
  newest.current = look;

  useEffect(() => {
    const scrolled = () => newest.current();
    const resized = () => {
      heights.current.clear();
      newest.current();
    };
    document.addEventListener('scroll', scrolled, { capture: true, passive: true });
    addEventListener('resize', resized);
    return () => {
      document.removeEventListener('scroll', scrolled, { capture: true });
      removeEventListener('resize', resized);
    };
  }, []);

  const before = useRef(new Map<string, Drawn<Item>>());
  const now = new Map<string, Drawn<Item>>();
  /** What was drawn for a row before, where that still holds: Preact passes over an element that it has seen. */
  const draw = (item: Item, index: number): VNode => {
    const key = keyOf(item);
    const top = tops[index] ?? 0;
    const known = before.current.get(key);
    const holds = known?.row === row && known.item === item && known.index === index && known.top === top;
    const element = holds
      ? known.element
      : row(item, index, { 'data-key': key, style: { insetBlockStart: `${top}px` } });
    now.set(key, { item, index, top, row, element });
    return element;
  };

  const [, redraw] = useState(0);
  const measure = useCallback(() => {
    let changed = false;
    for (const element of list.current?.querySelectorAll<HTMLElement>(':scope > [data-key]') ?? []) {
      const { key = '' } = element.dataset;
      const height = element.getBoundingClientRect().height;
      if (Math.abs((heights.current.get(key) ?? estimate) - height) < 0.5) continue;
      heights.current.set(key, height);
      changed = true;
    }
    if (changed) redraw((count) => count + 1);
  }, [estimate]);

  useLayoutEffect(() => {
    before.current = now;
    measure();
    newest.current();
  });

  const first = Math.max(0, span[0]);
  const shown = items.slice(first, span[1]).map((item, index) => [item, first + index] as const);
  const kept = pinned === null ? -1 : items.findIndex((item) => keyOf(item) === pinned);
  const keptItem = items[kept];
  if (keptItem !== undefined && kept < first) shown.unshift([keptItem, kept]);
  if (keptItem !== undefined && kept >= Math.max(first, span[1])) shown.push([keptItem, kept]);
  return (
    <Tag ref={list as never} role={role} class="windowed" style={{ height: `${tops[items.length] ?? 0}px` }}>
      {shown.map(([item, index]) => draw(item, index))}
    </Tag>
  );
}

/** The row that covers a distance from the list's top, in px. */
function rowAt(tops: Float64Array, distance: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= distance) low = middle;
    else high = middle - 1;
  }
  return low;
}

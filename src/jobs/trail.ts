/** How far a download was at some instant: Unix milliseconds, and durable bytes. */
export type Point = readonly [at: number, offset: number];

/** The way that a download has gone so far, oldest point first: its speed over time follows from it. */
export type Trail = readonly Point[];

export interface Speed {
  /** Unix milliseconds: the end of the span that the speed is an average of. */
  at: number;
  /** Bytes a second. */
  rate: number;
}

/** As many as a chart can show; a pair of numbers each. */
const MAX_POINTS = 160;
/** Records of one burst say nothing about speed. */
const MIN_STEP_MS = 1000;
/** The runtime reports every few seconds: after this long without a word, nothing is known of the time between. */
const GAP_MS = 30_000;
/** Long enough to even out bursts and short stalls, short enough to follow a change of the connection. */
const WINDOW_MS = 60_000;

/**
 * A trail with one more point. When it gets too long, its older half is thinned to every other point: so the last minutes stay
 * sharp, the whole way stays on the chart, and no download needs more room than another. A smaller offset than before is a
 * loss, and a clock that went back makes spans that mean nothing: the trail begins anew.
 */
export function extended(trail: Trail, point: Point): Trail {
  const last = trail.at(-1);
  if (last === undefined || point[1] < last[1] || point[0] < last[0]) return [point];
  if (point[0] - last[0] < MIN_STEP_MS) return trail;
  const longer = [...trail, point];
  if (longer.length <= MAX_POINTS) return longer;
  const half = MAX_POINTS / 2;
  return longer.filter((_, index) => index >= half || index % 2 === 0);
}

/** The average speed between each two neighbouring points. */
export function speeds(trail: Trail): Speed[] {
  return trail.slice(1).map(([at, offset], index) => {
    const [before, from] = trail[index] as Point;
    return { at, rate: ((offset - from) * 1000) / (at - before) };
  });
}

/**
 * Bytes a second over about the last minute of a download that still reports: what its time left is reckoned by. One burst or one
 * stall moves it little. Null where too little is known, or where the last word is too old.
 */
export function steadyRate(trail: Trail, now: number): number | null {
  const last = trail.at(-1);
  if (last === undefined || now - last[0] > GAP_MS) return null;
  const first = trail.find(([at]) => at >= last[0] - WINDOW_MS);
  if (first === undefined || first === last) return null;
  return ((last[1] - first[1]) * 1000) / (last[0] - first[0]);
}

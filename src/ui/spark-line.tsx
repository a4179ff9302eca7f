import { speeds, type Trail } from '../jobs/trail';

const WIDTH = 72;
const HEIGHT = 18;
/** Of the trail's newest points: what happened lately, wide enough to be seen. */
const POINTS = 48;

/** How a download's speed went lately, as a small line; the numbers beside it say the same in words. */
export function SparkLine({ trail }: { trail: Trail | undefined }) {
  const line = speeds(trail ?? []).slice(-POINTS);
  const [first, last] = [line[0], line.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const peak = Math.max(...line.map(({ rate }) => rate), 1);
  const x = (at: number) => (((at - first.at) / (last.at - first.at)) * WIDTH).toFixed(1);
  const y = (rate: number) => (HEIGHT - 1 - (rate / peak) * (HEIGHT - 2)).toFixed(1);
  const points = line.map(({ at, rate }) => `${x(at)},${y(rate)}`).join(' ');
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <polygon points={`0,${HEIGHT} ${points} ${WIDTH},${HEIGHT}`} />
      <polyline points={points} />
    </svg>
  );
}

import { useEffect, useRef } from 'preact/hooks';
import type { Speed } from '../jobs/trail';
import { formatBytes, formatDuration } from '../ui/format';
import { t } from '../ui/text';
import type { SpeedPlot } from './plot';

interface ChartProps {
  speeds: readonly Speed[];
  /** What to say while there is nothing to draw. */
  empty: string;
}

/** Speed over time. The library that draws it comes when the first chart does. */
export function Chart({ speeds, empty }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<SpeedPlot | null>(null);
  const drawn = useRef(speeds);
  drawn.current = speeds;
  const there = speeds.length > 1;

  useEffect(() => {
    if (!there) return undefined;
    let gone = false;
    void import('./plot').then(({ createPlot }) => {
      if (gone || place.current === null) return;
      plot.current = createPlot(place.current);
      plot.current.show(drawn.current);
    });
    return () => {
      gone = true;
      plot.current?.remove();
      plot.current = null;
    };
  }, [there]);
  useEffect(() => plot.current?.show(speeds), [speeds]);

  if (!there) return <p class="chart-empty quiet">{empty}</p>;
  return <div ref={place} class="chart" role="img" aria-label={summary(speeds)} />;
}

/** The chart in words. */
function summary(speeds: readonly Speed[]): string {
  const span = ((speeds.at(-1)?.at ?? 0) - (speeds[0]?.at ?? 0)) / 1000;
  const rates = speeds.map(({ rate }) => rate);
  const average = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  return t('chart_summary', formatDuration(span), formatBytes(average), formatBytes(Math.max(...rates)));
}

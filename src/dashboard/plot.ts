import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Speed } from '../jobs/trail';
import { formatBytes, formatCount, formatTime } from '../ui/format';
import { isolated, t } from '../ui/text';

export interface SpeedPlot {
  show(speeds: readonly Speed[]): void;
  remove(): void;
}

const HEIGHT = 150;
/** Room for `999 MB/s`. */
const AXIS_WIDTH = 64;
const DARK = matchMedia('(prefers-color-scheme: dark)');

/** A speed chart that fills `place`, keeps to its width, and has the colours of the page. */
export function createPlot(place: HTMLElement): SpeedPlot {
  let shown: readonly Speed[] = [];
  let plot = make();

  function make(): UPlot {
    const colour = (name: string) => getComputedStyle(place).getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--quiet'),
      font: '11px system-ui, sans-serif',
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
    };
    return new UPlot(
      {
        width: place.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        padding: [8, 26, 0, 0],
        cursor: { drag: { x: false, y: false }, y: false },
        scales: { y: { range: (_, __, most) => [0, Math.max(most * 1.1, 1000)] } },
        axes: [
          {
            ...axis,
            grid: { show: false },
            size: 26,
            space: 80,
            values: (_, seconds) => seconds.map((at) => isolated(formatTime(at * 1000))),
          },
          {
            ...axis,
            size: AXIS_WIDTH,
            space: 32,
            values: (_, rates) =>
              rates.map((rate) => (rate === 0 ? formatCount(0) : isolated(t('speed', formatBytes(rate))))),
          },
        ],
        series: [{}, { stroke: colour('--accent'), width: 1.5, fill: colour('--chart-fill'), points: { show: false } }],
      },
      columns(shown),
      place,
    );
  }

  const anew = () => {
    plot.destroy();
    plot = make();
  };
  DARK.addEventListener('change', anew);
  const widths = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: HEIGHT }));
  widths.observe(place);
  return {
    show(speeds) {
      shown = speeds;
      plot.setData(columns(speeds));
    },
    remove() {
      DARK.removeEventListener('change', anew);
      widths.disconnect();
      plot.destroy();
    },
  };
}

/** As uPlot wants them: seconds, and values, each in its own array. */
function columns(speeds: readonly Speed[]): UPlot.AlignedData {
  return [speeds.map(({ at }) => at / 1000), speeds.map(({ rate }) => rate)];
}

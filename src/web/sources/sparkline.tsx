import type { Source } from '../state/sources.ts';

type Checks = Source['recent_checks'];

const [height, bar, gap] = [18, 4, 2];
const lowest = 3;
const most = 12;

const describe = (checks: Checks): string => {
  const failed = checks.filter(({ latency_ms }) => latency_ms === null).length;
  const times = checks.flatMap(({ latency_ms }) => (latency_ms === null ? [] : Math.round(latency_ms)));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const parts = [
    ...(times.length === 0
      ? []
      : [`${times.length} passed in ${from === to ? from : `${from} to ${to}`} ms`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
  ];
  return `The last ${checks.length} checks, oldest first: ${parts.join(', ')}`;
};

/** The last checks, a bar each: as high as its latency, or a red one of full height where it failed. */
export const Sparkline = ({ checks: all }: { checks: Checks }) => {
  const checks = all.slice(-most);
  if (checks.length < 2) return null;
  const highest = Math.max(1, ...checks.flatMap(({ latency_ms }) => latency_ms ?? []));
  const width = checks.length * (bar + gap) - gap;
  return (
    <svg class="sparkline" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img">
      <title>{describe(checks)}</title>
      {checks.map(({ at, latency_ms }, index) => {
        const high = latency_ms === null ? height : lowest + (latency_ms / highest) * (height - lowest);
        return (
          <rect
            key={`${at} ${index}`}
            class={latency_ms === null ? 'failed' : ''}
            x={index * (bar + gap)}
            y={height - high}
            width={bar}
            height={high}
            rx="1"
          />
        );
      })}
    </svg>
  );
};

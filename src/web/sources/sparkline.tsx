import type { Source } from '../state/sources.ts';

type Checks = Source['recent_checks'];

const [width, height, inset] = [72, 20, 2];

const describe = (checks: Checks): string => {
  const failed = checks.filter(({ latency_ms }) => latency_ms === null).length;
  const times = checks.flatMap(({ latency_ms }) => latency_ms ?? []);
  const span =
    times.length === 0 ? '' : `, ${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))} ms`;
  return `The last ${checks.length} checks${span}${failed === 0 ? '' : `, ${failed} failed`}`;
};

/** The latency of the last checks as a line, with a mark where one failed. */
export const Sparkline = ({ checks }: { checks: Checks }) => {
  if (checks.length < 2 || checks.every(({ latency_ms }) => latency_ms === null)) return null;
  const highest = Math.max(1, ...checks.flatMap(({ latency_ms }) => latency_ms ?? []));
  const at = checks.map(({ latency_ms }, index) => ({
    x: inset + (index * (width - 2 * inset)) / (checks.length - 1),
    y: height - inset - ((latency_ms ?? 0) / highest) * (height - 2 * inset),
    failed: latency_ms === null,
  }));
  const line = at
    .map(({ x, y, failed }, index) =>
      failed ? '' : `${index === 0 || at[index - 1]!.failed ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`,
    )
    .join('');
  return (
    <svg class="sparkline" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img">
      <title>{describe(checks)}</title>
      <path d={line} />
      {at
        .filter(({ failed }) => failed)
        .map(({ x }) => (
          <circle key={x} cx={x} cy={height - inset - 1} r="1.8" />
        ))}
    </svg>
  );
};

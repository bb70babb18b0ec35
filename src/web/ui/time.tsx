const units: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

export const agoOf = (iso: string, now = Date.now()): string => {
  const past = now - Date.parse(iso);
  const [unit, ms] = units.find(([, size]) => past >= size) ?? [null, 1];
  return unit === null ? 'just now' : words.format(-Math.floor(past / ms), unit);
};

/** How long ago, with the moment itself on hover. */
export const Ago = ({ at }: { at: string }) => (
  <time dateTime={at} title={new Date(at).toLocaleString()}>
    {agoOf(at)}
  </time>
);

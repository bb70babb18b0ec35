/** Drawn on 16 × 16, as lines of the text's colour. */
const drawings = {
  check: 'M3.5 8.5l3 3 6-7',
  copy: 'M5.5 5.5v-2h7v7h-2m-7-5h7v7h-7z',
  cross: 'M4 4l8 8m0-8l-8 8',
  plus: 'M8 3.5v9M3.5 8h9',
  chevron: 'M6 4l4 4-4 4',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zm3.5-1l3 3',
  send: 'M8 13V3.5M4 7l4-4 4 4',
  lock: 'M4 7.5h8v6H4zm2 0V5.5a2 2 0 0 1 4 0v2',
  history: 'M3 8a5 5 0 1 0 1.6-3.6L3 6m0-3v3h3m2-.5V8l2 1.5',
  system: 'M2.5 3.5h11v7h-11zM6 13h4m-2-2.5V13',
  light:
    'M8 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM8 2v1m0 10v1M2 8h1m10 0h1M3.8 3.8l.7.7m7 7l.7.7m0-8.4l-.7.7m-7 7l-.7.7',
  dark: 'M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z',
  out: 'M6.5 13h-3V3h3M7 8h6m-2.5-3L13 8l-2.5 3',
  refresh: 'M13 8a5 5 0 1 1-1.6-3.6L13 6m0-3v3h-3',
  alert: 'M8 2.5l6 11H2zM8 6.5v3m0 2v.2',
  bell: 'M3 11a5 5 0 0 1 10 0zM2.5 13.2h11M8 6V4.5',
} as const;
export type IconName = keyof typeof drawings;

/** Decoration: what it means stands beside it, or in the label of its button. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    <path d={drawings[name]} />
  </svg>
);

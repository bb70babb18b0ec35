import { signal } from '@preact/signals';

export const views = ['talk', 'sources', 'tools', 'agent'] as const;
export type View = (typeof views)[number];

/** The panel in front. Beside a talk that has room, `talk` stands for the sources. */
export const view = signal<View>('sources');

const wide = matchMedia('(min-width: 1000px)');
/** Whether talk and panels stand side by side. */
export const isWide = signal(wide.matches);
wide.addEventListener('change', () => {
  isWide.value = wide.matches;
});
if (!wide.matches) view.value = 'talk';

/** What was done just now, for eyes and for screen readers; gone after a while. */
export const notice = signal('');
const shownMs = 2500;
let timer: ReturnType<typeof setTimeout> | undefined;
export const tell = (text: string): void => {
  notice.value = text;
  clearTimeout(timer);
  timer = setTimeout(() => {
    notice.value = '';
  }, shownMs);
};

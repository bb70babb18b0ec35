import { notice } from '../state/view.ts';

/** What was done just now: seen below, and read out. */
export const Notice = () => (
  <div class={`notice ${notice.value === '' ? '' : 'shown'}`} role="status">
    {notice.value}
  </div>
);

import type { Loaded } from '../state/load.ts';
import { Icon } from './icon.tsx';

/** What went wrong, beside what is known all the same, and the way to try again. */
export const PanelError = ({ panel }: { panel: Pick<Loaded<unknown>, 'error' | 'reload'> }) =>
  panel.error.value === null ? null : (
    <div class="problem" role="alert">
      <Icon name="alert" />
      <p>{panel.error.value}</p>
      <button type="button" class="button small" onClick={() => void panel.reload()}>
        Try again
      </button>
    </div>
  );

/** The same for what one thing was asked to do. */
export const Problem = ({ text }: { text: string | null | undefined }) =>
  text ? (
    <div class="problem" role="alert">
      <Icon name="alert" />
      <p>{text}</p>
    </div>
  ) : null;

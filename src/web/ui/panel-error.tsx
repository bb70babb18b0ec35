import { connection } from '../state/connection.ts';
import type { Loaded } from '../state/load.ts';
import { Icon } from './icon.tsx';

/** A sentence whose names stand in backticks. */
const Sentence = ({ text }: { text: string }) => (
  <p>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</p>
);

/** What went wrong, beside what is known all the same, and the way to try again. That the server is gone stands on top. */
export const PanelError = ({ panel }: { panel: Pick<Loaded<unknown>, 'error' | 'reload'> }) =>
  panel.error.value === null || connection.value === 'lost' ? null : (
    <div class="problem" role="alert">
      <Icon name="alert" />
      <Sentence text={panel.error.value} />
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
      <Sentence text={text} />
    </div>
  ) : null;

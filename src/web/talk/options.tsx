import { choose, flowState, isBusy } from '../state/talk.ts';
import { isRepeated } from '../ui/press.ts';

const strong = new Set(['confirm', 'resume']);
const quiet = new Set(['cancel']);

const looks = (id: string): string => {
  if (strong.has(id)) return 'button primary';
  return quiet.has(id) ? 'button ghost' : 'button';
};

/** The answers that the present question offers. A double click on one does not answer the question after it too. */
export const Options = () => {
  const { options = [], flow = null } = flowState.value ?? {};
  if (options.length === 0) return null;
  return (
    <fieldset class="options" disabled={isBusy.value}>
      <legend class="unseen">Answers to choose from</legend>
      {options.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          class={flow === 'revoke' && id === 'confirm' ? 'button danger solid' : looks(id)}
          onClick={(event) => !isRepeated(event) && void choose(id)}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
};

import { useEffect, useRef } from 'preact/hooks';
import type { Awaiting } from '../../domain/conversation.ts';
import { sandboxId } from '../state/place.ts';
import { flowState, isBusy, say, sessionId, talkError, turn } from '../state/talk.ts';
import { Icon } from '../ui/icon.tsx';

const longest = 4000;

/** What the open question wants, beside everything else that can be said. */
const wanted: Partial<Record<Awaiting, string>> = {
  base_url: 'Paste the URL of your server',
  auth_kind: 'Say how it authenticates',
  auth_header: 'Write the name of the header',
  name: 'Write a label',
  sandbox: 'Name a sandbox',
  confirmation: 'Say yes, no, or what to change',
};

/**
 * Where a message is written. It stays in the field until the server has given it back without its secrets, and is
 * there again when its turn failed: it may hold one, which is shown nowhere else.
 */
export const Composer = () => {
  const field = useRef<HTMLTextAreaElement>(null);
  const sends = useRef(false);
  const awaiting = flowState.value?.awaiting ?? null;
  /** Right after signing in it is not yet known where the talk takes place. */
  const isClosed = isBusy.value || sandboxId.value === null;
  const isHeard = (turn.value?.said ?? null) !== null;
  useEffect(() => {
    if (isHeard && sends.current && field.current !== null) field.current.value = '';
  }, [isHeard]);
  useEffect(() => field.current?.focus({ preventScroll: true }), [sessionId.value === null]);

  // A button that answered is gone with its focus.
  useEffect(() => {
    if (!isBusy.value && document.activeElement === document.body)
      field.current?.focus({ preventScroll: true });
  }, [isBusy.value]);

  const send = async (): Promise<void> => {
    const { current } = field;
    const message = current?.value.trim() ?? '';
    if (current === null || message === '' || isClosed) return;
    if ([...message].length > longest) {
      talkError.value = `A message has at most ${longest} characters; this one has ${[...message].length}.`;
      return;
    }
    sends.current = true;
    const isDone = await say(message);
    sends.current = false;
    if (!isDone && current.value === '') current.value = message;
    field.current?.focus({ preventScroll: true });
  };

  return (
    <form
      class="composer"
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        aria-label="Message"
        placeholder={(awaiting !== null && wanted[awaiting]) || 'Say what you want to do'}
        readOnly={isClosed}
        autocomplete="off"
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          void send();
        }}
      />
      <button type="submit" class="button primary icon-only" aria-label="Send" disabled={isClosed}>
        <Icon name="send" />
      </button>
    </form>
  );
};

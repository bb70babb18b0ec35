import { useState } from 'preact/hooks';
import { flowState, newConversation } from '../state/talk.ts';
import { Icon } from '../ui/icon.tsx';
import { Composer } from './composer.tsx';
import { CredentialField } from './credential-field.tsx';
import { History } from './history.tsx';
import { Options } from './options.tsx';
import { Transcript } from './transcript.tsx';

const Answer = () => (
  <div class="answer">
    <Options />
    {flowState.value?.secret_input ? <CredentialField /> : <Composer />}
  </div>
);

/** The conversation: what was said, and what can be answered now. */
export const Talk = () => {
  const [showsHistory, setShowsHistory] = useState(false);
  return (
    <section class="talk panel-box" id="panel-talk" aria-label="Conversation">
      <header class="panel-head">
        <h2>Conversation</h2>
        <span class="spring" />
        <button
          type="button"
          class="button ghost small"
          aria-expanded={showsHistory}
          onClick={() => setShowsHistory(!showsHistory)}
        >
          <Icon name="history" /> Earlier
        </button>
        <button
          type="button"
          class="button ghost small"
          onClick={() => {
            setShowsHistory(false);
            newConversation();
          }}
        >
          <Icon name="plus" /> New
        </button>
      </header>
      {showsHistory ? <History onChosen={() => setShowsHistory(false)} /> : <Transcript />}
      {!showsHistory && <Answer />}
    </section>
  );
};

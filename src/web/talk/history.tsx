import { useEffect } from 'preact/hooks';
import { openConversation, sessionId, sessions } from '../state/talk.ts';
import { PanelError } from '../ui/panel-error.tsx';
import { Ago } from '../ui/time.tsx';

/** Earlier conversations, newest first. */
export const History = ({ onChosen }: { onChosen: () => void }) => {
  useEffect(() => void sessions.reload(), []);
  const all = sessions.data.value ?? [];
  return (
    <div class="history">
      <PanelError panel={sessions} />
      {all.length === 0 && sessions.error.value === null && (
        <p class="empty">No conversation yet. What you say is kept here, without your credentials.</p>
      )}
      <ul>
        {all.map(({ session_id, title, flow, awaiting, updated_at }) => (
          <li key={session_id}>
            <button
              type="button"
              class="row-button"
              aria-current={session_id === sessionId.value ? 'true' : undefined}
              onClick={() => {
                onChosen();
                void openConversation(session_id);
              }}
            >
              <span class="row-title">{title || 'Untitled'}</span>
              {(flow ?? awaiting) !== null && <span class="pill waiting">unfinished</span>}
              <span class="muted">
                <Ago at={updated_at} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
};

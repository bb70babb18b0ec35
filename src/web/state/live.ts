import { effect, untracked } from '@preact/signals';
import { whenBack } from './connection.ts';
import { agentSlug, agents, sandboxes, sandboxId } from './place.ts';
import { session } from './session.ts';
import { agentTools, reloadSources, sources, tools } from './sources.ts';
import {
  isElsewhere,
  lookAgain,
  newConversation,
  openConversation,
  sessionId,
  sessions,
  talkError,
  whenTurnEnds,
} from './talk.ts';

/** How often what others may have changed is looked at, while the page is seen; coming back to it looks at once. */
const everyMs = 15_000;
/** How often a turn is looked at that this page does not follow. */
const turnEveryMs = 1000;

const reloadSandbox = (): void => {
  void Promise.all([agents.reload(), reloadSources(), sessions.reload()]);
};

const isSeen = (): boolean => session.value === 'in' && document.visibilityState === 'visible';

/** Keeps the panels as they are on the server: after a turn, after it was gone, and now and then. */
export const keepLive = (): void => {
  let shown: string | null = null;
  effect(() => {
    if (session.value !== 'in') return;
    void untracked(sandboxes.reload);
    if (shown !== null) untracked(reloadSandbox);
  });
  effect(() => {
    const next = sandboxId.value;
    if (next === null || next === shown) return;
    untracked(() => {
      const wanted = shown === null ? sessionId.value : null;
      shown = next;
      for (const panel of [sources, tools, agentTools, agents, sessions]) panel.clear();
      if (wanted === null) newConversation();
      else void openConversation(wanted);
      reloadSandbox();
    });
  });
  effect(() => {
    if (agentSlug.value !== null) untracked(() => void agentTools.reload());
  });
  whenTurnEnds(reloadSandbox);
  whenBack(() => {
    talkError.value = null;
    void sandboxes.reload();
    reloadSandbox();
    void lookAgain();
  });
  setInterval(() => {
    if (isSeen()) void Promise.all([sources.reload(), agents.reload(), lookAgain()]);
  }, everyMs);
  // Tools change with their sources; to list them may cost a question to every server.
  effect(() => {
    const state = JSON.stringify(sources.data.value?.map(({ version }) => version) ?? null);
    if (state === 'null') return;
    untracked(() => void Promise.all([tools.reload(), agentTools.reload()]));
  });
  effect(() => {
    if (!isElsewhere.value || session.value !== 'in') return;
    const timer = setInterval(() => void lookAgain(), turnEveryMs);
    return () => clearInterval(timer);
  });
  const look = (): void => {
    if (!isSeen()) return;
    reloadSandbox();
    void lookAgain();
  };
  document.addEventListener('visibilitychange', look);
  window.addEventListener('focus', look);
};

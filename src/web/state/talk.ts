import { batch, computed, signal } from '@preact/signals';
import { answerOf, ConciergeError, framesOf, type TurnEvent } from '../../client/client.ts';
import type { FlowState, SessionSummary } from '../../concierge/events.ts';
import type { TranscriptEntry } from '../../domain/conversation.ts';
import { sandboxApi, sentenceOf } from './api.ts';
import { load } from './load.ts';
import { inSandbox, rememberInAddress, sandboxId } from './place.ts';

/** What Concierge did during a turn, by the name of its tool. */
export type ToolStep = { call_id: string; name: string; state: 'running' | 'done' | 'failed' };

export const sessionId = signal<string | null>(new URLSearchParams(location.search).get('conversation'));
export const transcript = signal<TranscriptEntry[]>([]);
export const flowState = signal<FlowState | null>(null);
/** A turn that runs: what the user said, once that is known without its secrets, and what came of it so far. */
export type RunningTurn = { said: string | null; text: string; steps: ToolStep[] };
export const turn = signal<RunningTurn | null>(null);
/** What each reply of this visit did, by its place in the transcript. */
export const stepsAt = signal<ReadonlyMap<number, ToolStep[]>>(new Map());
export const talkError = signal<string | null>(null);
/** A turn that this page does not follow has the conversation: of another page, or of this one before it was loaded. */
export const isElsewhere = signal(false);
export const isBusy = computed(() => turn.value !== null || isElsewhere.value);

export const sessions = load<SessionSummary[]>(async () =>
  sandboxId.value === null
    ? null
    : (await answerOf(sandboxApi.concierge.sessions.$get({ param: inSandbox() }))).sessions,
);

const inSession = () => ({ ...inSandbox(), session_id: sessionId.value ?? '' });
const sessionApi = sandboxApi.concierge.sessions[':session_id'];

let newestRead = 0;

/**
 * Takes the conversation as the server has it: its transcript never holds a secret. An answer that came too late, for
 * another conversation or in the middle of a turn, is dropped.
 */
export const readSession = async (): Promise<void> => {
  if (sessionId.value === null) return;
  const mine = ++newestRead;
  const session = await answerOf(sessionApi.$get({ param: inSession() }));
  if (mine !== newestRead) return;
  const hasEnded = isElsewhere.value && !session.busy;
  batch(() => {
    transcript.value = session.transcript;
    // JSON has no undefined, which the client's type cannot know.
    flowState.value = session as FlowState;
    isElsewhere.value = session.busy;
    // That it was busy.
    if (hasEnded) talkError.value = null;
  });
  if (hasEnded) tellTurnEnded();
};

/** Looks whether the conversation went on elsewhere. What is shown stays when it cannot be read: the next turn tells. */
export const lookAgain = async (): Promise<void> => {
  if (turn.value === null) await readSession().catch(() => undefined);
};

const movedOn = 'This conversation was answered elsewhere in between. Here is what it asks now.';

/** After a refusal: shows what the conversation is by now, and says when that is why. */
const catchUp = async (refusal: unknown): Promise<void> => {
  talkError.value = sentenceOf(refusal);
  if (!(refusal instanceof ConciergeError) || refusal.code !== 'conflict') return;
  const known = flowState.value?.version;
  await readSession().catch(() => undefined);
  if (!isElsewhere.value && flowState.value?.version !== known) talkError.value = movedOn;
};

type ToolResult = Extract<TurnEvent, { event: 'agent_tool_result' }>['data'];

const onTurnEnd = new Set<() => void>();
/** Told after every turn: it may have changed anything. */
export const whenTurnEnds = (listener: () => void): void => void onTurnEnd.add(listener);
const tellTurnEnded = (): void => {
  for (const listener of onTurnEnd) listener();
};

/** What these tools give is a source; one that did not pass its check is no success. */
const checking = new Set(['add_user_mcp_source', 'test_user_mcp_source', 'update_source']);
const hasFailed = ({ name, result, error }: ToolResult): boolean =>
  error !== undefined || (checking.has(name) && (result as { status?: unknown } | null)?.status === 'error');

const show = ({ event, data }: TurnEvent): void => {
  const present = turn.value ?? { said: null, text: '', steps: [] };
  if (event === 'run_started') {
    sessionId.value = data.session_id;
    rememberInAddress('conversation', data.session_id);
  } else if (event === 'user_message') turn.value = { ...present, said: data.text };
  else if (event === 'agent_text_delta') turn.value = { ...present, text: present.text + data.text };
  else if (event === 'agent_tool_call') {
    const step: ToolStep = { call_id: data.call_id, name: data.name, state: 'running' };
    turn.value = { ...present, steps: [...present.steps, step] };
  } else if (event === 'agent_tool_result') {
    const state: ToolStep['state'] = hasFailed(data) ? 'failed' : 'done';
    const steps = present.steps.map((step) => (step.call_id === data.call_id ? { ...step, state } : step));
    turn.value = { ...present, steps };
  } else if (event === 'flow_state') flowState.value = data;
  else if (event === 'agent_error') talkError.value = data.message;
};

type Frames = Parameters<typeof framesOf>[0];
type Sent = { init: { signal: AbortSignal } };

let leaving = new AbortController();
/**
 * Leaves the turn that runs: the server ends it as soon as it can. A change that it has begun is carried to its end,
 * and is waited for like one that goes on elsewhere.
 */
export const stopTurn = (): void => leaving.abort();

/**
 * One turn from its request to the transcript it left. True when it ended well or was stopped after it was heard; why
 * not is in `talkError`.
 */
const take = async (said: string | null, ask: (sent: Sent) => Frames): Promise<boolean> => {
  if (isBusy.value) return false;
  newestRead++;
  talkError.value = null;
  turn.value = { said, text: '', steps: [] };
  leaving = new AbortController();
  const { signal } = leaving;
  try {
    for await (const frame of framesOf(ask({ init: { signal } }))) show(frame);
    await readSession();
    const { steps = [] } = turn.value ?? {};
    if (steps.length > 0) stepsAt.value = new Map([...stepsAt.value, [transcript.value.length - 1, steps]]);
  } catch (error) {
    // A conversation that was left before it had begun is nowhere to be read.
    if (signal.aborted) await readSession().catch(() => undefined);
    else await catchUp(error);
  }
  const isHeard = turn.value?.said !== null;
  turn.value = null;
  tellTurnEnded();
  return talkError.value === null && (isHeard || !signal.aborted);
};

/** What is said is shown when the server has given it back without its secrets. */
export const say = (message: string): Promise<boolean> =>
  take(null, (sent) => {
    const session_id = sessionId.value;
    const json = { message, echo: true, ...(session_id !== null && { session_id }) };
    return sandboxApi.concierge.chat.$post({ param: inSandbox(), json }, sent);
  });

/** A button: tied to the question that showed it. */
export const choose = (id: string): Promise<boolean> => {
  const { version, options = [] } = flowState.value ?? {};
  const json = { id, ...(version !== undefined && { version }) };
  const label = options.find((option) => option.id === id)?.label ?? null;
  return take(label, (sent) => sessionApi.reply.$post({ param: inSession(), json }, sent));
};

/** What the transcript has in place of a credential. */
export const hidden = '[credential]';

/** The credential goes its own way, and is kept nowhere here. */
export const giveCredential = (value: string): Promise<boolean> =>
  take(hidden, (sent) => sessionApi.credential.$post({ param: inSession(), json: { value } }, sent));

export const newConversation = (): void => {
  newestRead++;
  batch(() => {
    sessionId.value = null;
    transcript.value = [];
    flowState.value = null;
    talkError.value = null;
    stepsAt.value = new Map();
    isElsewhere.value = false;
  });
  rememberInAddress('conversation', null);
};

/** Shows an earlier conversation; what cannot be shown is told, and a fresh one begins. */
export const openConversation = async (session_id: string): Promise<void> => {
  newConversation();
  sessionId.value = session_id;
  try {
    await readSession();
    if (sessionId.value === session_id) rememberInAddress('conversation', session_id);
  } catch (error) {
    if (sessionId.value !== session_id) return;
    newConversation();
    talkError.value = sentenceOf(error);
  }
};

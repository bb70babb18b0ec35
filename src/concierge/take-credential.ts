import { labelKey } from '../domain/label.ts';
import { advance, open } from './advance.ts';
import { flowLabel, isDoubted, serverLabel, slotsOf } from './conversation.ts';
import { type Flow, flowAwaiting, stepFlow } from './flow.ts';
import type { Heard } from './hear.ts';
import { justFailed } from './just-failed.ts';
import { unregistered } from './owner.ts';
import { code, say } from './reply.ts';
import { stageCredential } from './staged-credential.ts';
import { conversationOf, type Emissions, type TurnState, utter } from './turn-state.ts';

/** Words around a credential that only hand it over: anything else may say whose it is. */
const handsOver =
  /^(?:(?:here|it|this|that|is|my|the|a|an|our|new|right|correct|real|other|now|use|try|take|with|ok|okay|yes|sorry|bearer|token|key|secret|value|credential|header|one|please|instead|then|s)\b|[^\w[]|\[credential\])*$/i;

const ownerSaid = /\b(?:token|key|secret|password|credential) (?:of|for) (?:the |my |our |your )?([\w-]+)/i;
const pointsBack = /^(?:it|this|that|server|source|api|mcp|here)$/i;

/** Whether a credential is said to be that of another server than the one that is being mended, known or not. */
const isOfAnother = (flow: Flow, { text, owners }: Heard): boolean => {
  const said = ownerSaid.exec(text)?.[1];
  const { name = '', source = unregistered } = slotsOf(flow);
  const isMending = flowAwaiting(flow) === 'repair' && !owners.includes(source);
  return (
    isMending && said !== undefined && !pointsBack.test(said) && !labelKey(name).includes(labelKey(said))
  );
};

/** The registered source that a credential is said to be of, when that is not the open one. */
const ownerBeside = ({ facts }: TurnState, flow: Flow, { owners }: Heard): string | null => {
  if (owners.includes(slotsOf(flow).source ?? unregistered)) return null;
  return facts.sources.find(({ data_source_id }) => owners.includes(data_source_id))?.name ?? null;
};

/** What to say to have a credential used. */
const howToUse = (turn: TurnState, flow: Flow | null): string => {
  const { facts } = turn;
  const slots = slotsOf(flow);
  const next = conversationOf(turn).queued.find(({ command }) => command === 'register');
  if (next?.command === 'register') return say('credential.use_next', { label: serverLabel(next) });
  const kept = facts.sources.find(({ auth_kind }) => auth_kind !== 'none');
  if (flow && stepFlow(flow, { type: 'credential.given' }))
    return say('credential.use_alone', { label: flowLabel(flow) });
  if (flow?.name === 'register') return say('credential.use_by_scheme', { label: serverLabel(slots) });
  return kept ? say('credential.use_by_change', { name: kept.name }) : say('credential.use_by_register');
};

/** With nothing open, a credential goes to the server that was just said to have refused the one it has. */
async function* openRotation(turn: TurnState, { text }: Heard): Emissions {
  const source = justFailed(turn);
  const isRefused = source?.health_cause === 'unauthorized' || source?.health_cause === 'credential_missing';
  if (!source || !isRefused || source.auth_kind === 'none' || !handsOver.test(text)) return;
  const { data_source_id, name, base_url, auth_kind, auth_header } = source;
  const updated = { data_source_id, name, base_url, auth_kind, auth_header };
  const command = { command: 'update', source: data_source_id, rotate: true } as const;
  yield* open(turn, 'update', { source: updated, wanted: { rotate: true }, asks: null }, command);
}

/** What nobody asked for is said with the kind that it is taken as, where that is known. */
const received = (turn: TurnState, kind: Heard['kind']): string => {
  const { auth_kind, auth_header } = slotsOf(conversationOf(turn).flow);
  const named = auth_header === undefined ? 'a custom header' : `the header ${code(auth_header)}`;
  const as = auth_kind === 'bearer' ? 'a bearer token' : `the value of ${named}`;
  return kind === 'answer' || !/^(?:bearer|header_token)$/.test(auth_kind ?? '')
    ? say('credential.received')
    : say('credential.received_as', { as });
};

/** Gives the open flow the credential of this message, sealed; one that nothing can take is dropped, with a word. */
export async function* takeCredential(turn: TurnState, heard: Heard): Emissions {
  const { credential, problem, kind } = heard;
  if (turn.signal.aborted) return;
  if (heard.repeats && !credential) yield utter(say('credential.known'));
  if (!credential) return;
  const conversation = conversationOf(turn);
  if (kind !== 'refused') yield* openRotation(turn, heard);
  const { flow } = conversation;
  const event = {
    type: kind === 'doubtful' ? ('credential.doubted' as const) : ('credential.given' as const),
  };
  if (kind === 'refused') return yield utter(say('credential.not_taken'));
  const other = flow && ownerBeside(turn, flow, heard);
  if (other) return yield utter(say('credential.of_another', { name: other }));
  if (heard.strays) return yield utter(`${say('credential.of_request')} ${howToUse(turn, flow)}`);
  if (!flow || !stepFlow(flow, event) || isOfAnother(flow, heard))
    return yield utter(`${say('credential.not_needed')} ${howToUse(turn, flow)}`);
  if (problem) {
    yield utter(problem);
    yield* advance(turn, { type: 'slot.refused' });
    return;
  }
  await stageCredential(turn.deps, conversation, flow, credential);
  if (!isDoubted(flow) && kind !== 'doubtful') yield utter(received(turn, kind));
  yield* advance(turn, event);
}

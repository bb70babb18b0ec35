import type { Conversation } from '../../../src/concierge/conversation.ts';
import type { TurnEvent } from '../../../src/concierge/events.ts';
import { type Flow, flowAwaiting, stepFlow } from '../../../src/concierge/flow.ts';
import { labelKey } from '../../../src/domain/label.ts';
import type { Source } from '../../../src/domain/source.ts';
import type { Taken } from './world.ts';

/** What is wrong with a turn, a sentence each; empty when nothing is. */
type Invariant = (taken: Taken) => string[];
type Call = { name: string; arguments: Record<string, unknown>; failed: boolean };

const unless = (holds: boolean, problem: string): string[] => (holds ? [] : [problem]);

const callsOf = (frames: readonly TurnEvent[]): Call[] => {
  const failed = new Set(
    frames.flatMap((frame) =>
      frame.event === 'agent_tool_result' && frame.data.error ? [frame.data.call_id] : [],
    ),
  );
  return frames.flatMap((frame) =>
    frame.event === 'agent_tool_call'
      ? [{ name: frame.data.name, arguments: frame.data.arguments, failed: failed.has(frame.data.call_id) }]
      : [],
  );
};
const callsNamed = ({ frames }: Taken, name: string): Call[] =>
  callsOf(frames ?? []).filter((call) => call.name === name);

/** A turn has exactly the frames that are specified; a call is followed by its own result. */
const framesAreSpecified: Invariant = ({ frames }) => {
  if (frames === null) return [];
  const names = frames.map(({ event }) => event).join(' ');
  const order =
    /^run_started(?: agent_text_delta| agent_tool_call agent_tool_result)* flow_state agent_finish$/;
  const ids = frames.flatMap((frame) => ('call_id' in frame.data ? [frame.data.call_id] : []));
  const paired = ids.every((id, at) => id === ids[at - (at % 2)]);
  const speaks = names.includes('agent_text_delta');
  return [
    ...unless(order.test(names), `the frames are ${names}: ${JSON.stringify(frames.at(-1))}`),
    ...unless(paired && new Set(ids).size * 2 === ids.length, 'calls and results do not pair'),
    ...unless(speaks, 'nothing is said'),
  ];
};

/** A refused turn changes nothing. */
const refusalChangesNothing: Invariant = ({ frames, before, after }) =>
  unless(
    frames !== null || JSON.stringify(before.conversations) === JSON.stringify(after.conversations),
    'a refused turn changed a conversation',
  );

/** What is registered was shown, whole, by the turn before. */
const registersWhatWasShown: Invariant = (taken) => {
  const { state, text } = taken.seen;
  const added = callsNamed(taken, 'add_user_mcp_source');
  return [
    ...unless(added.length <= 1, 'two registrations in one turn'),
    ...added.flatMap(({ arguments: args }) => {
      const { has_credential: _, ...shown } = state?.slots ?? {};
      const asked = state?.flow === 'register' && state.awaiting === 'confirmation';
      const same = JSON.stringify(sorted(args)) === JSON.stringify(sorted(shown));
      const said = [args.base_url, args.name, args.sandbox].every((value) => text.includes(String(value)));
      return unless(
        asked && same && said,
        `registered ${JSON.stringify(args)}, shown ${JSON.stringify(state)}`,
      );
    }),
  ];
};
const sorted = (values: object) => Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));

/** What is revoked or discarded was named, and the question asked, by the turn before. */
const revokesWhatWasShown: Invariant = (taken) => {
  const { state } = taken.seen;
  const calls = callsNamed(taken, 'revoke_user_mcp_source');
  return [
    ...unless(calls.length <= 1, 'two revocations in one turn'),
    ...calls.flatMap(({ arguments: { source, discard } }) => {
      const asked = discard
        ? state?.options.some(({ id }) => id === 'discard') && state.awaiting === 'repair'
        : state?.flow === 'revoke' && state.awaiting === 'confirmation';
      const named = state?.slots.source === source;
      return unless(asked === true && named, `${discard ? 'discarded' : 'revoked'} ${source} unasked`);
    }),
  ];
};

const gaveCredential = ({ input }: Taken): boolean =>
  input.kind === 'credential' || (input.kind === 'message' && /[\w-]{16}/.test(input.text));

/** An address or a credential of a source changes when that was asked for: confirmed, repaired or given anew. */
const connectsAsAsked: Invariant = (taken) => {
  const { before, after, seen } = taken;
  return [...after.sources.values()].flatMap((source) => {
    const was = before.sources.get(source.data_source_id);
    if (!was || source.status === 'disconnected') return [];
    if (was.connection_revision === source.connection_revision) return [];
    const { flow, slots = {} } = seen.state ?? {};
    const about = (flow === 'update' || flow === 'register') && slots.source === source.data_source_id;
    const moved = was.base_url !== source.base_url;
    const { awaiting = null } = seen.state ?? {};
    // A repair is one turn: what it asks for is done at once, of a source that fails.
    const repairs = awaiting === 'repair' || (awaiting === 'base_url' && was.status === 'error');
    const confirmed =
      flow === 'register' || repairs || (awaiting === 'confirmation' && slots.base_url === source.base_url);
    const good = moved
      ? about && (confirmed || source.base_url === slots.base_url)
      : about || gaveCredential(taken);
    return unless(good, `${source.name} was connected otherwise: ${was.base_url} → ${source.base_url}`);
  });
};

/** Sources come, go and end by the calls for that alone; what is disconnected stays as it is. */
const sourcesLiveAsTold: Invariant = (taken) => {
  const { before, after } = taken;
  const added = callsNamed(taken, 'add_user_mcp_source').filter(({ failed }) => !failed);
  const ended = new Set(
    callsNamed(taken, 'revoke_user_mcp_source').map(({ arguments: args }) => args.source),
  );
  const fresh = [...after.sources.values()].filter(({ data_source_id: id }) => !before.sources.has(id));
  const asTold = fresh.every(({ base_url, auth_kind }) =>
    added.some(({ arguments: args }) => args.base_url === base_url && args.auth_kind === auth_kind),
  );
  return [
    ...unless(fresh.length === added.length, `${fresh.length} sources came by ${added.length} registrations`),
    ...unless(asTold, 'a source is not what was registered'),
    ...[...before.sources.values()].flatMap((was) => ends(was, after.sources.get(was.data_source_id), ended)),
  ];
};
const ends = (was: Source, is: Source | undefined, ended: Set<unknown>): string[] => {
  if (was.status === 'disconnected')
    return unless(JSON.stringify(was) === JSON.stringify(is), `${was.name} was revoked and changed`);
  const gone = is === undefined || is.status === 'disconnected';
  return unless(!gone || ended.has(was.data_source_id), `${was.name} ended untold`);
};

/** A label and a namespace have one living owner in a sandbox, and a secret lies only where a source lives. */
const ownersAreSingle: Invariant = ({ after }) => {
  const living = [...after.sources.values()].filter(({ status }) => status !== 'disconnected');
  const unique = (of: (source: Source) => string): number =>
    new Set(living.map((source) => `${source.sandbox_id} ${of(source)}`)).size;
  const lies = after.keys.secret.filter((key) => !living.some(({ data_source_id: id }) => key.endsWith(id)));
  return [
    ...unless(unique(({ namespace }) => namespace) === living.length, 'a namespace has two owners'),
    ...unless(unique(({ name }) => labelKey(name)) === living.length, 'a label has two owners'),
    ...unless(after.keys.namespace.length === living.length, 'namespaces are claimed for nobody'),
    ...unless(after.keys.label.length === living.length, 'labels are claimed for nobody'),
    ...unless(lies.length === 0, `secrets are left over: ${lies}`),
  ];
};

const flowsOf = ({ flow, parked }: Conversation): Flow[] => (flow ? [...parked, flow] : parked);

/** Every flow at rest asks something and can be stopped; what has ended never comes back. */
const nothingIsStuck: Invariant = ({ before, after }) =>
  after.conversations.flatMap((conversation) => {
    const was = before.conversations.find(({ session_id }) => session_id === conversation.session_id);
    const known = new Set((was ? flowsOf(was) : []).map(({ number }) => number));
    return [
      ...unless(conversation.effect === null, 'an effect is left open'),
      ...unless(conversation.parked.length <= 3, 'too many flows wait'),
      ...flowsOf(conversation).flatMap((flow) => [
        ...unless(flowAwaiting(flow) !== null, `${flow.name} asks nothing in ${JSON.stringify(flow.value)}`),
        ...unless(stepFlow(flow, { type: 'cancelled' }) !== null, `${flow.name} cannot be stopped`),
        ...unless(known.has(flow.number) || flow.number > (was?.flow_count ?? 0), 'an ended flow came back'),
      ]),
    ];
  });

/** What is shown of the state is what lies in the store, and each turn counts. */
const stateIsTheStored: Invariant = ({ frames, seen, after }) => {
  const state = frames?.flatMap((frame) => (frame.event === 'flow_state' ? [frame.data] : [])).at(-1);
  if (!state) return [];
  const flows = after.conversations.map(({ flow }) => flow?.name ?? null);
  return [
    ...unless(state.version === (seen.state?.version ?? 0) + 1, 'the version does not count the turns'),
    ...unless(flows.includes(state.flow), 'the flow that is shown is not the stored one'),
    ...unless(state.flow === null || state.awaiting !== null, 'a flow waits for nothing'),
    ...unless(!state.secret_input || state.awaiting === 'credential', 'a secret is awaited unasked'),
  ];
};

/** A credential waits for a flow that is open or parked, never for one that has ended. */
const stagedHasItsFlow: Invariant = ({ after }) => {
  const open = new Set(
    after.conversations.flatMap((one) => flowsOf(one).map(({ number }) => `${one.session_id}/${number}`)),
  );
  const orphans = after.keys['staged-secret'].filter((key) => !open.has(key));
  return unless(orphans.length === 0, `credentials wait for nothing: ${orphans}`);
};

const invariants: readonly Invariant[] = [
  framesAreSpecified,
  refusalChangesNothing,
  registersWhatWasShown,
  revokesWhatWasShown,
  connectsAsAsked,
  sourcesLiveAsTold,
  ownersAreSingle,
  nothingIsStuck,
  stateIsTheStored,
  stagedHasItsFlow,
];

/** Everything that must hold of a turn and does not. */
export const broken = (taken: Taken): string[] => invariants.flatMap((invariant) => invariant(taken));

/** Everything in which one of the secrets occurs, as it is or in Base64. */
export const holding = (secrets: Iterable<string>, ...texts: string[]): string[] =>
  [...secrets].flatMap((secret) =>
    texts.filter((text) => [secret, btoa(secret).replace(/=+$/, '')].some((form) => text.includes(form))),
  );

import { wordSlots } from '../../domain/conversation.ts';
import type { Sandbox } from '../../domain/sandbox.ts';
import { whyFailed } from '../../domain/source.ts';
import { visibleText } from '../../domain/text.ts';
import { cancelFlow, dropParked } from '../advance.ts';
import { allowedCommands } from '../allowed.ts';
import { andCredential } from '../ask.ts';
import type { Command } from '../commands.ts';
import { awaitingOf, type Conversation, isDoubted, onlySuggested, slotsOf } from '../conversation.ts';
import { undoesOfDenied } from '../denied.ts';
import { archiveCommand } from '../hand-over.ts';
import { lookUp } from '../name-lookup.ts';
import { credentialWay } from '../options.ts';
import { prompts } from '../prompts.gen.ts';
import { areOf, code, fillPrompt, listed, type PromptKey, say } from '../reply.ts';
import { named } from '../source-match.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';
import { allSandboxes, pickAgent } from './pick.ts';

type Help = Extract<Command, { command: 'help' }>;

const missesBeforeMenu = 2;

/** What was not understood: once with two examples that fit the state, then with all that can be said. */
export async function* cannotHandle(turn: TurnState): Emissions {
  const conversation = conversationOf(turn);
  conversation.misses += 1;
  if (conversation.misses >= missesBeforeMenu) {
    conversation.misses = 0;
    return yield utter(say('talk.menu'));
  }
  const key = promptOf('rephrase', conversation, topicNow(conversation) ?? 'nothing')!;
  yield utter(fillPrompt(key, { mend_credential: credentialWay(conversation.flow) }));
}

/** What the open question is about; a name that is nearly one source's is asked about in its own way. */
const topicNow = (conversation: Conversation): string | undefined =>
  onlySuggested(conversation.question) === null ? (awaitingOf(conversation) ?? undefined) : 'near_one';

/** What is said of a question: its own in this flow when there is one. */
const promptOf = (
  kind: 'rephrase' | 'help',
  { flow, question }: Conversation,
  topic: string | undefined,
): PromptKey | null => {
  const isDoubt = question === null && isDoubted(flow) && topic === 'credential';
  const keys = [`${kind}.${isDoubt ? 'doubt' : `${flow?.name}.${topic}`}`, `${kind}.${topic}`];
  return (keys.find((key) => key in prompts) as PromptKey | undefined) ?? null;
};

/** How else the open question may be left, for the slots; the other questions say so themselves. */
const movesNow = (turn: TurnState): string[] => {
  const allowed = allowedCommands(conversationOf(turn), turn.facts);
  const moves = (['skip', 'back', 'cancel'] as const).filter((name) => allowed.includes(name));
  return moves.length === 0 ? [] : [say('talk.also', { moves: listed(moves.map(code), 'or') })];
};
const slotTopics = new Set<string>([...wordSlots, 'credential']);

/** What the sentences about the open flow's source hold: why it failed its check, and what is lost with it. */
const valuesOfSource = ({ facts, stored }: TurnState) => {
  const { flow } = stored.conversation;
  const source = facts.sources.find(({ data_source_id }) => data_source_id === slotsOf(flow).source);
  return {
    error: source?.health_error ? whyFailed(source) : '',
    and_credential: source ? andCredential(source) : '',
    mend_credential: credentialWay(flow),
  };
};

/** Entries of a configuration, for a sentence that begins with them. */
const entriesOf = (names: readonly string[] | undefined): string => {
  if (names === undefined || names.length === 0) return 'That entry starts a local program';
  return `${listed(names.map((name) => code(visibleText(name))))} ${names.length > 1 ? 'start local programs' : 'starts a local program'}`;
};

/** "can I undo that?", "no, don't pause Docs": the last change, if it is meant and can be taken back. */
const undoOrElse = (turn: TurnState, { topic, names = [] }: Help): string | undefined => {
  const { undo } = conversationOf(turn);
  if (topic === 'undo') return undo === undefined || undo.command === 'help' ? 'revoke' : 'undo';
  if (topic !== 'left_undone') return topic;
  const ids = undoesOfDenied(conversationOf(turn)).flatMap((one) => ('source' in one ? one.source : []));
  const last = turn.facts.sources.filter(({ data_source_id }) => ids.includes(data_source_id)).map(named);
  return names.some((name) => lookUp(name, last).kind === 'one') ? 'done_already' : topic;
};

export async function* help(turn: TurnState, command: Help): Emissions {
  const { topic, names } = command;
  const conversation = conversationOf(turn);
  const asked = topicNow(conversation);
  const about = topic === awaitingOf(conversation) ? asked : undoOrElse(turn, command);
  const key = promptOf('help', conversation, about) ?? promptOf('help', conversation, asked);
  if (key === null) return yield utter(say('talk.menu'));
  const isAsked = asked !== undefined && slotTopics.has(asked) && (about ?? asked) === asked;
  const text = fillPrompt(key, {
    ...valuesOfSource(turn),
    entries: entriesOf(names),
    names: listed((names ?? []).map(visibleText)),
    agent: names?.[0] ?? 'support',
    place: names?.[1] === undefined ? '' : ` --sandbox ${names[1]}`,
  });
  yield utter([text, ...(isAsked ? movesNow(turn) : [])].join(' '));
}

export async function* repeat(turn: TurnState): Emissions {
  turn.whole = true;
  if (awaitingOf(conversationOf(turn)) === null) yield utter(say('talk.nothing_to_repeat'));
}

/** Drops everything that is open; what is registered stays. */
export async function* restart(turn: TurnState): Emissions {
  const conversation = conversationOf(turn);
  conversation.question = null;
  yield* cancelFlow(turn);
  while (conversation.parked.length > 0) await dropParked(turn);
  turn.ended = false;
  yield utter(say('talk.restarted'));
}

export async function* greet(turn: TurnState): Emissions {
  yield utter(say(awaitingOf(conversationOf(turn)) === null ? 'talk.greeting' : 'talk.greeting_midway'));
}

export async function* thanks(): Emissions {
  yield utter(say('talk.thanks'));
}

export async function* bye(turn: TurnState): Emissions {
  turn.asks = false;
  yield utter(say(conversationOf(turn).flow ? 'talk.bye_midway' : 'talk.bye'));
}

export async function* outOfScope(
  turn: TurnState,
  command: Extract<Command, { command: 'out_of_scope' }>,
): Emissions {
  if (command.kind === 'destructive') return yield* sayHowToDelete(turn, command);
  const { kind, agent } = command;
  if (kind !== 'not_supported' || agent === undefined) return yield utter(say(`talk.${kind}`));
  yield utter(say('talk.allowlist', { agent: slugOf(turn, agent) }));
}

/** The slug of an agent by any of its names; what nobody knows as it was said. */
const slugOf = ({ facts: { agents } }: TurnState, wanted: string): string => {
  const match = lookUp(
    wanted,
    agents.map((agent) => ({ ...agent, names: [agent.slug, agent.name] })),
  );
  return match.kind === 'one' ? match.found.slug : wanted;
};

/** Deletions are commands of a terminal: the exact one for what was named, and none when nothing was. */
async function* sayHowToDelete(
  turn: TurnState,
  { agent: wanted, sandbox: place, how }: Extract<Command, { command: 'out_of_scope' }>,
): Emissions {
  if (wanted !== undefined) {
    const agent = yield* pickAgent(turn, { command: 'list_tools', agent: wanted, sandbox: place });
    if (agent === null) return;
    const { sandbox, sandboxes } = turn.facts;
    const where = sandboxes.find(({ sandbox_id }) => sandbox_id === agent.sandbox_id) ?? sandbox;
    const command = archiveCommand(agent.slug, sandboxes.length > 1 ? where.name : undefined);
    return yield utter(say('talk.destructive_agent', { command: code(command) }));
  }
  if (place === undefined) return yield utter(say('talk.destructive'));
  // Only the whole name will do: what is deleted does not come back.
  const isMeant = ({ name }: Sandbox) => name.toLowerCase() === place.toLowerCase();
  const found = turn.facts.sandboxes.find(isMeant);
  if (found === undefined)
    return yield utter(
      say('talk.destructive_unknown', {
        sandbox: code(place),
        are: areOf(turn.facts.sandboxes),
        sandboxes: allSandboxes(turn.facts),
      }),
    );
  const { name, sandbox_id } = found;
  if (how !== undefined) return yield utter(say(`talk.sandbox_${how}`, { sandbox: code(name), sandbox_id }));
  yield utter(say('talk.destructive_sandbox', { sandbox: code(name), sandbox_id, name }));
}

/** Prose of a language model, which its adapter has held against what was read. */
export async function* answerInProse(
  _turn: TurnState,
  { text }: Extract<Command, { command: 'answer' }>,
): Emissions {
  yield utter(visibleText(text));
}

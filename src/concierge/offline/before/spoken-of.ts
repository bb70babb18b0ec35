import type { TranscriptEntry } from '../../../domain/conversation.ts';
import type { View } from '../../interpreter.ts';
import { tokenise } from '../tokens/phrase.ts';
import { tagKnown } from '../tokens/references.ts';
import { listedIn } from './those-named.ts';

/** "which tools does it have", "why can't that one call X", "what is left for it". */
const ofTools =
  /^(?:(?:and|so|but|ok|now|then|,) )*(?:(?:what|which|how many)(?: \S+)? (?:tools|functions)\b|(?:why )?(?:can|could|does|is|may)(?: not|n['’]?t)?\b|cannot\b|why\b|how come\b|what (?:can|may|does|is|remains|['’]?s)\b|what['’]s\b|which ones (?:can|may)\b)/i;
const speaksOfTools = /\b(?:tools|functions|call|use|see|reach|left|remains)\b|\w_\w/i;
const pointer =
  /\b(?:it|that one|this one|that agent|this agent|that bot|that (?:source|server)|this (?:source|server))\b(?! (?:possible|ok|true|that)\b)/i;
const isOfSource = /\b(?:source|server)\b/i;
const isOfAgent = /\b(?:agent|bot)\b/i;

type Spoken = { sources: string[]; agents: string[] };
const spokenIn = (text: string, view: View): Spoken => {
  const { tokens } = tagKnown(tokenise(text), view);
  const of = (kind: string) => [
    ...new Set(tokens.filter((token) => token.kind === kind).map(({ raw }) => raw)),
  ];
  return { sources: of('source'), agents: of('agent') };
};

/** What a message names; for one that names nothing, such as "resume it", what its answer is about. */
const spokenAt = (at: number, recent: readonly TranscriptEntry[], view: View): Spoken => {
  const spoken = spokenIn(recent[at]!.text, view);
  const answer = recent[at + 1];
  return spoken.sources.length + spoken.agents.length > 0 || answer?.role !== 'concierge'
    ? spoken
    : { sources: listedIn(answer.text, view), agents: [] };
};

/**
 * A question about tools that points at what was spoken of last, an agent or a source, with its name put in; the message
 * itself where that is nobody's or several'.
 */
export const withSpokenOf = (text: string, view: View, recent: readonly TranscriptEntry[]): string => {
  const said = text.trim();
  const asks = view.flow === null && view.awaiting === null && ofTools.test(said) && speaksOfTools.test(said);
  const { sources, agents } = asks ? spokenIn(said, view) : { sources: [], agents: [] };
  if (!asks || !pointer.test(said) || sources.length + agents.length > 0) return text;
  const last = recent
    .flatMap(({ role }, at) => (role === 'user' ? [spokenAt(at, recent, view)] : []))
    .findLast((spoken) => spoken.sources.length + spoken.agents.length > 0);
  const [agent, ...otherAgents] = last?.agents ?? [];
  const [source, ...otherSources] = last?.sources ?? [];
  if (agent !== undefined && otherAgents.length === 0 && !isOfSource.test(said))
    return text.replace(pointer, `the ${agent.replace(/ (?:agent|bot)$/i, '')} agent`);
  return agent === undefined && source !== undefined && otherSources.length === 0 && !isOfAgent.test(said)
    ? text.replace(pointer, source)
    : text;
};

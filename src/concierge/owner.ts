import type { Credential } from '../domain/credential.ts';
import type { View } from './interpreter.ts';
import { sourcesCalled } from './offline/sources-called.ts';
import { type Phrase, tokenise } from './offline/tokens/phrase.ts';
import { tagKnown } from './offline/tokens/references.ts';
import { pattern } from './offline/vocabulary/lexicon.ts';

const mark = '[credential]';
/** What is open and has no id yet: a server that is being registered. */
export const unregistered = 'open';

const article = '(?:(?:the|my|our|your|this|that) )*';
/** "the token for CRM", "[credential] is the one of CRM", "it belongs to CRM". */
const ownedBefore = pattern(
  `(?<![^ ])(?:<credential>|key|bearer|<header>|one|SECRET|it|that|this|is|are|was|belongs?|meant|use)(?: (?:is|was|,|belongs?|meant|needed|used))* (?:for|of|to|at|on|from) ${article}$`,
);
/** "CRM: [credential]", "CRM's token", "CRM [credential]". */
const ownerAhead = pattern(
  '^ (?:(?:mcp|<server>) )?(?:(?:is|:|=|,|to|takes|has|needs|wants|uses) )*(?:SECRET|:|=|(?:new |own |bearer |api |access )*(?:<credential>|key))(?![^ ])',
);
const lastOf = pattern(`(?<![^ ])(?:for|of) ${article}$`);
const denied = pattern(
  `(?<![^ ])(?:not|never|instead of|rather than)(?: (?:for|of|to|the one|<credential>))* ${article}$`,
);
const compared = /(?:^| )(?:same|like|as|copy|clone)(?: \S+){0,2} $/;

const cut = /[,;.!?\n]|\b(?:and|then)\b/i;
/** The part of a message that holds the credential and no address: a source in it is what the credential came with. */
const saidBeside = (text: string): string =>
  text.split(cut).find((part) => part.includes(mark) && !part.includes('://')) ?? '';

type Mention = { name: string; before: string; after: string };

const mentionsIn = (phrase: Phrase): Mention[] =>
  phrase.tokens.flatMap((token, at) =>
    token.kind === 'source'
      ? [
          {
            name: token.raw,
            before: phrase.norm.slice(0, phrase.starts[at]),
            after: phrase.norm.slice(phrase.starts[at]! + token.norm.length),
          },
        ]
      : [],
  );

/**
 * Whose a credential is said to be: the ids of the sources that the message names as its owners, none where it names
 * nobody. `said` is the message without the credentials that wait in the conversation.
 */
export const ownersOf = (said: string, credential: Credential, view: View): string[] => {
  const value = credential.reveal();
  const text = said.replaceAll(value, mark);
  const words = text.replaceAll(mark, '').trim() === '' ? value : text;
  // The whole message was taken: what stands in it may be a passphrase.
  const isWhole = words === value;
  if (isWhole && !/\s/.test(value)) return [];
  const { source: open = unregistered, name = '' } = view.slots;
  const label: View['sources'] =
    open === unregistered && name !== ''
      ? [{ data_source_id: open, name, namespace: name, status: 'active' }]
      : [];
  const sources = [...view.sources, ...label];
  const asksForOne = view.secret_input && view.slots.source !== undefined;
  const owns = ({ before, after }: Mention): boolean => {
    if (denied.test(before) || compared.test(before)) return false;
    if (isWhole) return (lastOf.test(before) && after === '') || (before === '' && after.startsWith(' :'));
    return asksForOne || ownedBefore.test(before) || ownerAhead.test(after);
  };
  const mentioned = mentionsIn(tagKnown(tokenise(words), { ...view, sources })).filter(owns);
  const isOpenNew = view.flow === 'register' && open === unregistered;
  const beside = isOpenNew && !isWhole ? mentionsIn(tagKnown(tokenise(saidBeside(text)), view)) : [];
  return [...mentioned, ...beside.filter(({ before }) => !denied.test(before) && !compared.test(before))]
    .flatMap(({ name: wanted }) => sourcesCalled(wanted, sources))
    .map(({ data_source_id }) => data_source_id);
};

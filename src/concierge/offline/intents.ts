import type { View } from '../interpreter.ts';
import { bareWord, lists, test, why } from './intents-ask.ts';
import { changes, revoke } from './intents-change.ts';
import { whyRun } from './intents-run.ts';
import { chitchat, destructive, notSupported } from './intents-scope.ts';
import { moodOf } from './mood.ts';
import type { Phrase } from './phrase.ts';
import type { Intent, Reading, Said } from './said.ts';

/** Earlier ones win between equals. */
const intents: Intent[] = [
  destructive,
  whyRun,
  why,
  ...changes,
  ...lists,
  revoke,
  test,
  bareWord,
  chitchat,
  notSupported,
];

const acting = new Set(['revoke', 'pause', 'resume', 'update', 'accept']);
/** What a clause asks for, apart from filling slots; null when it asks for nothing of ours. */
export const intentOf = (phrase: Phrase, view: View): Reading | null => {
  const of = (kind: string) => phrase.tokens.filter((token) => token.kind === kind).map((token) => token.raw);
  const sources = of('source');
  const said: Said = {
    phrase,
    norm: phrase.norm,
    view,
    source: sources[0],
    sources,
    agent: of('agent')[0],
    tools: of('tool'),
  };
  const mayAct = moodOf(phrase.norm) === 'request';
  let best: Reading | null = null;
  for (const intent of intents) {
    const found = intent(said);
    if (found !== null && !mayAct && found.commands.some(({ command }) => acting.has(command))) continue;
    if (found !== null && found.weight > (best?.weight ?? 0)) best = found;
  }
  return best;
};

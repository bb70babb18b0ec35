import type { Command } from '../../commands.ts';
import { each, ownSources, placedStranger, stranger } from './each-source.ts';
import type { Said } from './said.ts';

const oneOfThem = /\b(?:one|some|any one) of (?:the|my|our|these|those|them)\b/;

/** "run the health check for Zanzibar", which is nobody's name. */
const unknownOf = (said: Said): Command[] | null => {
  const source = said.sources.length === 0 ? placedStranger(said) : undefined;
  return source === undefined ? null : [{ command: 'test', source }];
};

/** Which sources are to be tested: those named, all, or one that the user is asked for. */
export const test = (said: Said): Command[] | null => {
  const { features, sources, excluded, view, phrase } = said;
  if (sources.length > 0) return testEach(said);
  const onlyIt = features.has('it') && !features.has('check');
  if (view.flow !== null && onlyIt) return null;
  if (/\bboth\b/.test(phrase.norm) && ownSources(view).length !== 2) return null;
  if (oneOfThem.test(phrase.norm)) return [{ command: 'test' }];
  const several = ['all', 'servers', 'they', 'any'].some((many) => features.has(many));
  return several && excluded.length === 0
    ? [{ command: 'test', all: true }]
    : (unknownOf(said) ?? testEach(said));
};
const testEach = each('test', 'check', 'look_at', 'health', 'fault', 'status');

/** "is zanzibar ok?": only where a name is said. */
export const testUnknown = (said: Said): Command[] | null =>
  /^(?:is|does|are|how)\b/.test(said.phrase.norm) && stranger(said, 'how') !== undefined
    ? each('test', 'how')(said)
    : null;

import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/concierge/commands.ts';
import { understand } from '../../../src/concierge/offline/interpreter.ts';
import { redact } from '../../../src/concierge/redact.ts';
import { unseenViews } from './unseen-views.ts';

const refused = [
  "do not X|don't X|please don't X yet|dont X pls|never X|I don't want to X|I don't want you to X",
  "I don't think we should X|we should not X|you must not X|I'd rather not X|no need to X|let's not X",
  'not going to X|I would never X|under no circumstances X|I told you not to X|I forbid you to X',
  "make sure you don't X|wait, don't X|ok but don't X|please avoid to X|X? not yet|X, no, don't",
];
const asked = [
  'should I X?|should we X|did you X?|will you X?|what if I X|what happens when I X|what happens if we X?',
  'is it safe to X?|is it a good idea to X|why would I X|why should I X?|when should I X|who can X?',
  'can I X later?|do I have to X?|does it hurt to X|are you going to X?|how long does it take to X',
  "I don't know if I should X|I am not sure whether to X|I was wondering whether to X",
  'I am thinking about whether we should X|my boss wants to know who may X|I am afraid to X',
];
const putOff = [
  'tomorrow I will X|maybe later I will X|if it fails again I will X|X only if nobody uses it',
  'X unless someone objects|X tomorrow|X on monday|X next friday|X at 5pm|X in an hour|X after lunch|after the release X',
  'remind me to X|we might X|they may X one day|pretend you X|imagine that we X|before you X, what is the time?',
];
const framesOf = (lines: string[]): string[] => lines.flatMap((line) => line.split('|'));

/** What may be done in each situation; each of them works when it is simply said. */
const acts: Record<string, string[]> = {
  idle: [
    'revoke billing',
    'remove the wiki',
    'pause wiki',
    'resume billing',
    'rotate the token of billing',
    'rename wiki to Foo',
    'register a server',
    'accept the new tools of wiki',
    'limit wiki to 5 calls per minute',
  ],
  confirmation: ['register it', 'confirm it', 'proceed', 'go ahead', 'do it', 'save it', 'revoke billing'],
  revoke: ['revoke it', 'confirm it', 'remove it', 'go ahead', 'delete billing', 'pause wiki'],
  changing: ['change it', 'confirm it', 'apply it', 'go ahead'],
  repair: ['discard it', 'delete it', 'throw it away', 'drop it', 'revoke billing'],
  resume: ['continue'],
  revsource: ['revoke wiki'],
};
const changes = ({ command, ...rest }: Command): boolean =>
  /^(?:affirm|revoke|register|accept|pause|resume|update)$/.test(command) ||
  ('option' in rest && /^(?:confirm|discard|source)/.test(rest.option));
const doneBy = (say: string, when: string): Command[] => {
  const view = unseenViews[when]!;
  return understand(redact(say, view).text, view).filter(changes);
};

const steering = ['cancel this', 'start over', 'go back'];
const steeredBy = (say: string): Command[] => {
  const view = unseenViews.confirmation!;
  return understand(redact(say, view).text, view).filter(({ command }) =>
    /^(?:cancel|restart|back|skip|affirm)$/.test(command),
  );
};

describe('the offline interpreter, on what is not a request', () => {
  it.each(steering)('"%s" moves the conversation when it is said, and not when it is asked about', (act) => {
    const moved = framesOf([...refused, ...asked, ...putOff])
      .map((frame) => frame.replace('X', act))
      .filter((say) => steeredBy(say).length > 0);
    expect(steeredBy(act)).toHaveLength(1);
    expect(moved).toEqual([]);
  });

  const cases = Object.entries(acts).flatMap(([when, list]) => list.map((act) => ({ when, act })));

  it.each(cases)('in $when, "$act" is done when it is said', ({ when, act }) => {
    expect(doneBy(act, when)).not.toEqual([]);
  });

  it.each(cases)(
    'in $when, "$act" is not done when it is refused, asked about or put off',
    ({ when, act }) => {
      const done = framesOf([...refused, ...asked, ...putOff])
        .map((frame) => frame.replace('X', act))
        .filter((say) => doneBy(say, when).length > 0);
      expect(done).toEqual([]);
    },
  );
});

import { openQuestion } from './ask.ts';
import { slotsOf } from './conversation.ts';
import { statePath } from './flow.ts';
import { say } from './reply.ts';
import { conversationOf, type TurnState } from './turn-state.ts';

/**
 * The open question, as a reply ends with it. All that a registration will do was shown when it came to its
 * confirmation; as long as nothing of that has changed, the question is asked again in one line.
 */
export const questionOf = (turn: TurnState): string | null => {
  const conversation = conversationOf(turn);
  const { flow, question, transcript } = conversation;
  const whole = openQuestion(conversation, turn.facts);
  if (whole === null || question || flow?.name !== 'register') return whole;
  if (turn.moved || turn.aside || turn.whole || statePath(flow) !== 'filling.confirmation') return whole;
  const [head = ''] = whole.split('\n');
  const last = transcript.findLast(({ role, text }) => role === 'concierge' && text.includes(head));
  const { name = '', base_url = '', sandbox = turn.facts.sandbox.name } = slotsOf(flow);
  return last?.text.includes(whole) ? say('ask.register.again', { name, base_url, sandbox }) : whole;
};

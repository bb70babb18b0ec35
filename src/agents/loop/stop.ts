import type { Agent } from '../../domain/agent.ts';
import { ConciergeError } from '../../errors.ts';

/** What the settings of an agent leave out; time in seconds. */
const defaults = { max_tokens: 1024, max_turns: 10, timeout_s: 120 };

export const limitsOf = ({ model_settings }: Agent) => ({
  max_tokens: model_settings.max_tokens ?? defaults.max_tokens,
  max_turns: model_settings.max_turns ?? defaults.max_turns,
  timeout_s: model_settings.timeout_s ?? defaults.timeout_s,
});

/** Why a run ended before its answer did. `data.stop` says it in a word. */
const stopped = (stop: string, message: string): ConciergeError =>
  new ConciergeError('upstream_failed', message, { data: { stop } });

/** The failure that a stop reason of the Messages API means, other than an end or a call. */
export const stopFailure = (reason: string | null, agent: Agent): ConciergeError => {
  const { max_tokens } = limitsOf(agent);
  switch (reason) {
    case 'refusal':
      return stopped('refusal', 'The language model declined to answer this: put it differently.');
    case 'max_tokens':
      return stopped(
        'max_tokens',
        `The answer was cut at ${max_tokens} tokens: raise \`max_tokens\` in the agent's model settings.`,
      );
    case 'model_context_window_exceeded':
      return stopped(
        'context_window',
        'The conversation is longer than the language model can read: begin a new one.',
      );
    default:
      return stopped(
        'unknown_stop',
        'The language model stopped for a reason that this release does not know.',
      );
  }
};

export const tooManyTurns = (agent: Agent): ConciergeError =>
  stopped(
    'max_turns',
    `The agent had not finished after ${limitsOf(agent).max_turns} messages: raise \`max_turns\` in its model settings.`,
  );

import { APIConnectionError, APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk';
import { ConciergeError, type ErrorCode } from '../../errors.ts';

type Cause = { code: ErrorCode; sentence: (model: string) => string };

const refusedKey: Cause = {
  code: 'upstream_failed',
  sentence: () => 'The API of the language model refused the key: check ANTHROPIC_API_KEY.',
};
const unknownModel: Cause = {
  code: 'upstream_failed',
  sentence: (model) =>
    `The API of the language model has no model \`${model}\`: change the agent's model settings, or CONCIERGE_MODEL for the conversation, or check ANTHROPIC_BASE_URL.`,
};
const refusedRequest: Cause = {
  code: 'upstream_failed',
  sentence: (model) =>
    `The API of the language model refused the request: the conversation may be too long for \`${model}\`, or it does not take one of the tools or settings.`,
};
const unpaid: Cause = {
  code: 'upstream_failed',
  sentence: () => 'The API of the language model asks for payment: check the plan of your key.',
};
const tooLarge: Cause = {
  code: 'upstream_failed',
  sentence: () => 'The conversation is larger than the API of the language model takes: begin a new one.',
};
const rateLimited: Cause = {
  code: 'rate_limited',
  sentence: () => 'The API of the language model limits the rate of your key: wait a moment, then try again.',
};
const overloaded: Cause = {
  code: 'unavailable',
  sentence: () => 'The language model is overloaded: try again in a few minutes.',
};
const failed: Cause = {
  code: 'upstream_failed',
  sentence: () => 'The API of the language model failed: try again in a moment.',
};
const timedOut: Cause = {
  code: 'upstream_timeout',
  sentence: () => 'The API of the language model did not answer in time: try again.',
};
const unreachable: Cause = {
  code: 'upstream_failed',
  sentence: () =>
    'The API of the language model could not be reached: check the network and ANTHROPIC_BASE_URL.',
};
const brokenOff: Cause = {
  code: 'upstream_failed',
  sentence: () => 'The answer of the language model broke off: try again.',
};

const byStatus = new Map<number | undefined, Cause>([
  [401, refusedKey],
  [402, unpaid],
  [403, refusedKey],
  [404, unknownModel],
  [413, tooLarge],
  [429, rateLimited],
  [529, overloaded],
]);

/** An error within a stream has a type and no status. */
const byType = new Map<string | null, Cause>([
  ['overloaded_error', overloaded],
  ['rate_limit_error', rateLimited],
  ['api_error', failed],
  ['timeout_error', timedOut],
]);

const causeOf = (error: unknown): Cause => {
  if (error instanceof APIConnectionTimeoutError) return timedOut;
  if (error instanceof APIConnectionError) return unreachable;
  if (!(error instanceof APIError)) return brokenOff;
  const status: number | undefined = error.status;
  const known = byStatus.get(status) ?? byType.get(error.type);
  if (known !== undefined) return known;
  if (status === undefined) return brokenOff;
  return status < 500 ? refusedRequest : failed;
};

/** Any failure of the API in our own words; what the provider said, and what was sent, is not kept. */
export const modelFailure = (error: unknown, model: string): ConciergeError => {
  const { code, sentence } = causeOf(error);
  return new ConciergeError(code, sentence(model));
};

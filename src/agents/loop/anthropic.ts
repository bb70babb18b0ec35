import Anthropic from '@anthropic-ai/sdk';
import type { Credential } from '../../domain/credential.ts';
import type { ModelAnswer, ModelProvider, ModelRequest } from './model.ts';
import { modelFailure } from './model-failure.ts';
import { playPlainAnswers } from './plain-answer.ts';

/** How long one attempt may take until the answer begins, in ms; the run's own deadline ends the rest. */
const attemptMs = 120_000;
const defaultRetries = 2;
const defaultBaseUrl = 'https://api.anthropic.com';

export type AnthropicSettings = { apiKey: Credential | null; baseUrl: string | null };

export type AnthropicOptions = {
  /** The SDK sends again only what was refused before an answer began. */
  maxRetries?: number;
  /** Sends instead of the runtime's own. */
  fetch?: typeof globalThis.fetch;
};

/** All that the SDK would otherwise take from the environment, from profiles on disk or write to the console. */
const createClient = ({ apiKey, baseUrl }: AnthropicSettings, options: AnthropicOptions): Anthropic =>
  new Anthropic({
    baseURL: (baseUrl ?? defaultBaseUrl).replace(/(?:\/v1)?\/*$/, ''),
    // A server of one's own may want no key; without any, the SDK would look for one on disk.
    apiKey: apiKey?.reveal() ?? 'none',
    ...(apiKey === null ? { defaultHeaders: { authorization: null } } : {}),
    webhookKey: null,
    timeout: attemptMs,
    maxRetries: options.maxRetries ?? defaultRetries,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    middleware: [playPlainAnswers],
    logLevel: 'off',
    openTelemetry: false,
  });

const toAnswer = ({ content, stop_reason, usage }: Anthropic.Message): ModelAnswer => ({
  content,
  stop_reason,
  usage: {
    tokens_in:
      usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0),
    tokens_out: usage.output_tokens,
  },
});

/**
 * Claude, or whatever else speaks the Messages API at the base URL. The one place beside the guard that sends:
 * its address is the operator's. Null when neither a key nor a base URL is set.
 */
export const createAnthropicModel = (
  settings: AnthropicSettings,
  options: AnthropicOptions = {},
): ModelProvider | null => {
  if (settings.apiKey === null && settings.baseUrl === null) return null;
  const client = createClient(settings, options);

  async function* answer(request: ModelRequest, signal: AbortSignal): AsyncGenerator<string, ModelAnswer> {
    const { system, tools, ...rest } = request;
    const params = {
      ...rest,
      ...(system.length === 0 ? {} : { system }),
      ...(tools.length === 0 ? {} : { tools }),
    };
    try {
      const stream = client.messages.stream(params, { signal });
      for await (const event of stream)
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') yield event.delta.text;
      return toAnswer(await stream.finalMessage());
    } catch (error) {
      throw modelFailure(error, request.model);
    }
  }

  return { answer };
};

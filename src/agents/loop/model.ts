import type Anthropic from '@anthropic-ai/sdk';

/** Messages in the form of the Messages API, which is also the one that is stored. */
export type ModelMessage = Anthropic.MessageParam;
export type ModelTool = Anthropic.Tool;
export type ToolRequest = Anthropic.ToolUseBlock;
export type ToolResultContent = Anthropic.TextBlockParam | Anthropic.ImageBlockParam;

export type ModelRequest = {
  model: string;
  /** Empty: none. In blocks where a part of it is to be cached. */
  system: string | Anthropic.TextBlockParam[];
  messages: ModelMessage[];
  tools: ModelTool[];
  max_tokens: number;
};

export type Usage = { tokens_in: number; tokens_out: number };

export type ModelAnswer = {
  content: Anthropic.ContentBlock[];
  /** As the provider says it: the set may grow. */
  stop_reason: string | null;
  usage: Usage;
};

/** A language model. */
export interface ModelProvider {
  /**
   * One message of the model: its text as it comes, then the whole of it. Rejects when `signal` aborts.
   * Errors, in our own words: `upstream_failed`, `upstream_timeout`, `rate_limited`, `unavailable`.
   */
  answer(request: ModelRequest, signal: AbortSignal): AsyncGenerator<string, ModelAnswer>;
}

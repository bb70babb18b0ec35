import { EncodedJson } from '../domain/encoded-json.ts';
import { createScrubber } from '../domain/scrub.ts';
import { ownMeta, withoutForeign } from './call-result.ts';

/** An answer to a call that is too large to be looked at where all others wait, in UTF-8. */
export type LargeAnswer = {
  bytes: Uint8Array<ArrayBuffer>;
  /** Of the request it should answer. */
  id: number;
  /** To be taken out of it (rule S2). */
  secrets: readonly string[];
};

/** `ToolResult`, each value as its JSON. */
export type EncodedParts = {
  content: Uint8Array<ArrayBuffer>;
  structuredContent?: Uint8Array<ArrayBuffer>;
  isError: boolean;
  _meta?: Uint8Array<ArrayBuffer>;
};

export type ReadAnswer =
  | { kind: 'result'; parts: EncodedParts }
  | { kind: 'error'; code: number }
  /** A result that asks for more, which we did not say we could give. */
  | { kind: 'unfinished' }
  | { kind: 'no_answer' };

/** Reads large answers somewhere; to wait for it must be cheap. */
export type ReadLargeAnswer = (answer: LargeAnswer) => Promise<ReadAnswer>;

type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const bytesOf = (value: unknown): Uint8Array<ArrayBuffer> => EncodedJson.of(value).bytes;

const partsOf = (result: JsonObject): EncodedParts => {
  const { content, structuredContent, isError, _meta } = result;
  const { _meta: own } = ownMeta(_meta);
  return {
    content: bytesOf(withoutForeign(content)),
    ...(structuredContent === undefined ? {} : { structuredContent: bytesOf(structuredContent) }),
    isError: isError === true,
    ...(own === undefined ? {} : { _meta: bytesOf(own) }),
  };
};

const answerIn = (messages: readonly unknown[], id: number): ReadAnswer | null => {
  for (const message of messages) {
    if (!isObject(message) || typeof message.method === 'string') continue;
    const isOurs = message.id === id;
    if (isObject(message.error) && (isOurs || message.id === null || message.id === undefined))
      return { kind: 'error', code: Number(message.error.code) };
    if (!isOurs || !isObject(message.result)) continue;
    const { resultType } = message.result;
    if (resultType !== undefined && resultType !== 'complete') return { kind: 'unfinished' };
    return { kind: 'result', parts: partsOf(message.result) };
  }
  return null;
};

/** Finds the answer in JSON, takes secrets out and writes its parts as JSON again. What is no JSON is `no_answer`. */
export const readAnswer = ({ bytes, id, secrets }: LargeAnswer): ReadAnswer => {
  try {
    const read: unknown = createScrubber(secrets).json(JSON.parse(new TextDecoder().decode(bytes)));
    return answerIn(Array.isArray(read) ? read : [read], id) ?? { kind: 'no_answer' };
  } catch {
    // Not JSON, or nested deeper than can be walked.
    return { kind: 'no_answer' };
  }
};

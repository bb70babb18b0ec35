import { visibleText } from './text.ts';
import type { ToolDefinition } from './tool.ts';
import { schemaLimits } from './tool-schema.ts';

/** Text that a person does not see and a model reads: bidi controls, tag characters, blanks without width, escapes. */
const hiddenText = [
  /[\u{e0000}-\u{e007f}\u202a-\u202e\u2066-\u2069]/u,
  /[\u200b-\u200f\u2060-\u2064\ufeff\u00ad]{2}|\w[\u200b\u2060-\u2064\ufeff]\w/u,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/,
  /<!--|\n{12}|[ \t]{80}/,
];

const secrets =
  '(?:api[ _-]?keys?|passwords?|passphrases?|secrets?|credentials?|private keys?|ssh keys?|(?:access|auth|bearer|session) tokens?|system prompt|(?:conversation|chat|message) (?:history|log)|environment variables?|\\.env\\b|id_rsa)';

const phrases = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|earlier|above|preceding|all|any|other|your|these|system)\b.{0,40}\b(?:instructions?|prompts?|rules?|guidelines?|directions?|messages?|context|tools?)\b/i,
  /<\/?\s*(?:system|important|instructions?|assistant|user|developer|admin|secret|critical|prompt|hidden|tool_?calls?|function_calls?)\b[^>]{0,80}>/i,
  /<\|[a-z_]{1,30}\|>|\[\/?INST\]|^#{1,6} *(?:system|instructions?)\b|^(?:system|assistant|developer) *:/im,
  /\b(?:do not|don['’]t|never|without|avoid)\b.{0,30}\b(?:tell|inform|mention|reveal|show|notify|warn|alert|ask)(?:ing)?\b.{0,30}\b(?:user|human|anyone|owner)\b/i,
  /\b(?:new|updated|real|hidden|secret) (?:system )?(?:instructions?|prompt) ?:/i,
  /\byou are now\b|\bfrom now on,? (?:you|always|never)\b|\bpretend (?:to be|that you)\b/i,
  /\b(?:before|after|instead of|whenever) (?:you )?(?:using|calling|use|call|invoke|invoking|running)\b.{0,20}\b(?:any|every|all|other|another)\b.{0,20}\b(?:tools?|functions?)\b/i,
  /\balways (?:use|call|invoke|run|prefer) this (?:tool|function)\b/i,
  new RegExp(
    `\\b(?:send|include|pass|provide|forward|append|attach|leak|post|upload|read|copy|share|give|reveal)\\b.{0,30}\\b(?:your|the users?['’]?s?|their|its|all|any|every)\\b.{0,30}${secrets}`,
    'i',
  ),
];

const textsOf = (tool: ToolDefinition): string[] => {
  const texts: string[] = [];
  const pending: unknown[] = [
    tool.title,
    tool.description,
    tool.inputSchema,
    tool.outputSchema,
    tool.annotations,
  ];
  for (let value = pending.pop(); value !== undefined || pending.length > 0; value = pending.pop()) {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) pending.push(key, inner);
  }
  return texts;
};

/** An ordinary word is a tool's name only when quoted; `send_mail`, `sendMail`, `acme__send` speak for themselves. */
const namesIn = (text: string): Set<string> => {
  const words = text.match(/[\p{L}\p{N}_.-]+/gu) ?? [];
  const distinct = words
    .map((word) => word.replace(/^[.-]+|[.-]+$/g, ''))
    .filter((word) => word.length > 4 && /[_.-]|\p{Ll}\p{Lu}/u.test(word));
  const quoted = Array.from(text.matchAll(/[`"']([^`"'\s]{1,128})[`"']/g), (match) => match[1]!);
  return new Set([...distinct, ...quoted]);
};

/**
 * True when a definition reads like an instruction to a model instead of a description: text hidden from people,
 * "ignore previous …", tags and roles of a prompt, requests to keep something from the user or to send secrets, or
 * the name of another source's tool (rule P3). It is a reason to ask the owner, not a proof.
 */
export const looksLikeInstruction = (tool: ToolDefinition, otherToolNames: ReadonlySet<string>): boolean => {
  const raw = textsOf(tool);
  if (raw.some((text) => hiddenText.some((pattern) => pattern.test(text)))) return true;
  return raw
    .map((text) => visibleText(text.slice(0, schemaLimits.bytes)).normalize('NFKC'))
    .some((text) => {
      const oneLine = text.replace(/\s+/g, ' ');
      if (phrases.some((pattern) => pattern.test(text) || pattern.test(oneLine))) return true;
      return otherToolNames.size > 0 && !namesIn(text).isDisjointFrom(otherToolNames);
    });
};

import { z } from 'zod';
import { authKinds, headerNameProblem } from '../domain/auth.ts';
import { labelProblem, maxLabelLength, namespaceProblem } from '../domain/label.ts';

const defaultRateCap = 60;
const maxAllowedTools = 2000;
const maxToolNameLength = 128;
const maxIngestToolCalls = 100;
const maxIngestCharacters = 64 * 1024;
const maxWebhookRateCap = 6000;

const nameSentence = `\`name\` is the source's label: 1 to ${maxLabelLength} visible characters.`;
const toolsSentence = `\`allowed_tools\` is a list of at most ${maxAllowedTools} tool names of 1 to ${maxToolNameLength} characters, or null for all.`;
const ingestSentence = `\`ingest_tool_calls\` is a list of at most ${maxIngestToolCalls} objects, 64 KiB as JSON.`;
const webhookSentence = `\`webhook_rate_cap_per_minute\` is a whole number from 1 to ${maxWebhookRateCap}.`;
const kindSentence = `\`auth_kind\` is one of ${authKinds.map((kind) => `\`${kind}\``).join(', ')}.`;

/** Text judged by a rule of the domain, whose own sentence says what is wrong. */
const judged = (text: z.ZodString, problem: (text: string) => string | null) =>
  text.refine((value) => problem(value) === null, {
    error: (issue) => problem(String(issue.input)) ?? '',
  });

/** The fields of a registration but its token, each with the sentence that says what it allows. */
export const sourceFields = (maxRateCap: number) => {
  const rateSentence = `\`rate_cap_per_minute\` is a whole number from 1 to ${maxRateCap}.`;
  return z.object({
    name: judged(z.string({ error: nameSentence }).trim(), labelProblem).meta({
      minLength: 1,
      maxLength: maxLabelLength,
      description: 'The label: visible characters, unique in the sandbox.',
    }),
    base_url: z
      .string({ error: "`base_url` is your server's address, such as `https://mcp.acme.com/mcp`." })
      .describe('Where your server speaks MCP over Streamable HTTP.'),
    auth_kind: z.enum(authKinds, { error: kindSentence }),
    auth_header: judged(
      z.string({ error: '`auth_header` is a header name, such as `X-Api-Key`.' }),
      headerNameProblem,
    )
      .nullish()
      .describe('With `header_token`: the header your server reads its key from, such as `X-Api-Key`.'),
    app_namespace: judged(
      z.string({ error: '`app_namespace` is text, such as `acme-docs`.' }),
      namespaceProblem,
    )
      .nullish()
      .describe(
        'How callable names begin: 1 to 32 of a-z, 0-9 and inner hyphens. Made from the label if left out.',
      ),
    allowed_tools: z
      .array(
        z.string({ error: toolsSentence }).min(1, toolsSentence).max(maxToolNameLength, toolsSentence),
        toolsSentence,
      )
      .max(maxAllowedTools, toolsSentence)
      .nullish(),
    rate_cap_per_minute: z
      .int({ error: rateSentence })
      .min(1, rateSentence)
      .max(maxRateCap, rateSentence)
      .nullish(),
    ingest_tool_calls: z
      .array(z.record(z.string(), z.unknown(), { error: ingestSentence }), ingestSentence)
      .max(maxIngestToolCalls, ingestSentence)
      .refine((calls) => JSON.stringify(calls).length <= maxIngestCharacters, ingestSentence)
      .nullish(),
    webhook_rate_cap_per_minute: z
      .int({ error: webhookSentence })
      .min(1, webhookSentence)
      .max(maxWebhookRateCap, webhookSentence)
      .nullish(),
  });
};

/** The token as it comes over the wire; the edge makes a `Credential` of it at once. */
export const tokenField = z
  .string({ error: '`token` is text: the credential your server expects.' })
  .nullish()
  .describe('Never returned.');

export type SourceFields = z.output<ReturnType<typeof sourceFields>>;
/** What a change names; whatever is left out stays. */
export type WantedFields = { [F in keyof SourceFields]?: SourceFields[F] | undefined };

/** What a source has when its registration names nothing else. */
export const defaultSettings = (maxRateCap: number) => ({
  allowed_tools: null,
  rate_cap_per_minute: Math.min(defaultRateCap, maxRateCap),
  ingest_tool_calls: null,
  webhook_rate_cap_per_minute: null,
});

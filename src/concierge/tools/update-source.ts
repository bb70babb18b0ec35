import { z } from 'zod';
import { authKinds } from '../../domain/auth.ts';
import { acceptTools } from '../../sources/accept-tools.ts';
import { pauseSource } from '../../sources/pause.ts';
import { presentSource } from '../../sources/present.ts';
import { resumeSource } from '../../sources/resume.ts';
import { updateSource } from '../../sources/update.ts';
import { findSource } from './find.ts';
import { tool } from './tool.ts';

export const updateSourceTool = tool({
  name: 'update_source',
  description:
    'Changes a registered MCP server: label, URL, authentication, allowed tools, rate cap, paused or not. A new URL or credential is checked at once. The credential is taken separately.',
  read_only: false,
  input: z.strictObject({
    source: z.string().describe('data_source_id'),
    name: z.string().optional(),
    base_url: z.string().optional(),
    auth_kind: z.enum(authKinds).optional(),
    auth_header: z.string().optional(),
    allowed_tools: z.array(z.string()).nullable().optional(),
    rate_cap_per_minute: z.int().optional(),
    paused: z.boolean().optional(),
    accept_tools: z.literal(true).optional().describe('agree to changed or held tool definitions'),
  }),
  async run(context, { source: id, paused, accept_tools, ...changes }) {
    const { deps, caller } = context;
    const { sandbox_id, data_source_id } = await findSource(context, id);
    const place = { sandbox_id, data_source_id, ...context.expecting };
    if (accept_tools) {
      const { definitions } = context;
      return presentSource(await acceptTools(deps, caller, { ...place, definitions }));
    }
    if (paused === true) return presentSource(await pauseSource(deps, caller, place));
    if (paused === false) return presentSource(await resumeSource(deps, caller, place));
    const token = context.credential ? { token: context.credential } : {};
    return presentSource(await updateSource(deps, caller, { ...place, ...changes, ...token }));
  },
});

import type { SandboxAnswer } from '../api.ts';
import { fields } from '../columns.ts';
import type { Answer } from '../command.ts';

/** A sandbox, a line for each thing to know about it. */
export const sandboxAnswer = (sandbox: SandboxAnswer): Answer => ({
  text: fields({
    id: sandbox.sandbox_id,
    name: sandbox.name,
    status: sandbox.status,
    tier: sandbox.tier,
    created: sandbox.created_at,
  }),
  json: sandbox,
});

import { presentSandbox } from '../../accounts/present-sandbox.ts';
import type { Sandbox } from '../../domain/sandbox.ts';
import { fields } from '../columns.ts';
import type { Answer } from '../command.ts';

/** A sandbox, a line for each thing to know about it. */
export const sandboxAnswer = (sandbox: Sandbox): Answer => ({
  text: fields({
    id: sandbox.sandbox_id,
    name: sandbox.name,
    status: sandbox.status,
    tier: sandbox.tier,
    created: sandbox.created_at,
  }),
  json: presentSandbox(sandbox),
});

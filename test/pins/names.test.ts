import { expect, it } from 'vitest';
import type { TurnEvent } from '../../src/concierge/events.ts';
import { conciergeTools } from '../../src/concierge/tools/index.ts';
import { reservedSlugs } from '../../src/domain/agent.ts';
import { authKinds } from '../../src/domain/auth.ts';
import { awaitables, flowNames } from '../../src/domain/conversation.ts';
import { idPrefixes } from '../../src/domain/id.ts';
import { sandboxLimits, sandboxStatuses, storageProviderType } from '../../src/domain/sandbox.ts';
import { notCheckedYet, sourceStatuses } from '../../src/domain/source.ts';
import { statusOf } from '../../src/http/errors.ts';

it('answers these errors with these statuses', () => {
  expect(statusOf).toEqual({
    validation: 400,
    unsupported_provider: 400,
    unauthorized: 401,
    not_found: 404,
    conflict: 409,
    precondition_failed: 412,
    too_large: 413,
    rate_limited: 429,
    internal: 500,
    upstream_failed: 502,
    unavailable: 503,
    upstream_timeout: 504,
  });
});

it('gives ids these prefixes', () => {
  expect(idPrefixes).toEqual({
    sandbox: 'sb',
    source: 'ds',
    agent: 'ag',
    run: 'rn',
    session: 'ss',
    key: 'key',
    account: 'us',
  });
});

it('sends frames of these names', () => {
  const names = {
    run_started: true,
    user_message: true,
    agent_text_delta: true,
    agent_tool_call: true,
    agent_tool_result: true,
    flow_state: true,
    agent_finish: true,
    agent_error: true,
  } satisfies Record<TurnEvent['event'], true>;
  expect(Object.keys(names)).toHaveLength(8);
});

it('calls its own tools by these names', () => {
  expect(Object.keys(conciergeTools)).toEqual([
    'list_sandboxes',
    'create_sandbox',
    'list_sources',
    'get_source',
    'add_user_mcp_source',
    'test_user_mcp_source',
    'revoke_user_mcp_source',
    'update_source',
    'list_agents',
    'get_agent',
    'list_agent_tools',
    'get_run_trace',
    'list_runs',
  ]);
});

it('speaks of these flows and questions', () => {
  expect(flowNames).toEqual(['register', 'revoke', 'update', 'create_sandbox']);
  expect(awaitables).toEqual([
    'base_url',
    'auth_kind',
    'auth_header',
    'credential',
    'name',
    'sandbox',
    'confirmation',
    'repair',
    'source',
    'agent',
    'reading',
    'resume',
  ]);
});

it('has these words for sources, sandboxes and agents', () => {
  expect(authKinds).toEqual(['none', 'bearer', 'header_token']);
  expect(sourceStatuses).toEqual(['active', 'paused', 'error', 'disconnected']);
  expect(notCheckedYet).toBe('not checked yet');
  expect(sandboxStatuses).toEqual(['active', 'suspended', 'archived']);
  expect(sandboxLimits).toEqual({ max_data_sources: 100, max_projects: 0, max_storage_bytes: 0 });
  expect(storageProviderType).toBe('platform_s3');
  expect(reservedSlugs).toEqual(['tools', 'runs']);
});

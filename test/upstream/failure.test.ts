import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { type FailureCause, failureCauses } from '../../src/domain/health.ts';
import { EgressError } from '../../src/egress/port.ts';
import { ConciergeError } from '../../src/errors.ts';
import {
  type Phase,
  provesUndispatched,
  RpcError,
  toUpstreamError,
  upstreamFailure,
} from '../../src/upstream/failure.ts';
import { sentences } from '../../src/upstream/sentences.ts';

const http = (status: number, text = ''): SdkHttpError =>
  new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, `leak ${text}`, { status, statusText: '', text });
const body = (code: number, id?: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error: { code, message: '' } });
const wrapped = (cause: unknown): SdkError =>
  new SdkError(SdkErrorCode.EraNegotiationFailed, 'leak', {}, { cause });
const content = (contentType: string): SdkError =>
  new SdkError(SdkErrorCode.ClientHttpUnexpectedContent, 'leak', { contentType });

describe('what was thrown, and the cause it becomes', () => {
  it.each<[string, unknown, Phase, FailureCause]>([
    ['the guard', new EgressError('tls', 'x'), 'handshake', 'tls'],
    [
      'the guard, wrapped by the SDK',
      wrapped(new EgressError('name_not_found', 'x')),
      'handshake',
      'name_not_found',
    ],
    ['401', http(401), 'list', 'unauthorized'],
    ['403', http(403, body(-32603)), 'call', 'unauthorized'],
    ['404', http(404), 'handshake', 'not_found'],
    ['404 in JSON-RPC', http(404, body(-32601, 1)), 'call', 'server_error'],
    ['405', http(405), 'handshake', 'not_found'],
    ['400 to a handshake', http(400), 'handshake', 'protocol_unknown'],
    ['400 to a call', http(400), 'call', 'server_error'],
    ['406 to a handshake', http(406), 'handshake', 'protocol_unknown'],
    ['500 that looks like JSON-RPC', http(500, body(-32601)), 'handshake', 'server_error'],
    ['a JSON-RPC error to a handshake', new ProtocolError(-32601, 'leak'), 'handshake', 'protocol_unknown'],
    ['an internal one', new ProtocolError(-32603, 'leak'), 'handshake', 'server_error'],
    ['a JSON-RPC error to a call', new RpcError(-32602), 'call', 'server_error'],
    ['a web page', wrapped(content('text/html; charset=utf-8')), 'handshake', 'web_page'],
    ['other content', content('text/plain'), 'list', 'protocol_unknown'],
    ['no time left', new SdkError(SdkErrorCode.RequestTimeout, 'leak'), 'handshake', 'timed_out'],
    [
      'a closed connection',
      new SdkError(SdkErrorCode.ConnectionClosed, 'leak'),
      'handshake',
      'connection_lost',
    ],
    ['an abort', wrapped(new DOMException('leak', 'AbortError')), 'handshake', 'connection_lost'],
    ['nonsense', wrapped(new SyntaxError('leak')), 'handshake', 'protocol_unknown'],
    ['not even an error', 'leak', 'call', 'protocol_unknown'],
  ])('%s', (_what, thrown, phase, failure) => {
    const error = toUpstreamError(thrown, phase);
    expect(error).toMatchObject({ failure, data: { failure } });
    expect(error.cause).toBeUndefined();
    expect(error.message).not.toContain('leak');
  });

  it('is left alone when it is an error of ours', () => {
    const own = new ConciergeError('internal', 'The vault is shut.');
    expect(toUpstreamError(own, 'handshake')).toBe(own);
  });
});

describe('the sentences', () => {
  it.each(failureCauses)('has one for %s, which ends in one full stop', (cause) => {
    expect(sentences[cause](' (401)')).toMatch(/^[A-Z][^!]*[^.]\.$/);
    expect(upstreamFailure(cause).code).toBe(cause === 'timed_out' ? 'upstream_timeout' : 'upstream_failed');
  });
});

describe('what proves that a server did nothing', () => {
  it.each<[string, unknown, boolean, boolean]>([
    ['404 in a session', http(404), true, true],
    ['404 without a session', http(404), false, false],
    ['400 that knows no request', http(400, body(-32000)), false, true],
    ['400 that names null', http(400, body(-32000, null)), false, true],
    ['400 that names the request', http(400, body(-32000, 7)), true, false],
    ['400 without JSON-RPC', http(400, 'bad'), true, false],
    ['400 with nothing', http(400), true, false],
    ['an unsupported revision', http(400, body(-32022, 7)), false, true],
    ['an unsupported revision, in JSON-RPC', new RpcError(-32022), false, true],
    ['another JSON-RPC error', new RpcError(-32601), true, false],
    ['500', http(500, body(-32000)), true, false],
    ['a lost connection', new EgressError('connection_lost', 'x'), true, false],
    ['a refused connection', new EgressError('connection_refused', 'x'), true, false],
  ])('%s', (_what, thrown, hasSession, expected) => {
    expect(provesUndispatched(thrown, hasSession)).toBe(expected);
  });
});

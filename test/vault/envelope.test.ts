import { describe, expect, it } from 'vitest';
import { Credential } from '../../src/domain/credential.ts';
import { createVault } from '../../src/vault/create-vault.ts';
import { parseKeyRing } from '../../src/vault/key-ring.ts';
import type { SealedSecret, SecretPlace } from '../../src/vault/port.ts';

const newKey = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64');
const vaultWith = async (...texts: string[]) => createVault(await parseKeyRing(texts.join(',')));
const place: SecretPlace = { user_id: 'us_1', sandbox_id: 'sb_1', holder_id: 'ds_1', field: 'credential' };
const secret = new Credential('tok-ünï-🦊-123');

const flipped = (base64: string, index: number): string => {
  const bytes = Buffer.from(base64, 'base64');
  bytes[index < 0 ? bytes.length + index : index]! ^= 1;
  return bytes.toString('base64');
};

describe('a sealed credential', () => {
  it('opens where it belongs and shows nothing of itself when stored', async () => {
    const vault = await vaultWith(newKey());
    const sealed: SealedSecret = JSON.parse(JSON.stringify(await vault.seal(secret, place)));
    expect(JSON.stringify(sealed)).not.toContain('tok-');
    expect((await vault.open(sealed, place)).reveal()).toBe(secret.reveal());
  });

  it.each(['user_id', 'sandbox_id', 'holder_id', 'field'] as const)(
    'does not open under another %s',
    async (part) => {
      const vault = await vaultWith(newKey());
      const sealed = await vault.seal(secret, place);
      const elsewhere = { ...place, [part]: 'other' } as SecretPlace;
      await expect(vault.open(sealed, elsewhere)).rejects.toMatchObject({ code: 'internal' });
    },
  );

  it('does not open when two neighbouring parts of its place are shifted into each other', async () => {
    const vault = await vaultWith(newKey());
    const sealed = await vault.seal(secret, { ...place, user_id: 'a', sandbox_id: 'bc' });
    await expect(vault.open(sealed, { ...place, user_id: 'ab', sandbox_id: 'c' })).rejects.toThrow();
  });

  it.each([
    ['wrapped_key', 0],
    ['wrapped_key', -1],
    ['wrap_nonce', 0],
    ['nonce', -1],
    ['ciphertext', 0],
    ['ciphertext', -1],
  ] as const)('does not open when a bit of its %s is flipped (byte %i)', async (part, index) => {
    const vault = await vaultWith(newKey());
    const sealed = await vault.seal(secret, place);
    const tampered = { ...sealed, [part]: flipped(sealed[part], index) };
    await expect(vault.open(tampered, place)).rejects.toMatchObject({ code: 'internal' });
  });

  it.each([{ ciphertext: '***' }, { nonce: '' }, { wrapped_key: '' }, { format: 2 }])(
    'does not open when it is malformed: %o',
    async (change) => {
      const vault = await vaultWith(newKey());
      const sealed = { ...(await vault.seal(secret, place)), ...change } as SealedSecret;
      await expect(vault.open(sealed, place)).rejects.toMatchObject({ code: 'internal' });
    },
  );

  it('does not open with parts of another seal of the same secret', async () => {
    const vault = await vaultWith(newKey());
    const [one, two] = [await vault.seal(secret, place), await vault.seal(secret, place)];
    const mixed = { ...one, wrapped_key: two.wrapped_key, wrap_nonce: two.wrap_nonce };
    await expect(vault.open(mixed, place)).rejects.toMatchObject({ code: 'internal' });
  });

  it('differs in every part from another seal of the same secret', async () => {
    const vault = await vaultWith(newKey());
    const [one, two] = [await vault.seal(secret, place), await vault.seal(secret, place)];
    for (const part of ['wrapped_key', 'wrap_nonce', 'nonce', 'ciphertext'] as const)
      expect(one[part]).not.toBe(two[part]);
  });
});

describe('a key ring', () => {
  it('seals with its first key and opens with all', async () => {
    const [old, young] = [newKey(), newKey()];
    const sealedBefore = await (await vaultWith(old)).seal(secret, place);
    const rotated = await vaultWith(young, old);
    expect((await rotated.open(sealedBefore, place)).reveal()).toBe(secret.reveal());
    const sealedAfter = await rotated.seal(secret, place);
    expect(sealedAfter.key_id).not.toBe(sealedBefore.key_id);
    expect((await (await vaultWith(young)).open(sealedAfter, place)).reveal()).toBe(secret.reveal());
    await expect((await vaultWith(young)).open(sealedBefore, place)).rejects.toMatchObject({
      code: 'internal',
    });
  });

  it('takes base64url, missing padding and spaces, and gives a key the same id each time', async () => {
    const key = Buffer.alloc(32, 0xfb).toString('base64');
    const loose = key.replaceAll('+', '-').replaceAll('/', '_').replace('=', '');
    expect((await parseKeyRing(` ${loose} `)).sealing.id).toBe((await parseKeyRing(key)).sealing.id);
  });

  it.each([
    ['', 1],
    ['secret-but-not-a-key', 1],
    [`${newKey()},`, 2],
    [`${newKey()},${Buffer.alloc(31, 7).toString('base64')}`, 2],
    [`${newKey()},${Buffer.alloc(33, 7).toString('base64')}`, 2],
    [`${newKey()}${newKey()}`, 1],
  ])('refuses %j, naming the variable and the key but not its text', async (text, position) => {
    const error = await parseKeyRing(text).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'validation', data: { field: 'CONCIERGE_MASTER_KEY' } });
    expect((error as Error).message).toContain(`key ${position} `);
    for (const part of text.split(',').filter((part) => part !== ''))
      expect(String((error as Error).message)).not.toContain(part);
  });
});

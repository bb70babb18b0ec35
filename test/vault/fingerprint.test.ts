import { describe, expect, it } from 'vitest';
import { createVault } from '../../src/vault/create-vault.ts';
import { parseKeyRing } from '../../src/vault/key-ring.ts';

const [old, fresh] = [btoa('o'.repeat(32)), btoa('f'.repeat(32))];
const vaultOf = async (keys: string) => createVault(await parseKeyRing(keys));

describe('a fingerprint', () => {
  it('tells its text from every other', async () => {
    const vault = await vaultOf(old);
    const made = await vault.fingerprint('{"token":"1234"}');
    expect(await vault.isFingerprintOf(made, '{"token":"1234"}')).toBe(true);
    for (const other of ['{"token":"1235"}', '', '{"token":"1234"} '])
      expect(await vault.isFingerprintOf(made, other)).toBe(false);
  });

  it('cannot be made without the master key', async () => {
    const [one, other] = [await vaultOf(old), await vaultOf(fresh)];
    const made = await one.fingerprint('1234');
    expect(made.split('.')[1]).not.toBe((await other.fingerprint('1234')).split('.')[1]);
    expect(await other.isFingerprintOf(made, '1234')).toBe(false);
  });

  it('holds after a rotation, while the old key is listed', async () => {
    const made = await (await vaultOf(old)).fingerprint('1234');
    const rotated = await vaultOf(`${fresh},${old}`);
    expect(await rotated.isFingerprintOf(made, '1234')).toBe(true);
    expect(await rotated.fingerprint('1234')).not.toBe(made);
  });

  it.each(['', '.', 'nonsense', 'a.b'])('is not %j', async (made) => {
    expect(await (await vaultOf(old)).isFingerprintOf(made, '1234')).toBe(false);
  });
});

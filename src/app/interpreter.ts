import { createModelInterpreter } from '../concierge/anthropic/interpreter.ts';
import type { Interpreter } from '../concierge/interpreter.ts';
import { createOfflineInterpreter } from '../concierge/offline/interpreter.ts';
import type { Config } from '../config.ts';
import { Credential } from '../domain/credential.ts';

/** The model where one is set up and wanted, with the offline interpreter behind it; else that one alone. */
export const createInterpreter = (
  { interpreter, model, apiKey, masterKey }: Config,
  now: () => number,
): Interpreter => {
  const offline = createOfflineInterpreter();
  if (interpreter === 'offline') return offline;
  const masterKeys = masterKey?.reveal().split(',') ?? [];
  const secrets = [apiKey, model.apiKey, ...masterKeys.map((key) => new Credential(key.trim()))].filter(
    (secret) => secret !== null,
  );
  return createModelInterpreter({ settings: model, model: model.name, offline, secrets, now }) ?? offline;
};

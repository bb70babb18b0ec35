import { CommanderError } from 'commander';

const code = 'concierge.usage';

/** A command line that cannot be carried out as it stands: exit 2. */
export const usageError = (message: string): CommanderError => new CommanderError(2, code, message);

/** True for ours; the parser has printed its own already. */
export const isUsageError = (error: CommanderError): boolean => error.code === code;

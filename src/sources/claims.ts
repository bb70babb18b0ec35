import { labelKey, namespaceOf } from '../domain/label.ts';
import type { Source } from '../domain/source.ts';
import { conflict } from '../errors.ts';
import { keys } from '../store/keys.ts';
import type { Change, Store } from '../store/port.ts';

type Named = Pick<
  Source,
  'user_id' | 'sandbox_id' | 'data_source_id' | 'name' | 'namespace' | 'app_namespace'
>;
/** Who holds a label or a namespace. */
type Claim = { data_source_id: string };

const claimKeys = ({ user_id, sandbox_id, name, namespace }: Named): string[] => [
  keys.label(user_id, sandbox_id, labelKey(name)),
  keys.namespace(user_id, sandbox_id, namespace),
];

/** Takes the label and the namespace of a source; the commit is stale if another has one of them. */
export const takeClaims = (source: Named): Change[] =>
  claimKeys(source).map((key) => ({
    key,
    value: { data_source_id: source.data_source_id } satisfies Claim,
    expect: 'absent',
  }));

export const releaseClaims = (source: Named): Change[] =>
  claimKeys(source).map((key) => ({ key, value: undefined }));

/** From the claims of `before` to those of `after`; what both hold is left alone. */
export const moveClaims = (before: Named, after: Named): Change[] => {
  const held = new Set(claimKeys(before));
  const wanted = new Set(claimKeys(after));
  return [
    ...releaseClaims(before).filter(({ key }) => !wanted.has(key)),
    ...takeClaims(after).filter(({ key }) => !held.has(key)),
  ];
};

const isTaken = async (store: Store, key: string, data_source_id: string): Promise<boolean> => {
  const claim = await store.get<Claim>(key);
  return claim !== null && claim.value.data_source_id !== data_source_id;
};

/** Throws `conflict` naming `name` when another source of the sandbox has that label. */
export const requireFreeLabel = async (store: Store, source: Omit<Named, 'namespace'>): Promise<void> => {
  const key = keys.label(source.user_id, source.sandbox_id, labelKey(source.name));
  if (await isTaken(store, key, source.data_source_id)) {
    throw conflict(
      `\`name\`: another source of this sandbox is called "${source.name}"; choose another label.`,
      {
        field: 'name',
      },
    );
  }
};

/**
 * The namespace a source gets: the one set by hand, or the label's, with `-2`, `-3` … when another label
 * has it. Throws `conflict` naming `app_namespace` when the one set by hand is taken.
 */
export const freeNamespace = async (store: Store, source: Omit<Named, 'namespace'>): Promise<string> => {
  const taken = (namespace: string): Promise<boolean> =>
    isTaken(store, keys.namespace(source.user_id, source.sandbox_id, namespace), source.data_source_id);
  const wanted = source.app_namespace ?? namespaceOf(source.name);
  if (!(await taken(wanted))) return wanted;
  if (source.app_namespace !== null) {
    throw conflict(`\`app_namespace\`: another source of this sandbox has \`${wanted}\`; choose another.`, {
      field: 'app_namespace',
    });
  }
  for (let number = 2; ; number++) {
    const candidate = `${wanted.slice(0, 28).replace(/-+$/, '')}-${number}`;
    if (!(await taken(candidate))) return candidate;
  }
};

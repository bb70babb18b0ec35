import { type Assembly, assemble, type SourceView } from './assemble.ts';
import type { CatalogTool } from './port.ts';

const maxSandboxes = 1_000;

const isSame = (one: SourceView, other: SourceView | undefined): boolean =>
  one.source.data_source_id === other?.source.data_source_id &&
  one.source.version === other.source.version &&
  one.list === other.list &&
  one.stale === other.stale &&
  one.absence?.reason === other.absence?.reason;

export type KnownAssembly = {
  views: readonly SourceView[];
  assembly: Assembly;
  tools: Map<string, CatalogTool>;
};

/** The last assembly of each sandbox, used again as long as rows and lists are the same. */
export const createAssemblies = (known = new Map<string, KnownAssembly>()) => {
  const remember = async (views: readonly SourceView[]): Promise<KnownAssembly> => {
    const assembly = await assemble(views);
    return { views, assembly, tools: new Map(assembly.tools.map((tool) => [tool.name, tool])) };
  };

  return {
    /** A tool of the last assembly and its source as that one saw it. */
    recall(sandbox_id: string, name: string): { tool: CatalogTool; view: SourceView } | null {
      const last = known.get(sandbox_id);
      const tool = last?.tools.get(name);
      const view = last?.views.find(({ source }) => source.data_source_id === tool?.data_source_id);
      return tool === undefined || view === undefined ? null : { tool, view };
    },

    async of(sandbox_id: string, views: readonly SourceView[]): Promise<Assembly> {
      const last = known.get(sandbox_id);
      known.delete(sandbox_id);
      const same =
        last?.views.length === views.length && views.every((view, at) => isSame(view, last.views[at]));
      const present = same && last ? last : await remember(views);
      known.set(sandbox_id, present);
      if (known.size > maxSandboxes) known.delete(known.keys().next().value!);
      return present.assembly;
    },
  };
};

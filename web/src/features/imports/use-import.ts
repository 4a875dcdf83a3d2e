import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useOrganization } from "#/lib/organization.tsx";
import { storedValue } from "#/lib/stored-value.ts";
import { holdUnsaved } from "#/lib/unsaved.ts";
import { fetchImportResults } from "./import-requests.ts";
import { type Mapping, toImportRow } from "./mapping.ts";
import { type ImportOutcome, runImport } from "./run-import.ts";
import { rowsOf, type Survey } from "./survey.ts";

export interface ImportState {
  isDryRun: boolean;
  isRunning: boolean;
  outcome: ImportOutcome | undefined;
}

/** Rehearses and carries out the import of one file into one project. */
export function useImport(projectId: string, file: File, survey: Survey) {
  const { id: org } = useOrganization();
  const queryClient = useQueryClient();
  const [state, setState] = useState<ImportState>();
  const stopper = useRef(new AbortController());
  // Whoever leaves the page wants no more of it; what is on its way arrives.
  useEffect(() => () => stopper.current.abort(), []);

  const run = async (mapping: Mapping, isDryRun: boolean) => {
    const release = holdUnsaved();
    stopper.current = new AbortController();
    const importId = importIdOf(projectId, file);
    setState({ isDryRun, isRunning: true, outcome: undefined });
    const outcome = await runImport({
      rows: rowsOf(file, survey.shape),
      toRow: (record) => toImportRow(record, mapping, survey),
      send: (rows) => fetchImportResults({ org, projectId, importId, isDryRun }, rows),
      signal: stopper.current.signal,
      onProgress: (soFar) => setState({ isDryRun, isRunning: true, outcome: soFar }),
    });
    release();
    setState({ isDryRun, isRunning: false, outcome });
    if (!isDryRun) await queryClient.invalidateQueries({ queryKey: ["org", org] });
  };

  return {
    state,
    run: (mapping: Mapping, isDryRun: boolean) => void run(mapping, isDryRun),
    stop: () => stopper.current.abort(),
    forget: () => setState(undefined),
  };
}

/**
 * The same for the same file in the same project, also after the page was closed: an import that was cut off is
 * continued when it is started again, and no row of it comes twice.
 */
function importIdOf(projectId: string, { name, size, lastModified }: File): string {
  const key = `import.${projectId}.${size}.${lastModified}.${name}`;
  const known = storedValue.get(key);
  if (known) return known;
  const id = crypto.randomUUID();
  storedValue.set(key, id);
  return id;
}

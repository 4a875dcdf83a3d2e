import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { asAppError } from "./app-error.ts";
import { type CsvColumn, csvHead, csvRows } from "./csv.ts";
import { describeError } from "./form-errors.ts";
import { formatNumber, toDay } from "./format.ts";
import { saveFile } from "./save-file.ts";

// Long enough to be read.
const settledMs = 6_000;

interface CsvExport<Row> {
  /** What the file is called, without the day and the ending. */
  name: string;
  columns: readonly CsvColumn<Row>[];
  /** All rows, a page at a time. */
  pages: (signal: AbortSignal) => AsyncIterable<readonly Row[]>;
}

/** Writes all rows of a list into a file, however many, telling how far it is; it can be cancelled. */
export function useCsvExport() {
  const { t, i18n } = useTranslation();
  return useCallback(
    async <Row>({ name, columns, pages }: CsvExport<Row>): Promise<void> => {
      const stopper = new AbortController();
      const running = {
        id: `export-${crypto.randomUUID()}`,
        duration: Number.POSITIVE_INFINITY,
        action: { label: t("common.cancel"), onClick: () => stopper.abort() },
      };
      const settled = { id: running.id, duration: settledMs, action: undefined };
      toast.loading(t("export.begun"), running);
      const tell = (count: number) =>
        t("export.progress", { count, number: formatNumber(count, i18n.language) });
      // Each page a Blob of its own: browsers keep those on disk, so that a file of any size fits.
      const parts = [new Blob([csvHead(columns)])];
      let count = 0;
      try {
        for await (const rows of pages(stopper.signal)) {
          if (stopper.signal.aborted) break;
          parts.push(new Blob([csvRows(rows, columns)]));
          count += rows.length;
          toast.loading(tell(count), running);
        }
        stopper.signal.throwIfAborted();
        saveFile(fileNameOf(name), new Blob(parts, { type: "text/csv;charset=utf-8" }));
        toast.success(
          t("export.done", { count, number: formatNumber(count, i18n.language) }),
          settled,
        );
      } catch (error) {
        if (stopper.signal.aborted) toast.info(t("export.cancelled"), settled);
        else toast.error(describeError(asAppError(error), t), settled);
      }
    },
    [i18n.language, t],
  );
}

/** "website-relaunch-2026-11-20.csv" */
function fileNameOf(name: string): string {
  const words = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-");
  return `${words.replaceAll(/^-|-$/g, "") || "export"}-${toDay(new Date())}.csv`;
}

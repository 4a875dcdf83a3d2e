import { Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "#/components/ui/badge.tsx";
import { DataTable } from "#/components/ui/data-table.tsx";
import type { TableColumn } from "#/components/ui/data-table-columns.ts";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { StatTile } from "#/components/ui/stat-tile.tsx";
import { Block } from "./gallery-block.tsx";

interface SampleInvoice {
  id: string;
  number: string;
  client: string;
  status: "Paid" | "Overdue" | "Open";
  total: number;
}

const meanings = { Paid: "success", Overdue: "danger", Open: "neutral" } as const;
const statuses = ["Paid", "Open", "Overdue"] as const;
const names = [
  "Harbour & Pine",
  "Bäckerei Morgenrot",
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
];
const money = new Intl.NumberFormat("en-GB", { style: "currency", currency: "EUR" });

const invoices = Array.from(
  { length: 5_000 },
  (_, index): SampleInvoice => ({
    id: `invoice-${index}`,
    number: `2026-${String(index + 1).padStart(4, "0")}`,
    client: names[index % names.length] ?? "",
    status: statuses[index % statuses.length] ?? "Open",
    total: ((index * 7_919) % 100_000) / 10,
  }),
);

const columns: TableColumn<SampleInvoice>[] = [
  {
    id: "number",
    header: "Number",
    width: 120,
    sortBy: (row) => row.number,
    cell: (row) => row.number,
  },
  { id: "client", header: "Client", sortBy: (row) => row.client, cell: (row) => row.client },
  {
    id: "status",
    header: "Status",
    width: 110,
    isWide: true,
    sortBy: (row) => row.status,
    cell: (row) => <Badge meaning={meanings[row.status]}>{row.status}</Badge>,
  },
  {
    id: "total",
    header: "Total",
    width: 120,
    align: "end",
    isFixed: true,
    sortBy: (row) => row.total,
    cell: (row) => money.format(row.total),
    foot: (rows) => money.format(rows.reduce((sum, row) => sum + row.total, 0)),
  },
];

export function DataGallery({ scheme }: { scheme: string }) {
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set(["invoice-1"]));
  return (
    <>
      <Block title="Figures" className="grid! grid-cols-2">
        <StatTile
          label="Revenue"
          value="€48,210.00"
          trend={{ direction: "up", words: "12 % more than in October", isGood: true }}
        />
        <StatTile
          label="Overdue"
          value="€3,050.00"
          link={<a href="#overdue">Overdue</a>}
          trend={{ direction: "up", words: "2 more than last week", isGood: false }}
        />
      </Block>
      <Block title="Table of 5,000 rows" className="block!">
        <div className="flex h-96 flex-col overflow-hidden rounded-panel border border-hairline">
          <DataTable
            label={`Invoices, ${scheme}`}
            name="sample"
            rows={invoices}
            columns={columns}
            selection={selection}
            onSelectionChange={setSelection}
            nameOf={(row) => row.number}
            renderLink={(row, look) => <a href={`#${row.id}`} {...look} />}
            actions={(row) => (
              <IconButton size="sm" label={`Delete ${row.number}`} icon={<Trash2 />} />
            )}
          />
        </div>
      </Block>
    </>
  );
}

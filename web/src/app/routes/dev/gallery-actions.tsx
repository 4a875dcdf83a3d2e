import { Archive, Copy, MoreHorizontal, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button, type ButtonVariant } from "#/components/ui/button.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Menu, MenuItem, MenuSeparator, MenuToggle } from "#/components/ui/dropdown-menu.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { Kbd } from "#/components/ui/kbd.tsx";
import { Popover } from "#/components/ui/popover.tsx";
import { Sheet } from "#/components/ui/sheet.tsx";
import { Tabs } from "#/components/ui/tabs.tsx";
import { Block } from "./gallery-block.tsx";

const variants: ButtonVariant[] = ["primary", "secondary", "ghost", "danger"];

export function ActionsGallery() {
  const [opened, setOpened] = useState<"dialog" | "sheet">();
  const [tab, setTab] = useState("open");
  const [isArchivedShown, setArchivedShown] = useState(true);
  return (
    <>
      <Block title="Buttons">
        {variants.map((variant) => (
          <Button key={variant} variant={variant}>
            {variant === "danger" ? <Trash2 aria-hidden /> : <Plus aria-hidden />}
            Issue invoice
          </Button>
        ))}
        <Button variant="primary" pending>
          Saving
        </Button>
        <Button disabled>Not allowed</Button>
        <Button size="sm">Small</Button>
        <IconButton label="Edit" icon={<Pencil />} keys="c" />
        <IconButton label="Edit, small" icon={<Pencil />} size="sm" />
      </Block>
      <Block title="What opens">
        <Menu
          trigger={
            <Button>
              <MoreHorizontal aria-hidden />
              Menu
            </Button>
          }
        >
          <MenuItem keys="mod+k">
            <Copy aria-hidden />
            Copy link
          </MenuItem>
          <MenuToggle checked={isArchivedShown} onCheckedChange={setArchivedShown}>
            Show archived
          </MenuToggle>
          <MenuSeparator />
          <MenuItem>
            <Archive aria-hidden />
            Archive
          </MenuItem>
        </Menu>
        <Popover trigger={<Button>Popover</Button>} label="A popover" className="p-3">
          A small surface.
        </Popover>
        <Button onClick={() => setOpened("dialog")}>Dialog</Button>
        <Button onClick={() => setOpened("sheet")}>Drawer</Button>
        <Button onClick={() => toast.success("Invoice 2026-0042 was issued")}>Toast</Button>
        <Button
          onClick={() =>
            toast.error("The invoice could not be sent", {
              description: "The address bounced. Nothing was lost.",
            })
          }
        >
          Failure
        </Button>
        <Dialog
          open={opened === "dialog"}
          onOpenChange={() => setOpened(undefined)}
          title="Void invoice 2026-0042?"
          description="It stays in the books with the word void, and its number is not given again."
          closeLabel="Close"
        >
          <div className="flex justify-end gap-2">
            <Button variant="ghost" onClick={() => setOpened(undefined)}>
              Cancel
            </Button>
            <Button variant="danger" onClick={() => setOpened(undefined)}>
              Void invoice
            </Button>
          </div>
        </Dialog>
        <Sheet
          open={opened === "sheet"}
          onOpenChange={() => setOpened(undefined)}
          side="end"
          title="Details"
        >
          <p className="p-5">Details beside the page.</p>
        </Sheet>
      </Block>
      <Block title="Keys">
        <Kbd keys="mod+k" />
        <Kbd keys="g p" />
        <Kbd keys="escape" />
        <Kbd keys="?" />
      </Block>
      <Block title="Tabs" className="block!">
        <Tabs
          label="Invoices"
          value={tab}
          onValueChange={setTab}
          tabs={[
            { value: "open", label: "Open", content: <p className="text-sm">Four are open.</p> },
            { value: "paid", label: "Paid", content: <p className="text-sm">Twelve are paid.</p> },
            { value: "void", label: "Void", content: <p className="text-sm">None is void.</p> },
          ]}
        />
      </Block>
    </>
  );
}

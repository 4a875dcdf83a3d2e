import { FolderKanban, Settings } from "lucide-react";
import { useState } from "react";
import { Button } from "#/components/ui/button.tsx";
import {
  Command,
  CommandGroup,
  CommandInput,
  CommandList,
  CommandRow,
} from "#/components/ui/command.tsx";
import { DangerList, DangerRow } from "#/components/ui/danger-row.tsx";
import { FilterBar, FilterSelect } from "#/components/ui/filter-bar.tsx";
import { Markdown } from "#/components/ui/markdown.tsx";
import { NothingFits } from "#/components/ui/nothing-fits.tsx";
import { Section } from "#/components/ui/section.tsx";
import { StatusIcon } from "#/components/ui/status-icon.tsx";
import { TabLinks, tabLinkLook } from "#/components/ui/tab-links.tsx";
import { Block } from "./gallery-block.tsx";

const nothing = () => {};
const text =
  "Notes with **weight**, a [link](https://example.com), `code` and\n\n- a list\n- of two";

/** What stands around lists, and lists that are chosen from. */
export function ListsGallery({ scheme }: { scheme: string }) {
  const [words, setWords] = useState<string>();
  const [status, setStatus] = useState<string>();
  const [typed, setTyped] = useState("");
  return (
    <>
      <Block title="Pages beside each other, and a filter" className="block!">
        <TabLinks label={`Pages, ${scheme}`}>
          <a href="#open" aria-current="page" className={tabLinkLook}>
            Members
          </a>
          <a href="#paid" className={tabLinkLook}>
            Invitations
          </a>
        </TabLinks>
        <FilterBar
          search={words ?? ""}
          onSearch={setWords}
          searchLabel="Search members"
          count="12 members"
          onClear={status === undefined ? undefined : () => setStatus(undefined)}
        >
          <FilterSelect
            label="Status"
            allLabel="Any status"
            value={status}
            options={[{ value: "active", label: "Active" }]}
            onValueChange={setStatus}
          />
        </FilterBar>
        <NothingFits onClear={nothing} />
      </Block>
      <Block title="Commands" className="block! rounded-panel bg-float shadow-float">
        {/* As it stands in the palette, where there is nowhere else for the focus to be. */}
        <div role="dialog" aria-label={`Palette, ${scheme}`}>
          <Command label={`Commands, ${scheme}`}>
            <CommandInput placeholder="Go to…" value={typed} onValueChange={setTyped} />
            <CommandList label={`Places, ${scheme}`} empty="Nothing found.">
              <CommandGroup heading="Go to">
                <CommandRow
                  id="projects"
                  label="Projects"
                  icon={<FolderKanban />}
                  onChoose={nothing}
                />
                <CommandRow id="settings" label="Settings" icon={<Settings />} onChoose={nothing} />
              </CommandGroup>
            </CommandList>
          </Command>
        </div>
      </Block>
      <Block title="Settings" className="block!">
        <Section title="Handing over" text="What cannot be taken back asks once more.">
          <DangerList>
            <DangerRow
              title="Delete organization"
              text="After 30 days everything is gone."
              action={<Button variant="danger">Delete</Button>}
            />
          </DangerList>
        </Section>
      </Block>
      <Block title="Text and signs">
        <Markdown text={text} />
        <StatusIcon category="todo" progress={0} />
        <StatusIcon category="in_progress" progress={0.5} />
        <StatusIcon category="done" progress={1} />
      </Block>
    </>
  );
}

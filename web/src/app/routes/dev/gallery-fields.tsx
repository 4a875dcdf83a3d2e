import { Flag } from "lucide-react";
import { useState } from "react";
import { CheckboxField } from "#/components/ui/checkbox.tsx";
import { Combobox } from "#/components/ui/combobox.tsx";
import { DatePicker } from "#/components/ui/date-picker.tsx";
import { Field } from "#/components/ui/field.tsx";
import { FileDrop } from "#/components/ui/file-drop.tsx";
import { Input } from "#/components/ui/input.tsx";
import { RadioGroup } from "#/components/ui/radio-group.tsx";
import { Select } from "#/components/ui/select.tsx";
import { Switch } from "#/components/ui/switch.tsx";
import { Textarea } from "#/components/ui/textarea.tsx";
import { Block } from "./gallery-block.tsx";

const clients = [
  "Harbour & Pine",
  "Bäckerei Morgenrot",
  "Rheinwerk Donaudampfschifffahrtsgesellschaft",
];

export function FieldsGallery() {
  const [client, setClient] = useState<string>();
  const [priority, setPriority] = useState("high");
  const [due, setDue] = useState<string | null>("2026-11-20");
  const [isPrivate, setPrivate] = useState(true);
  const [isRemembered, setRemembered] = useState(true);
  const [who, setWho] = useState<"everyone" | "added">("everyone");
  return (
    <>
      <Block title="Fields" className="grid! sm:grid-cols-2">
        <Field label="Name" hint="As it stands on the invoice.">
          {(control) => <Input {...control} defaultValue="Lumen Studio" />}
        </Field>
        <Field label="E-mail" error="This does not look like an e-mail address.">
          {(control) => <Input {...control} defaultValue="ada@" type="email" />}
        </Field>
        <Field label="Note">
          {(control) => <Textarea {...control} placeholder="What should they know?" />}
        </Field>
        <Field label="Not to be changed">
          {(control) => <Input {...control} defaultValue="2026-0042" disabled />}
        </Field>
        <Field label="Priority">
          {(control) => (
            <Select
              {...control}
              value={priority}
              onValueChange={setPriority}
              options={["low", "high"].map((value) => ({
                value,
                label: value === "low" ? "Low" : "High",
                icon: <Flag className="size-4 text-muted" aria-hidden />,
              }))}
            />
          )}
        </Field>
        <Field label="Client">
          {(control) => (
            <Combobox
              {...control}
              label="Client"
              value={client}
              onValueChange={setClient}
              options={clients.map((name) => ({ value: name, label: name }))}
            />
          )}
        </Field>
        <Field label="Due date">
          {(control) => <DatePicker {...control} label="Due date" value={due} onChange={setDue} />}
        </Field>
        <Field label="No date yet">
          {(control) => (
            <DatePicker {...control} label="No date yet" value={null} onChange={setDue} />
          )}
        </Field>
      </Block>
      <Block title="Choices" className="grid! sm:grid-cols-2">
        <div className="flex flex-col gap-3">
          <CheckboxField
            label="Send me a copy"
            hint="To the address of your account."
            checked={isRemembered}
            onCheckedChange={setRemembered}
          />
          <CheckboxField label="Some of them" checked="indeterminate" onCheckedChange={() => {}} />
          <CheckboxField label="Not now" checked={false} onCheckedChange={() => {}} disabled />
          <Switch
            label="Private project"
            hint="Only people added to it see it."
            checked={isPrivate}
            onCheckedChange={setPrivate}
          />
          <Switch label="Off" checked={false} onCheckedChange={() => {}} />
        </div>
        <RadioGroup
          label="Visible to"
          value={who}
          onValueChange={setWho}
          options={[
            { value: "everyone", label: "Everyone", hint: "All people of the organization." },
            { value: "added", label: "Only people added to it" },
          ]}
        />
      </Block>
      <Block title="Files" className="block!">
        <FileDrop
          label="Drop files here, or choose them"
          hint="PDF or pictures, up to 20 MB each"
          accept="application/pdf,image/*"
          multiple
          onFiles={() => {}}
        />
      </Block>
    </>
  );
}

import { useState } from "react";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Calendar } from "#/components/ui/calendar.tsx";
import { CodeInput } from "#/components/ui/code-input.tsx";
import { ColourField } from "#/components/ui/colour-field.tsx";
import { DurationInput } from "#/components/ui/duration-input.tsx";
import { Field } from "#/components/ui/field.tsx";
import { InlineInput } from "#/components/ui/inline-input.tsx";
import { PasswordInput } from "#/components/ui/password-input.tsx";
import { PictureField } from "#/components/ui/picture-field.tsx";
import { TimezoneSelect } from "#/components/ui/timezone-select.tsx";
import { Block } from "./gallery-block.tsx";

const nothing = () => {};

/** Fields for one kind of value each. */
export function SpecialGallery() {
  const [minutes, setMinutes] = useState<number | null>(135);
  const [colour, setColour] = useState("#4f52d9");
  const [timezone, setTimezone] = useState("Europe/Berlin");
  const [day, setDay] = useState<Date | undefined>(new Date(2026, 10, 20));
  return (
    <>
      <Block title="Fields of one kind" className="grid! sm:grid-cols-2">
        <Field label="Password">
          {(control) => (
            <PasswordInput
              {...control}
              defaultValue="correct horse"
              autoComplete="off"
              showLabel="Show password"
              hideLabel="Hide password"
            />
          )}
        </Field>
        <Field label="Six-digit code">
          {(control) => <CodeInput {...control} defaultValue="123456" />}
        </Field>
        <Field label="Estimate">
          {(control) => <DurationInput {...control} value={minutes} onValueChange={setMinutes} />}
        </Field>
        <Field label="Time zone">
          {(control) => (
            <TimezoneSelect
              {...control}
              label="Time zone"
              value={timezone}
              onValueChange={setTimezone}
            />
          )}
        </Field>
        <ColourField label="Colour" value={colour} onValueChange={setColour} />
        <InlineInput label="Title" value="Renamed in its place" onSave={() => true} />
      </Block>
      <Block title="Picture">
        <PictureField
          picture={<Avatar name="Ada Lindqvist" size="xl" decorative />}
          chooseLabel="Upload picture"
          removeLabel="Remove picture"
          hint="A square works best."
          hasPicture
          onChoose={nothing}
          onRemove={nothing}
        />
      </Block>
      <Block title="Calendar">
        <Calendar value={day} onChange={setDay} />
      </Block>
    </>
  );
}

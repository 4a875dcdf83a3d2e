import { useEffect, useRef, useState } from "react";
import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";

/**
 * Keeps a form on what the server has. A field that the person is not editing follows; one that they are keeps what
 * they typed, and is in the answer when somebody else changed it meanwhile: saving will replace theirs.
 */
export function useFollowingForm<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  values: Values,
  version: number,
): FieldPath<Values>[] {
  const [overtaken, setOvertaken] = useState<FieldPath<Values>[]>([]);
  const followed = useRef({ version, values });
  const { dirtyFields } = form.formState;
  const dirty = useRef(dirtyFields);
  dirty.current = dirtyFields;

  useEffect(() => {
    const before = followed.current;
    if (before.version === version) return;
    followed.current = { version, values };
    const typed = form.getValues();
    const edited = Object.keys(values).filter(
      (field): field is FieldPath<Values> =>
        field in dirty.current && typed[field] !== values[field],
    );
    form.reset(values);
    for (const field of edited) form.setValue(field, typed[field], { shouldDirty: true });
    setOvertaken((known) =>
      edited.filter((field) => known.includes(field) || values[field] !== before.values[field]),
    );
  }, [form, values, version]);

  return overtaken;
}

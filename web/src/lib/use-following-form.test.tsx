import { act, renderHook } from "@testing-library/react";
import { useForm } from "react-hook-form";
import { expect, test } from "vitest";
import { useFollowingForm } from "./use-following-form.ts";

interface Values {
  name: string;
  status: string;
}

function follow(first: Values) {
  return renderHook(
    ({ values, version }: { values: Values; version: number }) => {
      const form = useForm<Values>({ defaultValues: first });
      // Read while rendering, as forms do: only then are they followed.
      const { dirtyFields, isDirty } = form.formState;
      const overtaken = useFollowingForm(form, values, version);
      return { form, overtaken, dirtyFields, isDirty };
    },
    { initialProps: { values: first, version: 1 } },
  );
}

const before = { name: "Website", status: "active" };

test("fields that nobody edits follow what others change", () => {
  const { result, rerender } = follow(before);
  rerender({ values: { name: "Relaunch", status: "planned" }, version: 2 });
  expect(result.current.form.getValues()).toEqual({ name: "Relaunch", status: "planned" });
  expect(result.current.overtaken).toEqual([]);
  expect(result.current.isDirty).toBe(false);
});

test("what was typed stays, and is named where somebody else changed the same", () => {
  const { result, rerender } = follow(before);
  act(() => result.current.form.setValue("name", "My website", { shouldDirty: true }));
  rerender({ values: { name: "Website", status: "planned" }, version: 2 });
  expect(result.current.form.getValues()).toEqual({ name: "My website", status: "planned" });
  expect(result.current.overtaken).toEqual([]);
  expect(result.current.dirtyFields).toEqual({ name: true });

  rerender({ values: { name: "Relaunch", status: "planned" }, version: 3 });
  expect(result.current.form.getValues("name")).toBe("My website");
  expect(result.current.overtaken).toEqual(["name"]);

  rerender({ values: { name: "My website", status: "planned" }, version: 4 });
  expect(result.current.overtaken).toEqual([]);
  expect(result.current.isDirty).toBe(false);
});

import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TooltipProvider } from "#/components/ui/tooltip.tsx";
import { hasUnsaved } from "#/lib/unsaved.ts";
import { json, stubNetwork } from "#/testing/network.ts";
import { UploadRow } from "./components/upload-row.tsx";
import { startUpload, useUploads } from "./uploads.ts";

/** Storage as far as an upload sees it; the test answers. */
class FakeRequest extends EventTarget {
  static sent: FakeRequest[] = [];
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  status = 0;
  responseText = "";
  url = "";
  open(_method: string, url: string) {
    this.url = url;
  }
  setRequestHeader() {}
  send() {
    FakeRequest.sent.push(this);
  }
  abort() {
    this.onabort?.();
  }
  answer(status: number, body: unknown = {}) {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload?.();
  }
}

let taskId: string;
let hasArrived: boolean;

function Uploads() {
  return (
    <TooltipProvider>
      <ul>
        {useUploads(taskId).map((upload) => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
      </ul>
    </TooltipProvider>
  );
}

function begin(name = "plan.pdf", type = "application/pdf", size = 10) {
  const file = new File(["x".repeat(size)], name, { type });
  const calls = stubNetwork(({ method }) => {
    if (method === "POST") return json({ id: "a1", path: "org/task/a1/plan.pdf" }, 201);
    if (method === "DELETE") return json(null, 200);
    return json({ uploaded_at: hasArrived ? "2026-11-20T12:00:00Z" : null });
  });
  const onArrived = vi.fn();
  const arrived = startUpload("org-1", taskId, file, onArrived);
  render(<Uploads />);
  return { calls, arrived, onArrived };
}

beforeEach(() => {
  taskId = crypto.randomUUID();
  hasArrived = false;
  FakeRequest.sent = [];
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
});
afterEach(() => void vi.unstubAllGlobals());

async function sent(count = 1): Promise<FakeRequest> {
  await waitFor(() => expect(FakeRequest.sent).toHaveLength(count));
  const last = FakeRequest.sent.at(-1);
  if (!last) throw new Error("Nothing was sent.");
  return last;
}

test("a file shows how far it is, and is gone from the list once it is there", async () => {
  const { arrived, onArrived } = begin();
  const request = await sent();
  expect(request.url).toContain("/storage/v1/object/attachments/org/task/a1/plan.pdf");
  expect(hasUnsaved()).toBe(true);
  request.upload.onprogress?.({ loaded: 4, total: 10 });
  await waitFor(() =>
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("40"),
  );
  request.answer(200);
  expect(await arrived).toEqual({ id: "a1", name: "plan.pdf", mimeType: "application/pdf" });
  expect(onArrived).toHaveBeenCalledTimes(1);
  await waitFor(() => expect(screen.queryByRole("progressbar")).toBeNull());
  expect(hasUnsaved()).toBe(false);
});

test("a program is refused before anything is sent", async () => {
  const { calls, arrived } = begin("setup.exe");
  expect(await arrived).toBeUndefined();
  expect(screen.getByRole("alert").textContent).toContain("would run a program");
  expect(calls).toHaveLength(0);
  await userEvent.click(screen.getByRole("button", { name: "Dismiss setup.exe" }));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a lost line offers another try, which sends to the same place", async () => {
  const { calls, arrived } = begin();
  (await sent()).onerror?.();
  await screen.findByRole("alert");
  await userEvent.click(screen.getByRole("button", { name: "Try plan.pdf again" }));
  (await sent(2)).answer(200);
  expect(await arrived).toBeDefined();
  expect(calls.filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("a file whose answer was lost counts as arrived", async () => {
  const { arrived } = begin();
  hasArrived = true;
  (await sent()).onerror?.();
  expect(await arrived).toMatchObject({ id: "a1" });
});

test("what the server refuses is said in its words, and leaves no row", async () => {
  const { calls, arrived } = begin();
  (await sent()).answer(413, { message: "too large" });
  expect(await arrived).toBeUndefined();
  expect((await screen.findByRole("alert")).textContent).toContain("up to 50 MB");
  expect(screen.queryByRole("button", { name: /again$/ })).toBeNull();
  expect(calls.some(({ method }) => method === "DELETE")).toBe(true);
});

test("a cancelled upload stops and leaves no row", async () => {
  const { calls, arrived } = begin();
  await sent();
  await userEvent.click(await screen.findByRole("button", { name: "Cancel upload of plan.pdf" }));
  expect(await arrived).toBeUndefined();
  expect(screen.queryByRole("listitem")).toBeNull();
  await waitFor(() => expect(calls.some(({ method }) => method === "DELETE")).toBe(true));
});

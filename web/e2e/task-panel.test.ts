import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { launchBrowser, takeScreenshot } from "./support/browser.ts";
import { startFlowDesk } from "./support/flowdesk.ts";
import { Viewers } from "./support/screens.ts";

const panel = "/o/lumen-studio/p/WEB/board?task=WEB-12";
const page = "/o/lumen-studio/task/WEB-12";

test("two people talk about a task, attach to it, and see why it waits", async () => {
  await using flowDesk = await startFlowDesk();
  await using browser = await launchBrowser();
  const viewers = await Viewers.of(browser, flowDesk);
  await using ada = await viewers.open("ada@lumen.example");
  await using david = await viewers.open("david@lumen.example", { width: 390, height: 844 });

  await ada.page.goto(panel);
  const blockers = ada.page.getByRole("list", { name: "Blocked by" });
  await blockers.getByText("WEB-9").waitFor();
  await ada.page
    .getByText("This task waits for 3 others to be done. WEB-8, WEB-9, WEB-10")
    .waitFor();
  await david.page.goto(page);
  await composerOf(david.page).waitFor();

  // By keyboard alone: an @, a few letters, and the keys that send.
  await composerOf(ada.page).focus();
  await ada.page.keyboard.type("Could you look, @dav");
  await ada.page.getByRole("option", { name: "David Kim" }).waitFor();
  await ada.page.keyboard.press("Enter");
  await ada.page.keyboard.type("please?");
  await ada.page.keyboard.press("ControlOrMeta+Enter");
  const heard = david.page.getByRole("article", { name: "Comment by Ada Lindqvist" });
  await heard.getByText("@David Kim").waitFor();
  expect(await heard.innerText()).toContain("Could you look, @David Kim please?");

  // By mouse: a picture, which the other one sees arrive and looks at.
  const chosen = ada.page.waitForEvent("filechooser");
  await ada.page.getByRole("button", { name: "Add files" }).click();
  await (await chosen).setFiles([
    { name: "Büro & Küche.png", mimeType: "image/png", buffer: dot },
    { name: "setup.exe", mimeType: "application/octet-stream", buffer: dot },
  ]);
  await ada.page.getByText("Opening this file would run a program").waitFor();
  await ada.page.getByRole("button", { name: "Dismiss setup.exe" }).click();
  await david.page.getByRole("button", { name: "Open Büro & Küche.png" }).click();
  const picture = david.page.getByRole("dialog").getByRole("img", { name: "Büro & Küche.png" });
  await picture.waitFor();
  expect(await david.page.evaluate(widthOfPicture)).toBe(1);
  const saved = david.page.waitForEvent("download");
  await david.page
    .getByRole("dialog")
    .getByRole("button", { name: /^Download/ })
    .click();
  expect((await saved).suggestedFilename()).toBe("Büro & Küche.png");
  await david.page.keyboard.press("Escape");

  // What is half written is there again.
  await composerOf(david.page).fill("I think that");
  david.page.on("dialog", (dialog) => void dialog.accept());
  await david.page.reload();
  await composerOf(david.page).waitFor();
  expect(await composerOf(david.page).inputValue()).toBe("I think that");
  await takeScreenshot(david.page, "task-phone");

  // A deletion can be taken back, and nobody else noticed.
  await ada.page.getByRole("button", { name: "Actions for the comment by Ada Lindqvist" }).click();
  await ada.page.getByRole("menuitem", { name: "Delete comment" }).click();
  const own = ada.page.getByRole("article", { name: "Comment by Ada Lindqvist" });
  await own.waitFor({ state: "detached" });
  await ada.page.getByRole("button", { name: "Undo" }).click();
  await own.waitFor();

  await ada.page.getByRole("button", { name: "Add subtask" }).click();
  await ada.page.keyboard.type("Ask the host");
  await ada.page.keyboard.press("Enter");
  await david.page.getByRole("list", { name: "Subtasks" }).getByText("Ask the host").waitFor();

  await ada.page.getByRole("button", { name: /^Labels/ }).click();
  await ada.page.getByPlaceholder("Find or create a label").fill("Launch day");
  await ada.page.getByRole("option", { name: "Create “Launch day”" }).click();
  await ada.page.getByRole("option", { name: "Launch day", exact: true }).waitFor();
  await ada.page.keyboard.press("Escape");
  await ada.page.getByRole("button", { name: /^Labels.*Launch day/ }).waitFor();
  await david.page.getByText("Launch day").first().waitFor();

  await ada.page.getByRole("button", { name: "Remove WEB-10 from “Blocked by”" }).click();
  await david.page.getByText("This task waits for 2 others to be done.").waitFor();
  await takeScreenshot(ada.page, "task-panel");
  expect(ada.problems).toEqual([]);
  expect(david.problems).toEqual([]);
});

function composerOf(page: Page) {
  return page.getByRole("textbox", { name: "New comment" });
}

const widthOfPicture = `(async () => {
  const picture = document.querySelector("[role=dialog] img");
  await picture.decode();
  return picture.naturalWidth;
})()`;

/** The smallest picture there is. */
const dot = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

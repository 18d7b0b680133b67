import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { ADMIN, api, expect, person, TALK, test, violations, writtenVisit, type Made } from "./fixtures";

const chip = "button[data-status]";

/** What the journal of this window holds, opened with the key that the browser keeps. */
function journal(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>) => new Promise<T>((done, fail) => ((request.onsuccess = () => done(request.result)), (request.onerror = () => fail(request.error ?? new Error("The journal failed.")))));
    const store = await wait(indexedDB.open("praxis-journal"));
    const read = store.transaction(["keys", "entries"]);
    const [key, entries] = await Promise.all([wait(read.objectStore("keys").get("journal")), wait(read.objectStore("entries").getAll())]);
    store.close();
    const texts = await Promise.all(entries.map(({ iv, data }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data)));
    return texts.map((text) => new TextDecoder().decode(text)).join("\n");
  });
}

test("VIS-9 killing the window mid-sentence loses nothing", async ({ clinic, context, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Kill", "Test"));
  const visit = await writtenVisit(clinic, patient_id);
  const page = await context.newPage();
  // Nothing reaches the server: what comes back was kept on this computer.
  await page.route("**/soap/**", (route) => route.abort());
  await page.goto(`${server.url}/visits/${visit}`);
  await page.getByRole("button", { name: "Add a sentence" }).first().click();
  await page.keyboard.type("Half a sent");
  await expect.poll(() => journal(page)).toContain("Half a sent");
  const session = await context.newCDPSession(page);
  // The renderer dies like in a crash: no farewell events, no last save.
  const crash = page.waitForEvent("crash");
  void session.send("Page.crash").catch(() => undefined);
  await crash;
  await page.close();
  const again = await context.newPage();
  await again.goto(`${server.url}/visits/${visit}`);
  await expect(again.locator("textarea[id^='line-']").first()).toHaveValue("Half a sent");
  await expect(again.locator(chip)).toHaveAttribute("data-status", "saved");
  await again.reload();
  await expect(again.locator("textarea[id^='line-']").first()).toHaveValue("Half a sent");
});

test("VIS-9 what is typed while the server is away is saved when it is back", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Away", "Test"));
  const visit = await writtenVisit(clinic, patient_id);
  await clinic.goto(`${server.url}/visits/${visit}`);
  const line = clinic.locator("textarea[id^='line-']").first();
  await expect(line).toHaveValue("Rest and fluids.");
  await server.stop();
  await line.focus();
  await clinic.keyboard.press("End");
  await clinic.keyboard.type(" And soup.");
  await expect(clinic.locator(chip)).toHaveAttribute("data-status", "retrying");
  await server.start();
  await expect(clinic.locator(chip)).toHaveAttribute("data-status", "saved", { timeout: 60_000 });
  const { sections } = await api<{ sections: { sentences: { text: string }[] }[] }>(clinic, "get_visit", { visit_id: visit });
  expect(JSON.stringify(sections)).toContain("And soup.");
});

test("VIS-9 what was typed while the server is away is saved when it is back, though its visit was left", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Away", "Left"));
  const visit = await writtenVisit(clinic, patient_id);
  // Pages come by themselves a moment after the first one.
  const today = clinic.waitForEvent("requestfinished", (request) => /\/assets\/TodayPage-[^/]*\.js$/.test(request.url()));
  await clinic.goto(`${server.url}/visits/${visit}`);
  const line = clinic.locator("textarea[id^='line-']").first();
  await expect(line).toHaveValue("Rest and fluids.");
  await today;
  await server.stop();
  await line.focus();
  await clinic.keyboard.press("End");
  await clinic.keyboard.type(" And soup.");
  await expect(clinic.locator(chip)).toHaveAttribute("data-status", "retrying");
  await clinic.getByRole("link", { name: "Today" }).click();
  await expect(line).toHaveCount(0);
  // Opened again, it goes on where it was; left again, it is tried on.
  await clinic.goBack();
  await expect(line).toHaveValue("Rest and fluids. And soup.");
  await clinic.getByRole("link", { name: "Today" }).click();
  await expect(line).toHaveCount(0);
  await expect(clinic.locator(chip)).toHaveAttribute("data-status", "retrying");
  await server.start();
  await expect(clinic.locator(chip)).toHaveAttribute("data-status", "saved", { timeout: 60_000 });
  expect(JSON.stringify(await api(clinic, "get_visit", { visit_id: visit }))).toContain("And soup.");
});

test("VIS-9 two windows: both texts are shown and both can be kept", async ({ clinic, context, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Two", "Windows"));
  const visit = await writtenVisit(clinic, patient_id);
  await clinic.goto(`${server.url}/visits/${visit}`);
  await expect(clinic.locator("textarea[id^='line-']")).toHaveCount(1);
  // The other one's save arrives between this window's last news and its own save.
  await clinic.route("**/v1/events", (route) => route.abort());
  await clinic.reload();
  await expect(clinic.locator("textarea[id^='line-']")).toHaveCount(1);
  const other = await context.newPage();
  await other.goto(`${server.url}/settings`);
  await api(other, "update_visit_soap", { visit_id: visit, section: "plan", version: 1, sentences: [{ text: "Theirs.", confirmed: true }] });
  await clinic.getByRole("button", { name: "Add a sentence" }).last().click();
  // At once: the question comes after a moment of quiet, and would take the rest of slow typing.
  await clinic.keyboard.insertText("Mine.");
  const dialog = clinic.getByRole("dialog");
  await expect(dialog).toContainText("Theirs.");
  await expect(dialog).toContainText("Mine.");
  await dialog.getByRole("button", { name: "Keep both" }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(async () => JSON.stringify(await api(clinic, "get_visit", { visit_id: visit }))).toMatch(/Theirs\..*Mine\./);
});

/** Opens a written visit and types words that do not reach the server. */
async function typeUnsent(page: Page, url: string, visit: string): Promise<void> {
  await page.route("**/soap/**", (route) => route.abort());
  await page.goto(`${url}/visits/${visit}`);
  const line = page.locator("textarea[id^='line-']").first();
  await expect(line).toHaveValue("Rest and fluids.");
  await line.focus();
  await page.keyboard.press("End");
  await page.keyboard.insertText(" And soup.");
  await expect(page.locator(chip)).toHaveAttribute("data-status", "retrying");
}

async function sign(page: Page, visit_id: string): Promise<void> {
  const { visit } = await api<{ visit: { version: number } }>(page, "get_visit", { visit_id });
  await api(page, "finalize_visit", { visit_id, version: visit.version, password: ADMIN.password });
}

test("VIS-9 VIS-7 what somebody wrote into a visit that another one signs is shown where it was written, and can be amended", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Signed", "Meanwhile"));
  const visit = await writtenVisit(clinic, patient_id);
  await typeUnsent(clinic, server.url, visit);
  await clinic.getByRole("link", { name: "Today" }).click();
  await expect(clinic.locator("textarea")).toHaveCount(0);
  await sign(clinic, visit);
  await clinic.unroute("**/soap/**");
  await expect(clinic.locator(chip)).toHaveAttribute("data-status", "refused", { timeout: 40_000 });
  let tries = 0;
  clinic.on("request", (request) => (tries += request.url().includes("/soap/") ? 1 : 0));

  await clinic.locator(chip).click();
  await clinic.getByRole("link", { name: "Signed Meanwhile, Plan" }).click();
  const panel = clinic.getByRole("region", { name: "What you wrote was not stored" });
  await expect(panel).toContainText("Rest and fluids. And soup.");
  // The signed note has nothing of it.
  await expect(clinic.locator("[data-part='plan'] [data-line]")).toHaveText([/Rest and fluids\.$/]);
  expect(await violations(clinic)).toEqual([]);
  // It is found again by whoever loads the page anew, until it is discarded.
  clinic.once("dialog", (dialog) => void dialog.accept());
  await clinic.reload();
  await expect(panel).toContainText("And soup.");
  await panel.getByRole("button", { name: "Amend with it" }).click();
  await expect(clinic.getByLabel("What is added or corrected")).toHaveValue("Rest and fluids. And soup.");
  await clinic.keyboard.press("Escape");
  await panel.getByRole("button", { name: "Discard" }).click();
  await clinic.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
  await expect(panel).toHaveCount(0);
  await expect(clinic.locator(chip)).toHaveAttribute("data-status", "saved");
  expect(await journal(clinic)).toBe("");
  expect(tries).toBe(0);
});

test("VIS-9 what is being written when the visit is signed or deleted elsewhere stays in sight", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Under", "Hands"));
  const signed = await writtenVisit(clinic, patient_id);
  await typeUnsent(clinic, server.url, signed);
  await sign(clinic, signed);
  const panel = clinic.getByRole("region", { name: "What you wrote was not stored" });
  await expect(panel).toContainText("And soup.");
  await expect(clinic.locator("textarea")).toHaveCount(0);
  await expect(clinic.locator("[data-part='plan']")).not.toContainText("soup");
  await clinic.unroute("**/soap/**");
  await expect(clinic.locator(chip)).toHaveAttribute("data-status", "refused", { timeout: 40_000 });

  clinic.once("dialog", (dialog) => void dialog.accept());
  const deleted = await writtenVisit(clinic, patient_id);
  await typeUnsent(clinic, server.url, deleted);
  await api(clinic, "delete_visit", { visit_id: deleted });
  await expect(panel).toContainText("And soup.");
  await expect(panel).toContainText("The visit is gone");
  await clinic.screenshot({ path: "test-results/visit-gone.png" });
});

test("VIS-5 VIS-7 VIS-11 signing locks, amending adds, and the print shows both", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Sign", "Amend"));
  const visit = await writtenVisit(clinic, patient_id);
  await clinic.goto(`${server.url}/visits/${visit}`);
  await clinic.emulateMedia({ media: "print" });
  await expect(clinic.getByText("DRAFT – NOT SIGNED").first()).toBeVisible();
  await clinic.emulateMedia({ media: "screen" });

  await clinic.getByRole("button", { name: "Sign", exact: true }).click();
  await clinic.getByLabel("Your password").fill("not the password");
  await clinic.keyboard.press("Enter");
  await expect(clinic.getByText("It is not right.")).toBeVisible();
  await clinic.getByLabel("Your password").fill(ADMIN.password);
  await clinic.keyboard.press("Enter");
  await expect(clinic.getByText("The signature matches the note.").first()).toBeVisible();
  await expect(clinic.locator("textarea")).toHaveCount(0);

  await clinic.getByRole("button", { name: "Amend" }).click();
  await clinic.getByLabel("Reason", { exact: true }).fill("Result arrived later");
  await clinic.getByLabel("What is added or corrected").fill("The throat swab was negative.");
  await clinic.getByLabel("Your password").fill(ADMIN.password);
  await clinic.getByRole("button", { name: "Sign the amendment" }).click();
  await expect(clinic.getByRole("region", { name: "Amendments" })).toContainText("The throat swab was negative.");
  await clinic.emulateMedia({ media: "print" });
  const paper = clinic.locator("table.only-print");
  for (const text of ["Lime Tree Surgery", "Sign Amend", "Rest and fluids.", "The throat swab was negative.", "SHA-256"]) await expect(paper).toContainText(text);
  await expect(paper).not.toContainText("DRAFT");
  await expect(clinic.getByRole("navigation")).toBeHidden();
});

test("VIS-2 a suggestion without source is no part of the note until somebody accepts it", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Draft", "Only"));
  const { visit } = await api<{ visit: { visit_id: string } }>(clinic, "create_visit", { patient_id });
  await api(clinic, "import_transcript", { visit_id: visit.visit_id, text: TALK });
  await clinic.goto(`${server.url}/visits/${visit.visit_id}`);
  await clinic.getByRole("button", { name: "Draft the note" }).click();
  await expect(clinic.getByRole("button", { name: "Accept all" })).toBeVisible();
  const before = await api<{ sections: { sentences: unknown[] }[] }>(clinic, "get_visit", { visit_id: visit.visit_id });
  expect(before.sections.flatMap((section) => section.sentences)).toEqual([]);
  await clinic.getByRole("button", { name: /Not in the note/ }).click();
  await clinic.getByRole("button", { name: "Accept this part" }).first().click();
  await expect(clinic.locator("[data-line]").first()).toBeVisible();
});

test("IAM-5 the end of a session keeps what was typed", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Session", "End"));
  const visit = await writtenVisit(clinic, patient_id);
  await clinic.goto(`${server.url}/visits/${visit}`);
  const line = clinic.locator("textarea[id^='line-']").first();
  await line.focus();
  await clinic.context().clearCookies();
  await clinic.keyboard.press("End");
  // At once: the question comes after a moment of quiet, and would take the rest of slow typing.
  await clinic.keyboard.insertText(" Still here.");
  await expect(clinic.getByText("Please sign in again")).toBeVisible();
  await clinic.getByLabel("Password", { exact: true }).fill(ADMIN.password);
  await clinic.keyboard.press("Enter");
  await expect(clinic.getByText("Please sign in again")).toHaveCount(0);
  await expect(line).toHaveValue("Rest and fluids. Still here.");
  await expect(clinic.locator(chip)).toHaveAttribute("data-status", "saved", { timeout: 60_000 });
});

test("IAM-15 a session that runs out while nobody works asks to sign in, and nothing is lost", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Session", "Idle"));
  const visit = await writtenVisit(clinic, patient_id);
  await clinic.goto(`${server.url}/visits/${visit}`);
  const line = clinic.locator("textarea[id^='line-']").first();
  await line.focus();
  await clinic.context().clearCookies();
  // The stream of events ends with the session; here it ends because the server starts anew.
  await server.stop();
  await server.start();
  await expect(clinic.getByText("Please sign in again")).toBeVisible({ timeout: 60_000 });
  await clinic.getByLabel("Password", { exact: true }).fill(ADMIN.password);
  await clinic.keyboard.press("Enter");
  await expect(clinic.getByText("Please sign in again")).toHaveCount(0);
  await expect(line).toBeFocused();
  await expect(clinic.locator(chip)).toHaveAttribute("data-status", "saved");
});

test("VIS-4 deleting a draft asks first", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Delete", "Draft"));
  const visit = await writtenVisit(clinic, patient_id);
  await clinic.goto(`${server.url}/visits/${visit}`);
  await clinic.getByRole("button", { name: "More" }).click();
  await clinic.getByRole("menuitem", { name: "Delete the draft" }).click();
  await clinic.getByRole("dialog").getByRole("button", { name: "Delete the draft" }).click();
  await expect(clinic.getByText("No visits yet")).toBeVisible();
});

test("VIS-11 the note leaves as a PDF with what was typed a moment ago, named without the patient", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Paper", "Note"));
  const visit = await writtenVisit(clinic, patient_id);
  await clinic.goto(`${server.url}/visits/${visit}`);
  await clinic.getByRole("button", { name: "Add a sentence" }).last().click();
  await clinic.keyboard.insertText("Typed a moment ago.");
  const download = clinic.waitForEvent("download");
  await clinic.getByRole("button", { name: "More" }).click();
  await clinic.getByRole("menuitem", { name: "Save as PDF" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^visit-\d{4}-\d\d-\d\d-.*-draft\.pdf$/);
  expect(file.suggestedFilename()).not.toContain("Paper");
  const bytes = await readFile(await file.path());
  expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
  await expect(clinic.getByText("The PDF was saved with your downloads.")).toBeVisible();
  expect(JSON.stringify(await api(clinic, "get_visit", { visit_id: visit }))).toContain("Typed a moment ago.");
});

test("VIS-11 the visits of a patient leave as a file", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Export", "Json"));
  await writtenVisit(clinic, patient_id);
  await clinic.goto(`${server.url}/patients/${patient_id}`);
  const download = clinic.waitForEvent("download");
  await clinic.getByRole("button", { name: "Export visits" }).click();
  expect((await download).suggestedFilename()).toMatch(/^visits-.*\.json$/);
});

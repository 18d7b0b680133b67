import type { Page } from "@playwright/test";
import { api, arrived, expect, person, test, writtenVisit, type Made } from "./fixtures";

const spoken = (page: Page) => page.locator("[role='status'][aria-live='polite']");

async function visitOf(page: Page, name: string): Promise<string> {
  const { patient_id } = await api<Made>(page, "create_patient", person("Spoken", name));
  return writtenVisit(page, patient_id);
}

test("every page has its landmarks, one first heading, and none that is skipped", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Spoken", "Headings"));
  const visit = await writtenVisit(clinic, patient_id);
  for (const path of ["/", "/patients", `/patients/${patient_id}`, `/visits/${visit}`, "/import", "/admin", "/admin/audit", "/settings", "/settings/models", "/ask", "/nowhere", "/patients/00000000-0000-7000-8000-000000000000"]) {
    await clinic.goto(server.url + path);
    await arrived(clinic);
    await expect(clinic.getByRole("heading", { level: 1 })).toHaveCount(1);
    for (const landmark of ["main", "banner", "navigation"] as const) await expect(clinic.getByRole(landmark).first()).toBeVisible();
    const levels = await clinic.getByRole("heading").evaluateAll((all) => all.map((heading) => Number(heading.tagName.slice(1))));
    expect([path, levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)]).toEqual([path, []]);
    const nameless = await clinic.locator("button:visible, a:visible").evaluateAll((all) => all.filter((one) => !(one.getAttribute("aria-label") ?? one.textContent ?? "").trim()).map((one) => one.outerHTML));
    expect([path, nameless]).toEqual([path, []]);
  }
});

test("a layer gives the focus back, and another page takes it", async ({ clinic, server }) => {
  const visit = await visitOf(clinic, "Focus");
  await clinic.goto(`${server.url}/visits/${visit}`);
  await arrived(clinic);
  const line = clinic.locator("textarea[id^='line-']").first();
  await line.focus();
  for (const [keys, field] of [["Control+Shift+Enter", clinic.getByLabel("Your password")], ["Control+k", clinic.getByRole("combobox")]] as const) {
    await clinic.keyboard.press(keys);
    await expect(field).toBeFocused();
    await clinic.keyboard.press("Escape");
    await expect(line).toBeFocused();
  }
  await clinic.getByRole("link", { name: "Spoken Focus" }).click();
  await expect(clinic).toHaveTitle(/^Spoken Focus · Chart/);
  await expect(clinic.locator("main")).toBeFocused();
  await expect(spoken(clinic).filter({ hasText: "Spoken Focus · Chart" })).toHaveCount(1);
});

test("the focus stays in the part when its last sentence goes, and comes back with it", async ({ clinic, server }) => {
  const visit = await visitOf(clinic, "Remove");
  await clinic.goto(`${server.url}/visits/${visit}`);
  await arrived(clinic);
  const line = clinic.locator("textarea[id^='line-']");
  await line.focus();
  await clinic.keyboard.press("F4");
  await expect(line).toHaveCount(0);
  await expect(clinic.locator("[data-add='plan']")).toBeFocused();
  const undo = clinic.getByRole("button", { name: "Undo" });
  await undo.hover();
  await undo.click();
  await expect(line).toBeFocused();
  await expect(line).toHaveValue("Rest and fluids.");
});

test("VIS-9 what is not saved is spoken, and that it is saved again", async ({ clinic, server }) => {
  const visit = await visitOf(clinic, "Status");
  await clinic.goto(`${server.url}/visits/${visit}`);
  await arrived(clinic);
  let away = true;
  await clinic.route("**/soap/**", (route) => (away ? route.abort() : route.continue()));
  await clinic.locator("textarea[id^='line-']").first().focus();
  await clinic.keyboard.press("End");
  await clinic.keyboard.insertText(" And soup.");
  await expect(spoken(clinic).filter({ hasText: "Not saved – retrying" })).toHaveCount(1);
  away = false;
  await expect(spoken(clinic).filter({ hasText: /^Saved$/ })).toHaveCount(1, { timeout: 60_000 });
});

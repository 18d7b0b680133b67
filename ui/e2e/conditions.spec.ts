import type { Page } from "@playwright/test";
import { api, arrived, expect, person, TALK, test, writtenVisit, type Made } from "./fixtures";

const SECTIONS = ["subjective", "objective", "assessment", "plan"];

/** A visit whose draft is in the note, so that its sentences have evidence. */
async function draftedVisit(page: Page): Promise<string> {
  const { patient_id } = await api<Made>(page, "create_patient", person("Kowalczyk-Wiśniewska", "Annamaria"));
  const { visit } = await api<{ visit: { visit_id: string } }>(page, "create_visit", { patient_id });
  await api(page, "import_transcript", { visit_id: visit.visit_id, text: TALK });
  const draft = await api<{ draft_id: string }>(page, "generate_soap", { visit_id: visit.visit_id });
  await api(page, "accept_draft", { visit_id: visit.visit_id, draft_id: draft.draft_id, sections: SECTIONS });
  return visit.visit_id;
}

/** Whatever reaches past the window, or past a box that hides the rest, outside of tables that scroll by themselves. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) found.push(`page ${document.documentElement.scrollWidth} > ${width}`);
    for (const element of document.querySelectorAll<HTMLElement>("main *, header *, [role=dialog] *")) {
      if (element.closest("table, .mantine-Switch-root") || element.clientWidth < 20) continue;
      const style = getComputedStyle(element);
      const hides = style.overflowX === "hidden" && style.textOverflow !== "ellipsis" && style.position !== "absolute";
      if (hides && element.scrollWidth > element.clientWidth + 1) found.push(`${element.tagName}.${element.className} ${element.scrollWidth} > ${element.clientWidth}`);
    }
    return found;
  });
}

for (const [words, size] of [["zoomed to 200 %", { width: 680, height: 430 }], ["at 320 pixels", { width: 320, height: 640 }]] as const)
  test(`${words} nothing is cut off and nothing has to be scrolled sideways`, async ({ clinic, server }) => {
    const visit = await draftedVisit(clinic);
    const { patient_id } = await api<Made>(clinic, "create_patient", person("Narrow", "Screen"));
    const written = await writtenVisit(clinic, patient_id);
    await clinic.setViewportSize(size);
    const found: string[] = [];
    for (const path of ["/", "/patients", "/patients?new=1", `/patients/${patient_id}`, `/visits/${visit}`, "/import", "/settings", "/ask", "/admin", "/admin/audit"]) {
      await clinic.goto(server.url + path);
      await arrived(clinic);
      if (path.endsWith("?new=1")) await expect(clinic.getByRole("dialog")).toBeVisible();
      found.push(...(await cutOff(clinic)).map((one) => `${path} ${one}`));
    }
    await clinic.goto(`${server.url}/visits/${written}`);
    await arrived(clinic);
    await clinic.keyboard.press("Control+Shift+Enter");
    await expect(clinic.getByLabel("Your password")).toBeFocused();
    found.push(...(await cutOff(clinic)).map((one) => `sign ${one}`));
    expect(found).toEqual([]);
  });

test("in forced colours evidence, choices and the focus keep a mark", async ({ clinic, server }) => {
  const visit = await draftedVisit(clinic);
  await clinic.emulateMedia({ forcedColors: "active" });
  await clinic.goto(`${server.url}/visits/${visit}`);
  await arrived(clinic);
  const style = (selector: string, name: string) => clinic.locator(selector).first().evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), name);
  await clinic.locator("[data-line] textarea").first().focus();
  expect(await style("[data-line] textarea", "outline-style")).toBe("solid");
  await expect(clinic.locator("[data-shown='true']").first()).toBeVisible();
  expect(await style("[data-shown='true']", "border-left-style")).toBe("double");
  expect(await style("[data-shown='false']", "border-left-color")).toBe(await style("main section", "background-color"));
  await clinic.goto(`${server.url}/settings`);
  await arrived(clinic);
  for (const [chosen, other] of [[".mantine-SegmentedControl-label[data-active]", ".mantine-SegmentedControl-label:not([data-active])"], ["nav [aria-current='page']", "nav a:not([aria-current])"]] as const)
    expect(await style(chosen, "background-color")).not.toBe(await style(other, "background-color"));
  await clinic.goto(`${server.url}/patients`);
  await expect(clinic.locator("[role='row'][aria-selected='true']")).toBeVisible();
  expect(await style("[role='row'][aria-selected='true']", "outline-style")).toBe("solid");
});

test("where less motion is wanted nothing moves for longer than 0.2 seconds", async ({ clinic, server }) => {
  const visit = await draftedVisit(clinic);
  await clinic.addInitScript(() => {
    const long: string[] = [];
    (window as unknown as { long: string[] }).long = long;
    const look = () => {
      for (const animation of document.getAnimations()) {
        const { endTime } = animation.effect?.getComputedTiming() ?? {};
        if (Number(endTime) > 200) long.push(`${(animation as CSSAnimation).animationName ?? (animation as CSSTransition).transitionProperty} ${endTime}`);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const long = () => clinic.evaluate(() => (window as unknown as { long: string[] }).long);
  await clinic.goto(`${server.url}/visits/${visit}`);
  await arrived(clinic);
  await clinic.locator("[data-line] textarea").first().focus();
  await clinic.keyboard.press("Control+Shift+Enter");
  await expect(clinic.getByRole("dialog")).toBeVisible();
  await clinic.keyboard.press("Escape");
  await expect(clinic.getByRole("dialog")).toHaveCount(0);
  await clinic.getByRole("button", { name: "More" }).click();
  await expect(clinic.getByRole("menuitem").first()).toBeVisible();
  expect(await long()).toEqual([]);
  await clinic.goto(`${server.url}/settings`);
  await clinic.getByText("Dark", { exact: true }).click();
  const undo = clinic.getByRole("button", { name: "Undo" });
  await undo.hover();
  await undo.click();
  await expect(clinic.locator("html")).toHaveAttribute("data-mantine-color-scheme", "light");
  expect(await long()).toEqual([]);
});

test("VIS-11 on paper every page names the patient, says that it is a draft, and shows nothing of the screen", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Long", "Note"));
  const visit = await writtenVisit(clinic, patient_id);
  await clinic.goto(`${server.url}/visits/${visit}`);
  await arrived(clinic);
  await clinic.emulateMedia({ media: "print" });
  const head = clinic.locator("table.only-print thead");
  await expect(head).toContainText("Long Note");
  await expect(head).toContainText("DRAFT – NOT SIGNED");
  await expect(clinic.getByText("Skip to the content")).toBeHidden();
  // Whoever reads the printed file with a screen reader gets the note, too.
  await expect(clinic.getByRole("heading", { name: /^Visit note/ })).toBeVisible();
});

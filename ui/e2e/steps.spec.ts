import type { Page } from "@playwright/test";
import { ADMIN, api, arrived, expect, person, test, violations, type Made } from "./fixtures";

type Opened = { visit: { visit_id: string; version: number } };

/** A visit of the patient with this assessment and plan, signed. */
async function signedVisit(page: Page, patient_id: string, assessment: string, plan: string[]): Promise<string> {
  const { visit } = await api<Opened>(page, "create_visit", { patient_id, reason: "Cough" });
  const { visit_id } = visit;
  const save = (section: string, texts: string[]) => api(page, "update_visit_soap", { visit_id, section, version: 0, sentences: texts.map((text) => ({ text, confirmed: true })) });
  await save("assessment", [assessment]);
  await save("plan", plan);
  const { visit: now } = await api<Opened>(page, "get_visit", { visit_id });
  await api(page, "finalize_visit", { visit_id, version: now.version, password: ADMIN.password });
  return visit_id;
}

const step = (page: Page) => page.getByRole("list", { name: "Steps of the visit" }).locator("[aria-current='step']");

test("VIS-2 before the visit, what was decided last time is shown, and its plan goes on by keyboard", async ({ clinic, server, keyboard }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Steps", "Prepare"));
  const { visit: first } = await api<Opened>(clinic, "create_visit", { patient_id });
  await clinic.goto(`${server.url}/visits/${first.visit_id}`);
  const prepare = clinic.getByRole("region", { name: "Prepare" });
  await expect(prepare).toContainText("No visit of this patient has been signed yet.");
  await expect(prepare).toContainText(/Microphone|microphone/);
  await expect(prepare).toContainText("No model chosen");
  await expect(step(clinic)).toHaveText(/Prepare/);
  await api(clinic, "cancel_visit", { visit_id: first.visit_id });
  await expect(clinic.getByRole("list", { name: "Steps of the visit" })).toHaveCount(0);

  const last = await signedVisit(clinic, patient_id, "Viral infection.", ["Rest and fluids.", "Paracetamol 500 mg."]);
  await api(clinic, "amend_visit", { visit_id: last, reason: "Result", text: "The swab was negative.", password: ADMIN.password });
  const { visit } = await api<Opened>(clinic, "create_visit", { patient_id });
  await clinic.goto(`${server.url}/visits/${visit.visit_id}`);
  await arrived(clinic);
  for (const fact of ["Viral infection.", "Rest and fluids.", "Paracetamol 500 mg.", "The swab was negative."]) await expect(prepare).toContainText(fact);
  await expect(prepare.getByRole("link", { name: /^Last visit/ })).toHaveAttribute("href", `/visits/${last}`);
  await expect(prepare).not.toContainText("unsigned");
  expect(await violations(clinic)).toEqual([]);
  await clinic.screenshot({ path: "test-results/steps-prepare.png", fullPage: true });

  await keyboard.press("Control+k");
  await keyboard.type("> continue the last plan");
  await keyboard.press("Enter");
  const plan = clinic.locator("[data-part='plan'] textarea");
  await expect(plan).toHaveCount(2);
  await expect(plan.first()).toBeFocused();
  await expect(plan.first()).toHaveValue("Rest and fluids.");
  await expect(clinic.locator("[data-line][data-kind='yours'][data-confirmed='false']")).toHaveCount(2);
  await expect(prepare).toHaveCount(0);
  await expect(step(clinic)).toHaveText(/Sign/);
  await clinic.getByRole("button", { name: "Undo" }).press("Enter");
  await expect(plan).toHaveCount(0);
  await expect(prepare).toBeVisible();
});

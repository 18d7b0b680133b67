import type { Page } from "@playwright/test";
import { newId } from "../src/platform/recorder/id";
import { ADMIN, api, arrived, expect, person, TALK, test, violations, type Made } from "./fixtures";
import { chooseModel, chooseNoModel, Provider } from "./provider";

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
  // One was forgotten yesterday, and the patient moved since.
  const { visit: forgotten } = await api<Opened>(clinic, "create_visit", { patient_id });
  await api(clinic, "update_visit", { visit_id: forgotten.visit_id, version: forgotten.version, reason: "", started_at: new Date(Date.now() - 86_400_000).toISOString() });
  await api(clinic, "update_patient", { patient_id, version: 1, patient: { ...person("Steps", "Prepare"), address: "Lime Street 4" } });
  const { visit } = await api<Opened>(clinic, "create_visit", { patient_id });
  await clinic.goto(`${server.url}/visits/${visit.visit_id}`);
  await arrived(clinic);
  for (const fact of ["Viral infection.", "Rest and fluids.", "Paracetamol 500 mg.", "The swab was negative."]) await expect(prepare).toContainText(fact);
  await expect(prepare.getByRole("link", { name: /^Last visit/ })).toHaveAttribute("href", `/visits/${last}`);
  await expect(prepare.getByRole("link", { name: "1 other visit of this patient is unsigned" })).toHaveAttribute("href", `/patients/${patient_id}`);
  await expect(prepare).toContainText("The patient's record was changed since");
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
  // What was decided last time is no decision of today until somebody agrees to it.
  await expect(step(clinic)).toHaveText(/Review/);
  await clinic.getByRole("button", { name: "Undo" }).press("Enter");
  await expect(plan).toHaveCount(0);
  await expect(prepare).toBeVisible();
});

test("VIS-5 before signing it is said what was not used, and afterwards who comes next", async ({ clinic, server, keyboard }) => {
  const open = async (given_name: string) => {
    const { patient_id } = await api<Made>(clinic, "create_patient", person("Steps", given_name));
    return (await api<Opened>(clinic, "create_visit", { patient_id })).visit.visit_id;
  };
  const visit_id = await open("First");
  const second = await open("Second");
  await api(clinic, "import_transcript", { visit_id, text: TALK });
  const { draft_id } = await api<{ draft_id: string }>(clinic, "generate_soap", { visit_id });
  await api(clinic, "accept_draft", { visit_id, draft_id, sections: ["assessment"] });
  await clinic.goto(`${server.url}/visits/${visit_id}`);
  await arrived(clinic);
  await keyboard.press("Control+Shift+Enter");
  const left = clinic.getByRole("list", { name: "Not in the note" });
  const turns = left.getByRole("listitem").filter({ hasText: "turns of the conversation are not in the note" });
  await expect(turns).toHaveText(/^11 turns/);
  await expect(left).toContainText("drafted sentences were not accepted");
  await expect(clinic.getByLabel("Your password")).toBeFocused();
  expect(await violations(clinic)).toEqual([]);
  await clinic.screenshot({ path: "test-results/steps-sign.png" });

  // A look at what was left out, and back.
  await turns.getByRole("button").press("Enter");
  await expect(clinic.getByRole("dialog")).toHaveCount(0);
  const filter = clinic.getByRole("button", { name: /^Not in the note/ });
  await expect(filter).toBeFocused();
  await expect(filter).toHaveAttribute("aria-pressed", "true");
  await clinic.setViewportSize({ width: 1280, height: 640 });
  await clinic.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await keyboard.press("Control+Shift+Enter");
  await expect(clinic.getByLabel("Your password")).toBeFocused();
  await keyboard.type(ADMIN.password);
  await keyboard.press("Enter");
  await expect(clinic.getByText("The signature matches the note.").first()).toBeVisible();

  const next = clinic.getByRole("link", { name: /^Next patient: Steps Second/ });
  await expect(next).toBeFocused();
  // However far down the note was read, the signature is in sight, and not behind the header.
  const header = await clinic.getByRole("button", { name: "Amend" }).boundingBox();
  const signature = await clinic.getByText("The signature matches the note.").first().boundingBox();
  expect(signature?.y).toBeGreaterThan((header?.y ?? Infinity) + (header?.height ?? 0));
  await expect(clinic.getByRole("list", { name: "Steps of the visit" })).toHaveCount(0);
  expect(await violations(clinic)).toEqual([]);
  await clinic.screenshot({ path: "test-results/steps-next.png", fullPage: true });
  await keyboard.press("g", "x");
  await expect(clinic).toHaveTitle(/^Steps Second/);
  await api(clinic, "delete_visit", { visit_id: second });
  for (const { visit_id: other } of (await api<{ items: { visit_id: string }[] }>(clinic, "list_visits", { open: true })).items) await api(clinic, "cancel_visit", { visit_id: other });
  await clinic.goto(`${server.url}/visits/${visit_id}`);
  await expect(clinic.getByText("No other note of today is open.")).toBeVisible();
  await keyboard.press("g", "x");
  await expect(clinic).toHaveTitle(/^Today/);
});

test("AUD-9 VIS-5 a recording without words and a suggestion without a decision are not forgotten at signing", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Steps", "Forgotten"));
  const { visit } = await api<Opened>(clinic, "create_visit", { patient_id });
  const { visit_id } = visit;
  await api(clinic, "update_visit_soap", { visit_id, section: "plan", version: 0, sentences: [{ text: "Rest.", confirmed: true }] });
  await api(clinic, "record_consent", { patient_id, visit_id, purpose: "recording", decision: "given" });
  const recording_id = newId();
  await api(clinic, "start_recording", { recording_id, visit_id, channels: 1, name: "Desk" });
  const provider = await new Provider().start();
  try {
    await api(clinic, "import_transcript", { visit_id, text: TALK });
    await chooseModel(clinic, "Lynx", provider.url);
    provider.answers({ suggestions: [{ kind: "test", text: "Measure the oxygen saturation.", reason: "Short of breath on the stairs.", turns: [5] }] });
    await api(clinic, "get_ai_suggestions", { visit_id });
    await clinic.goto(`${server.url}/visits/${visit_id}`);
    await arrived(clinic);
    await clinic.getByRole("button", { name: "Sign", exact: true }).click();
    const left = clinic.getByRole("list", { name: "Not in the note" });
    await expect(left.getByRole("listitem").first()).toHaveText(/^1 recording is not turned into words yet/);
    await left.getByRole("button", { name: "Show: 1 suggestion by a model was not decided" }).click();
    await expect(clinic.getByRole("button", { name: "Measure the oxygen saturation.", exact: true })).toBeFocused();
  } finally {
    await chooseNoModel(clinic);
    await provider.stop();
  }
});

import type { Page } from "@playwright/test";
import { api, arrived, expect, person, TALK, test, violations, type Made } from "./fixtures";
import { Ollama } from "./ollama";
import { chooseModel, chooseNoModel, outside, Provider, silent } from "./provider";

const NOTE = {
  subjective: [{ text: "Cough for four days, with fever since Tuesday.", turns: [1], quote: "bad cough for four days" }],
  objective: [{ text: "Temperature 37.9, blood pressure 128/82.", turns: [8], quote: "Your temperature is 37.9" }],
  assessment: [{ text: "Viral infection of the airways.", turns: [9], quote: "viral infection of the airways" }],
  plan: [
    { text: "Paracetamol 500 mg up to four times a day.", turns: [10], quote: "paracetamol 500 mg up to four times a day" },
    { text: "Amoxicillin 500 mg three times a day.", turns: [10], quote: "paracetamol 500 mg" },
  ],
};
const SUGGESTIONS = {
  suggestions: [
    { kind: "test", text: "Measure the oxygen saturation.", reason: "Short of breath on the stairs.", turns: [5] },
    { kind: "differential", text: "Pneumonia.", reason: "Fever and cough.", turns: [1] },
  ],
};

async function visitWithTalk(page: Page, name: string): Promise<string> {
  const { patient_id } = await api<Made>(page, "create_patient", person("Model", name));
  const { visit } = await api<{ visit: { visit_id: string } }>(page, "create_visit", { patient_id });
  await api(page, "import_transcript", { visit_id: visit.visit_id, text: TALK });
  return visit.visit_id;
}

let provider: Provider;
test.beforeEach(async () => {
  provider = await new Provider().start();
});
test.afterEach(async () => provider.stop());

test("AIA-6 a model is connected, tried and chosen by keyboard", async ({ clinic, server, keyboard }) => {
  await clinic.goto(`${server.url}/`);
  await arrived(clinic);
  await keyboard.press("g", "m");
  await expect(clinic.getByRole("heading", { name: "Language models", level: 1 })).toBeVisible();
  await clinic.getByRole("button", { name: "Add a connection" }).focus();
  await keyboard.press("Enter");
  await expect(clinic.getByLabel("Name", { exact: true })).toBeFocused();
  await keyboard.type("Lynx");
  await clinic.getByLabel("Address", { exact: true }).focus();
  await keyboard.type(provider.url);
  await clinic.getByLabel("Model", { exact: true }).focus();
  await keyboard.type("lynx-7b");
  await keyboard.press("Enter");
  await expect(clinic.getByRole("dialog")).toHaveCount(0);
  await clinic.getByRole("button", { name: "Test Lynx" }).focus();
  await keyboard.press("Enter");
  await expect(clinic.getByText(/Answered in \d+ ms; 1 model/).first()).toBeVisible();
  await expect(clinic.getByText("Stays in the clinic")).toBeVisible();
  const drafts = clinic.getByRole("region", { name: "Drafts of notes" }).getByRole("checkbox", { name: "Lynx" });
  await drafts.focus();
  await keyboard.press("Space");
  await expect(drafts).toBeChecked();
  await clinic.getByRole("button", { name: "Key of Lynx" }).focus();
  await keyboard.press("Enter");
  await expect(clinic.getByLabel("Key", { exact: true })).toBeFocused();
  await keyboard.type("sk-canary-of-the-page");
  await keyboard.press("Enter");
  await expect(clinic.getByText("Key is set")).toBeVisible();
  expect(await clinic.content()).not.toContain("sk-canary-of-the-page");
  expect(await violations(clinic)).toEqual([]);
  await clinic.screenshot({ path: "test-results/models-settings.png", fullPage: true });
  await chooseNoModel(clinic);
});

test("AIC-1 a model's draft takes the place of the built-in one, sentence by sentence checked", async ({ clinic, server, keyboard }) => {
  await chooseModel(clinic, "Lynx", provider.url);
  const visit = await visitWithTalk(clinic, "Draft");
  await api(clinic, "generate_soap", { visit_id: visit });
  provider.answers(NOTE);
  await clinic.goto(`${server.url}/visits/${visit}`);
  await arrived(clinic);
  await clinic.getByRole("button", { name: "Draft with a model" }).focus();
  await keyboard.press("Enter");
  await expect(clinic.getByText(/Lynx \(lynx-7b\)/)).toBeVisible();
  await expect(clinic.getByText("Viral infection of the airways.").first()).toBeVisible();
  expect(await violations(clinic)).toEqual([]);
  await clinic.screenshot({ path: "test-results/models-draft.png", fullPage: true });
  await clinic.locator("body").focus();
  await keyboard.press("Control+Enter");
  // What was not said stands apart and blocks signing.
  await expect(clinic.locator("[data-suggestion]").filter({ hasText: "Amoxicillin" })).toBeVisible();
  // AIC-6: the note says where it is from; once, because all its parts are from there.
  await expect(clinic.getByText(/^Drafted by Lynx \(lynx-7b, draft-1\), .* Accepted by Dr Anna Lis/)).toHaveCount(1);
  await keyboard.press("Control+Shift+Enter");
  await expect(clinic.getByRole("dialog")).toContainText("Signing is possible afterwards");
  await chooseNoModel(clinic);
});

test("AIC-2 suggestions are cards that a person takes or dismisses", async ({ clinic, server }) => {
  await chooseModel(clinic, "Lynx", provider.url);
  const visit = await visitWithTalk(clinic, "Suggest");
  provider.answers(SUGGESTIONS);
  await clinic.goto(`${server.url}/visits/${visit}`);
  await arrived(clinic);
  await clinic.getByRole("button", { name: "Ask for suggestions" }).click();
  const cards = clinic.getByRole("region", { name: "Suggestions by a model" }).getByRole("listitem");
  await expect(cards).toHaveCount(2);
  await expect(cards.first()).toContainText("Short of breath on the stairs.");
  expect(await violations(clinic)).toEqual([]);
  await clinic.screenshot({ path: "test-results/models-cards.png", fullPage: true });
  await cards.first().getByRole("button", { name: /^Into the note/ }).click();
  await expect(cards.first()).toContainText("In the note");
  await cards.nth(1).getByRole("button", { name: /Dismiss/i }).click();
  await expect(cards.nth(1)).toContainText("Dismissed");
  await expect(clinic.locator("textarea[id^='line-']")).toHaveValue("Measure the oxygen saturation.");
  await chooseNoModel(clinic);
});

test("AIC-3 a provider that fails is said in words, and nothing is lost", async ({ clinic, server }) => {
  await chooseModel(clinic, "Lynx", provider.url);
  const visit = await visitWithTalk(clinic, "Fail");
  await api(clinic, "generate_soap", { visit_id: visit });
  await clinic.goto(`${server.url}/visits/${visit}`);
  await arrived(clinic);
  await clinic.getByRole("button", { name: "Draft with a model" }).click();
  const alert = clinic.getByRole("alert").filter({ hasText: "No model answered" });
  await expect(alert).toContainText("it has a fault of its own");
  await expect(alert).toContainText("Nothing is lost");
  expect(await clinic.locator("body").innerText()).not.toContain("canary of the provider");
  await expect(clinic.getByText(/Drafted by Praxis/).first()).toBeVisible();
  expect(await violations(clinic)).toEqual([]);
  await chooseNoModel(clinic);
});

test("AIC-3 the next model answers in place of a silent one, and a clinic may keep to its order", async ({ clinic, server, keyboard }) => {
  const spare = await chooseModel(clinic, "Spare", provider.url, {}, 60);
  const first = await chooseModel(clinic, "Quiet", provider.url, {}, 60);
  const settings = await api<object>(clinic, "get_model_settings");
  await api(clinic, "update_model_settings", { ...settings, chains: [{ task: "draft", connections: [first, spare] }] });
  const visit = await visitWithTalk(clinic, "Quiet");
  await api(clinic, "generate_soap", { visit_id: visit });
  provider.answers(silent, NOTE);
  await clinic.goto(`${server.url}/visits/${visit}`);
  await arrived(clinic);
  await clinic.getByRole("button", { name: "Draft with a model" }).focus();
  await keyboard.press("Enter");
  await expect(clinic.getByText(/Spare \(lynx-7b\)/)).toBeVisible();
  await clinic.goto(`${server.url}/settings/models`);
  await arrived(clinic);
  await expect(clinic.getByText("it was silent, and another one spoke first")).toBeVisible();
  const joins = clinic.getByRole("switch", { name: "Do not wait for a silent model" });
  await expect(joins).toBeChecked();
  await joins.focus();
  await keyboard.press("Space");
  await expect(joins).not.toBeChecked();
  expect(await violations(clinic)).toEqual([]);
  await clinic.screenshot({ path: "test-results/models-silent.png", fullPage: true });
  await expect(joins).toBeEnabled();
  await joins.focus();
  await keyboard.press("Space");
  await expect(joins).toBeChecked();
  await chooseNoModel(clinic);
});

test("AIC-7 before anything leaves the clinic, the patient is asked and the text is shown", async ({ clinic, server }) => {
  await chooseModel(clinic, "Cloud", `https://${outside()}:9/v1`);
  const visit = await visitWithTalk(clinic, "Outside");
  await clinic.goto(`${server.url}/visits/${visit}`);
  await arrived(clinic);
  const chip = clinic.getByRole("link", { name: /^Language models:/ });
  await expect(chip).toContainText("Nothing leaves the clinic");
  await expect(clinic.getByText("nothing may leave the clinic").first()).toBeVisible();
  const settings = await api(clinic, "get_model_settings");
  await api(clinic, "update_model_settings", { ...settings, local_only: false });
  await expect(chip).toContainText("May ask outside: Cloud");
  await clinic.getByRole("button", { name: "Draft with a model" }).click();
  const dialog = clinic.getByRole("dialog");
  await expect(dialog).toContainText("Model Outside");
  await expect(dialog).toContainText(outside());
  await expect(dialog.getByLabel("What is sent")).toContainText("patient: I have had a bad cough for four days");
  expect(await violations(clinic)).toEqual([]);
  await clinic.screenshot({ path: "test-results/models-disclosure.png" });
  await dialog.getByRole("button", { name: /this visit/i }).click();
  await expect(dialog).toHaveCount(0);
  await expect(clinic.getByRole("alert").filter({ hasText: "No model answered" })).toContainText("nobody answers at its address");
  await chooseNoModel(clinic);
});

test("AIC-8 without a model the button says why", async ({ clinic, server }) => {
  await chooseNoModel(clinic);
  const visit = await visitWithTalk(clinic, "None");
  await clinic.goto(`${server.url}/visits/${visit}`);
  await arrived(clinic);
  const button = clinic.getByRole("button", { name: "Draft with a model" });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await button.hover();
  await expect(clinic.getByRole("tooltip")).toContainText("No model is chosen for this");
});

async function atOllama(page: Page, name: string, base_url: string): Promise<void> {
  await api(page, "create_model_connection", { name, kind: "ollama", base_url, model: "lynx:3b", patience_seconds: 5 });
}

test("AIA-8 a model is fetched with its percent, stopped, and deleted", async ({ clinic, server }) => {
  const ollama = await new Ollama().start();
  await atOllama(clinic, "Llama", ollama.url);
  await clinic.goto(`${server.url}/settings/models`);
  await arrived(clinic);
  await clinic.getByRole("button", { name: "Models at Llama" }).click();
  const dialog = clinic.getByRole("dialog");
  await expect(dialog.getByRole("listitem")).toHaveText(/lynx:3b/);
  await dialog.getByLabel("Name of the model").fill("wolf:7b");
  await dialog.getByRole("button", { name: "Fetch" }).click();
  await expect(dialog.getByRole("status")).toContainText("Looking for wolf:7b");
  await expect.poll(() => ollama.pulls).toBe(1);
  ollama.reach(25);
  await expect(dialog.getByRole("status")).toContainText("Fetching wolf:7b… 25%");
  expect(await violations(clinic)).toEqual([]);
  await clinic.screenshot({ path: "test-results/models-pull.png" });
  const begun = Date.now();
  await dialog.getByRole("button", { name: "Stop", exact: true }).click();
  await expect.poll(() => ollama.stopped, { intervals: [20] }).toBe(1);
  expect(Date.now() - begun).toBeLessThan(1000);
  await expect(dialog.getByRole("status")).toContainText("was stopped");

  await dialog.getByRole("button", { name: "Fetch" }).click();
  await expect(dialog.getByRole("status")).toContainText("Looking for wolf:7b");
  await expect.poll(() => ollama.pulls).toBe(2);
  ollama.reach(60);
  ollama.finish();
  await expect(dialog.getByText("wolf:7b is there.")).toBeVisible();
  await expect(dialog.getByRole("listitem")).toHaveCount(2);
  await dialog.getByRole("button", { name: "Remove lynx:3b" }).click();
  await expect(dialog).toContainText("This connection asks it");
  expect(ollama.models).toContain("lynx:3b");
  await dialog.getByRole("button", { name: "Really remove lynx:3b" }).click();
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  expect(ollama.models).toEqual(["wolf:7b"]);

  await dialog.getByLabel("Name of the model").fill("nothing");
  await dialog.getByRole("button", { name: "Fetch" }).click();
  await expect(dialog.getByRole("status")).toContainText("Looking for nothing");
  await expect.poll(() => ollama.pulls).toBe(3);
  ollama.refuse();
  await expect(dialog.getByRole("status")).toContainText("it does not know the model");
  await ollama.stop();
});

test("AIA-8 without Ollama the dialog says how to install it, and asks no further", async ({ clinic, server }) => {
  await atOllama(clinic, "Absent", "http://127.0.0.1:1");
  await clinic.goto(`${server.url}/settings/models`);
  await arrived(clinic);
  let tests = 0;
  clinic.on("request", (request) => {
    if (request.url().endsWith("/test")) tests += 1;
  });
  await clinic.getByRole("button", { name: "Models at Absent" }).click();
  const dialog = clinic.getByRole("dialog");
  await expect(dialog.getByRole("alert")).toContainText("https://ollama.com/download");
  await expect(dialog.getByRole("alert")).toContainText("ollama serve");
  expect(await violations(clinic)).toEqual([]);
  await clinic.screenshot({ path: "test-results/models-absent.png" });
  await clinic.waitForTimeout(3000);
  expect(tests).toBe(1);
  expect(await clinic.getByRole("alert").count()).toBe(1);
});

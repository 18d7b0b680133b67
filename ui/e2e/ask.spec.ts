import type { Page } from "@playwright/test";
import { api, arrived, expect, test, violations } from "./fixtures";
import { chooseModel, chooseNoModel, Provider, refusing, outside, saying, type Script } from "./provider";

const log = (page: Page) => page.getByRole("log", { name: "Conversation with the model" });
const box = (page: Page) => page.getByLabel("Your question");
const spoken = (page: Page, text: string) => page.locator("[role='status'][aria-live='polite']").filter({ hasText: text });
const messages = (asked: string | undefined) => (JSON.parse(asked ?? "{}") as { messages: { role: string; content: string }[] }).messages;

let provider: Provider;
test.beforeEach(async () => {
  provider = await new Provider().start();
});
test.afterEach(async ({ clinic }) => {
  await chooseNoModel(clinic);
  await provider.stop();
});

test("AIA-3 AIA-5 a question is asked and followed up by keyboard, and its answer is text", async ({ clinic, context, server, keyboard }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await chooseModel(clinic, "Lynx", provider.url);
  const answer = "Normal is 12 to 16 g/dl.\n<b>Bold</b> claims & **stars** stay as they are.";
  provider.answers(saying(answer), saying("For men 14 to 18."));
  await clinic.goto(`${server.url}/`);
  await arrived(clinic);
  await keyboard.press("g", "a");
  await expect(clinic.getByRole("heading", { name: "Ask a model", level: 1 })).toBeVisible();
  await expect(clinic.getByText("Nothing about a patient belongs here")).toBeVisible();
  await expect(clinic.getByText("Stays in the clinic")).toBeVisible();
  await expect(box(clinic)).toBeFocused();
  await keyboard.type("What is a normal haemoglobin?");
  await keyboard.press("Control+Enter");
  await expect(log(clinic)).toContainText("stay as they are.");
  expect(await log(clinic).innerText()).toContain(answer);
  await expect(log(clinic).locator("b")).toHaveCount(0);
  await expect(log(clinic)).toContainText("Lynx");
  await expect(spoken(clinic, "Lynx has answered.")).toHaveCount(1);
  await expect(box(clinic)).toBeFocused();
  await expect(box(clinic)).toHaveValue("");
  await keyboard.type("And for men?");
  await keyboard.press("Control+Enter");
  await expect(log(clinic)).toContainText("For men 14 to 18.");
  expect(messages(provider.asked[1]).filter((one) => one.role !== "system")).toEqual([
    { role: "user", content: "What is a normal haemoglobin?" },
    { role: "assistant", content: answer },
    { role: "user", content: "And for men?" },
  ]);
  await clinic.getByRole("button", { name: "Copy the answer" }).first().press("Enter");
  await expect(clinic.getByText("The answer was copied.")).toBeVisible();
  expect(await clinic.evaluate(() => navigator.clipboard.readText())).toBe(answer);
  expect(await violations(clinic)).toEqual([]);
  await clinic.screenshot({ path: "test-results/ask.png", fullPage: true });
  // Nothing of it is there after the page.
  await clinic.getByRole("link", { name: "Today" }).press("Enter");
  await expect(clinic).toHaveTitle(/^Today/);
  await keyboard.press("g", "a");
  await expect(log(clinic)).toHaveText("");
});

test("AIA-4 an answer is stopped by key, and what came stays", async ({ clinic, server, keyboard }) => {
  await chooseModel(clinic, "Lynx", provider.url);
  let gone = false;
  const endless: Script = (response) => {
    response.setHeader("content-type", "text/event-stream").on("close", () => (gone = true));
    response.write(`data: ${JSON.stringify({ choices: [{ delta: { content: "It depends on" } }] })}\n\n`);
  };
  provider.answers(endless);
  await clinic.goto(`${server.url}/ask`);
  await box(clinic).focus();
  await keyboard.type("What is normal?");
  await keyboard.press("Control+Enter");
  await expect(log(clinic)).toContainText("It depends on");
  await expect(log(clinic)).toContainText("Lynx answers…");
  expect(await violations(clinic)).toEqual([]);
  await keyboard.press("Escape");
  await expect(log(clinic)).toContainText("Stopped. What had come stays.");
  await expect(log(clinic)).toContainText("It depends on");
  await expect.poll(() => gone).toBe(true);
  await clinic.getByRole("button", { name: "Start anew" }).press("Enter");
  await expect(log(clinic)).toHaveText("");
  await expect(box(clinic)).toBeFocused();
});

test("AIA-5 a question without an answer says why, and can be asked again", async ({ clinic, server }) => {
  await chooseModel(clinic, "Lynx", provider.url);
  provider.answers(refusing(401), saying("Here I am."));
  await clinic.goto(`${server.url}/ask`);
  await box(clinic).fill("Are you there?");
  await clinic.getByRole("button", { name: "Ask", exact: true }).click();
  const alert = clinic.getByRole("alert").filter({ hasText: "No model answered" });
  await expect(alert).toContainText("Lynx (127.0.0.1): it refuses the key. Its key has to be given anew in the settings.");
  expect(await clinic.locator("body").innerText()).not.toContain("canary of the provider");
  expect(await violations(clinic)).toEqual([]);
  await alert.getByRole("button", { name: "Ask again" }).click();
  await expect(log(clinic)).toContainText("Here I am.");
  await expect(alert).toHaveCount(0);
  expect(messages(provider.asked[1]).filter((one) => one.role !== "system")).toHaveLength(1);
});

test("AIC-7 AIC-8 when nobody may be asked the page says why, and outside is asked only after a look", async ({ clinic, server }) => {
  await chooseNoModel(clinic);
  await clinic.goto(`${server.url}/ask`);
  await expect(clinic.getByText("No model is chosen for this.").first()).toBeVisible();
  await expect(clinic.getByRole("link", { name: "Choose models in the settings" })).toHaveAttribute("href", "/settings/models");
  await box(clinic).fill("Is anybody there?");
  await expect(clinic.getByRole("button", { name: "Ask", exact: true })).toHaveAttribute("aria-disabled", "true");
  await chooseModel(clinic, "Cloud", `https://${outside()}:9/v1`);
  await expect(clinic.getByText("not asked, because nothing may leave the clinic")).toBeVisible();
  await expect(clinic.getByText("None of the chosen models can be asked now.").first()).toBeVisible();
  expect(await violations(clinic)).toEqual([]);
  const settings = await api(clinic, "get_model_settings");
  await api(clinic, "update_model_settings", { ...settings, local_only: false });
  await expect(clinic.getByText("not asked, because you have not seen yet what is sent")).toBeVisible();
  await clinic.getByRole("button", { name: "Ask", exact: true }).click();
  const dialog = clinic.getByRole("dialog");
  await expect(dialog).toContainText(outside());
  await expect(dialog.getByLabel("What is sent")).toHaveText("Is anybody there?");
  expect(await violations(clinic)).toEqual([]);
  await dialog.getByRole("button", { name: "I have seen it: send" }).click();
  await expect(clinic.getByRole("alert").filter({ hasText: "No model answered" })).toContainText(`Cloud (${outside()}): nobody answers at its address`);
  await expect(clinic.getByText("Outside the clinic").first()).toBeVisible();
});

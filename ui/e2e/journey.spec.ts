import { ADMIN, CLINIC, expect, TALK, test } from "./fixtures";

test("VIS-5 VIS-8 from set-up to a signed note, with the mouse", async ({ page, fresh }) => {
  await page.goto(`${fresh.url}/#code=${fresh.code}`);
  await page.getByLabel("Name of the clinic").fill(CLINIC);
  await page.getByLabel("Your name").fill(ADMIN.name);
  await page.getByLabel("Login").fill(ADMIN.login);
  await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
  await page.getByLabel("Load the demo clinic").uncheck();
  await page.getByRole("button", { name: "Open the clinic" }).click();
  await expect(page.getByText("Your clinic is ready")).toBeVisible();
  expect(page.url()).not.toContain("code=");

  await page.getByRole("button", { name: "New patient" }).click();
  await page.getByLabel("Family name").fill("Nowak");
  await page.getByLabel("Given name").fill("Anna");
  await page.getByLabel("Birth date").fill("1979-04-13");
  await page.getByText("Female", { exact: true }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("link", { name: "Nowak Anna" })).toBeVisible();
  await expect(page).toHaveTitle(/^Nowak Anna/);

  await page.getByRole("button", { name: "Start visit" }).first().click();
  await page.getByLabel("Paste the conversation").fill(TALK);
  await page.getByRole("button", { name: "Import and draft" }).click();
  await page.getByRole("button", { name: "Accept all" }).click();
  const rows = page.locator("[data-line]");
  await expect(rows.first()).toBeVisible();

  // A sentence shows its words, and a turn its sentences.
  await page.locator("[data-line][data-kind='talk'] textarea").first().click();
  await expect(page.locator("[data-shown='true']").first()).toBeVisible();
  await expect.poll(() => page.evaluate(() => CSS.highlights.get("praxis-evidence")?.size ?? 0)).toBeGreaterThan(0);
  await page.locator("[data-shown='true'] button").first().click();
  await expect(page.locator("[data-line][data-linked='true']").first()).toBeVisible();

  for (let left = 30; left > 0 && (await page.locator("[data-suggestion]").count()) > 0; left -= 1) {
    const before = await page.locator("[data-suggestion]").count();
    await page.getByRole("button", { name: /^Dismiss:/ }).first().click();
    await expect(page.locator("[data-suggestion]")).toHaveCount(before - 1);
  }
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Nowak Anna");
  await dialog.getByLabel("Your password").fill(ADMIN.password);
  await dialog.getByRole("button", { name: "Sign the note" }).click();
  await expect(page.getByText(`Signed by ${ADMIN.name}`).first()).toBeVisible();
  await expect(page.getByText("The signature matches the note.").first()).toBeVisible();
  await expect(page.locator("textarea")).toHaveCount(0);
});

test("VIS-5 the same by keyboard alone, in 40 key presses besides typed text", async ({ page, keyboard, fresh }) => {
  await page.goto(`${fresh.url}/#code=${fresh.code}`);
  await expect(page.getByLabel("Name of the clinic")).toBeFocused();
  await keyboard.type(CLINIC);
  await keyboard.press("Tab");
  await keyboard.type(ADMIN.name);
  await keyboard.press("Tab");
  await keyboard.type(ADMIN.login);
  await keyboard.press("Tab");
  await keyboard.type(ADMIN.password);
  await keyboard.press("Enter");
  // The demo clinic is loaded in the background; its patients can be found a moment later.
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();

  await keyboard.press("g", "p");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await keyboard.type("Nowak, Annamaria");
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await keyboard.press("Enter");
  await expect(page.getByLabel("Given name")).toHaveValue("Annamaria");
  await expect(page.getByLabel("Family name")).toBeFocused();
  await keyboard.press("Enter");
  await expect(page).toHaveTitle(/^Nowak Annamaria/);

  await keyboard.press("g", "t");
  await expect(page).toHaveTitle(/^Today/);
  await keyboard.press("Control+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await keyboard.type("annamaria");
  await keyboard.press("Enter");
  await expect(page).toHaveTitle(/^Nowak Annamaria/);
  await keyboard.press("v");
  await expect(page.getByLabel("Paste the conversation")).toBeFocused();
  await keyboard.type(TALK);
  await keyboard.press("Control+Enter");
  await expect(page.getByRole("button", { name: "Accept all" })).toBeVisible();
  await keyboard.press("Control+Enter");
  await expect(page.locator("[data-step]:focus")).toBeVisible();

  // Decide what waits, then correct a sentence.
  for (let left = 12; left > 0 && (await page.locator("[data-attention='true']").count()) > 0; left -= 1) {
    const before = await page.locator("[data-attention='true']").count();
    if ((await page.locator("[data-attention='true'] [data-step]:focus").count()) === 0) await keyboard.press("F2");
    await keyboard.press("F4");
    await expect(page.locator("[data-attention='true']")).toHaveCount(before - 1);
  }
  await keyboard.press("Alt+ArrowUp");
  await expect(page.locator("textarea:focus")).toBeVisible();
  await keyboard.press("End");
  await keyboard.type(" Checked with the patient.");
  await expect(page.locator("[data-line][data-kind='edited']")).toHaveCount(1);
  await keyboard.press("Control+Shift+Enter");
  await expect(page.getByLabel("Your password")).toBeFocused();
  await keyboard.type(ADMIN.password);
  await keyboard.press("Enter");
  await expect(page.getByText("The signature matches the note.").first()).toBeVisible();
  expect(keyboard.presses).toBeLessThanOrEqual(40);
  test.info().annotations.push({ type: "key presses", description: String(keyboard.presses) });
});

import { ADMIN, api, arrived, CLINIC, expect, test, violations } from "./fixtures";
import { Server } from "./server";

test("VLT-1 AIA-7 settings say where the key lies and take the key of a speech service", async ({ page }) => {
  const service = { name: "Words", url: "http://127.0.0.1:1/v1", model: "m" };
  const server = await new Server().start({ engines: [service], voices: [{ ...service, voice: "v" }] });
  await page.goto(`${server.url}/settings`);
  await api(page, "initialize_setup", { code: server.code, organization_name: CLINIC, display_name: ADMIN.name, login: ADMIN.login, password: ADMIN.password, demo: false });
  await page.goto(`${server.url}/settings`);
  await arrived(page);
  await expect(page.getByText("The key lies in the file praxis.key")).toBeVisible();
  await expect(page.getByText("Can be used")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByText("No key")).toHaveCount(2);
  await page.getByRole("button", { name: "Key of Words" }).first().click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("http://127.0.0.1:1");
  await expect(dialog.getByLabel("Key", { exact: true })).toBeFocused();
  await page.keyboard.insertText("two words");
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("It does not look right.");
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel("Key", { exact: true }).fill("sk-canary-of-the-page");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  // The voice is at the same address.
  await expect(page.getByText("Key is set")).toHaveCount(2);
  expect(await page.content()).not.toContain("sk-canary-of-the-page");
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: "test-results/keys-settings.png", fullPage: true });
  await page.getByRole("button", { name: "Key of Words" }).first().click();
  await dialog.getByRole("button", { name: "Remove the key" }).click();
  await expect(page.getByText("No key")).toHaveCount(2);
  await server.remove();
});

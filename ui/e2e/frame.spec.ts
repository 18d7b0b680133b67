import { api, expect, test } from "./fixtures";

test("keys go everywhere, and can be turned off", async ({ clinic, server }) => {
  await clinic.goto(server.url);
  await expect(clinic.getByRole("navigation", { name: "Main" })).toBeVisible();
  for (const [keys, path] of [["g i", "/import"], ["g d", "/admin"], ["g ,", "/settings"], ["g t", "/"]] as const) {
    for (const key of keys.split(" ")) await clinic.keyboard.press(key);
    await expect(clinic).toHaveURL(server.url + path);
  }
  await clinic.keyboard.press("?");
  await expect(clinic.getByRole("dialog")).toContainText("Sign the note");
  await clinic.keyboard.press("Escape");
  await api(clinic, "update_preferences", { preferences: { language: null, theme: "system", single_keys: false } });
  await clinic.reload();
  await expect(clinic.getByRole("navigation", { name: "Main" })).toBeVisible();
  await clinic.keyboard.press("g");
  await clinic.keyboard.press("i");
  await clinic.waitForTimeout(300);
  await expect(clinic).toHaveURL(`${server.url}/`);
  await api(clinic, "update_preferences", { preferences: { language: null, theme: "system", single_keys: true } });
});

test("language and colours change at once and can be taken back", async ({ clinic, server }) => {
  // The other language comes late: what is shown by then must follow it.
  let release = () => {};
  const late = new Promise<void>((done) => (release = done));
  await clinic.route(/\/assets\/pl-[^/]*\.js$/, async (route) => {
    await late;
    await route.continue();
  });
  await clinic.goto(`${server.url}/settings`);
  await clinic.getByText("Polski", { exact: true }).click();
  // Under the pointer it stays, however long the rest takes.
  await clinic.getByRole("button", { name: "Undo" }).hover();
  release();
  await expect(clinic.getByRole("heading", { name: "Ustawienia" })).toBeVisible();
  await expect(clinic.locator("html")).toHaveAttribute("lang", "pl");
  await clinic.getByRole("button", { name: "Cofnij" }).click();
  await expect(clinic.getByRole("heading", { name: "Settings" })).toBeVisible();
  await clinic.getByText("Dark", { exact: true }).click();
  await expect(clinic.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await clinic.getByText("As the computer", { exact: true }).click();
  await expect(clinic.locator("html")).toHaveAttribute("data-mantine-color-scheme", "light");
});

test("a server that is away is said in words, and the page comes back by itself", async ({ clinic, server }) => {
  // Pages come by themselves a moment after the first one.
  const page = clinic.waitForEvent("requestfinished", (request) => /\/assets\/UsersPage-[^/]*\.js$/.test(request.url()));
  await clinic.goto(`${server.url}/settings`);
  await expect(clinic.getByRole("heading", { name: "Settings" })).toBeVisible();
  await page;
  await server.stop();
  await expect(clinic.locator("button[data-status]")).toHaveAttribute("data-status", "unreachable", { timeout: 30_000 });
  await clinic.keyboard.press("g");
  await clinic.keyboard.press("d");
  await expect(clinic.getByText("The server does not answer")).toBeVisible({ timeout: 30_000 });
  expect(await clinic.locator("body").innerText()).not.toMatch(/Failed to fetch|TypeError/);
  await server.start();
  await expect(clinic.locator("button[data-status]")).toHaveAttribute("data-status", "saved", { timeout: 60_000 });
});

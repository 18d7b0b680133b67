import { ADMIN, api, expect, person, test, writtenVisit, type Made } from "./fixtures";

const PASSWORD = "another long pass phrase";

test("ADM-1 roles: what is not allowed is disabled and says who may", async ({ clinic, browser, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Role", "Test"));
  const visit = await writtenVisit(clinic, patient_id);
  await clinic.goto(`${server.url}/admin`);
  await clinic.getByRole("button", { name: "New user" }).click();
  await clinic.getByLabel("Name", { exact: true }).fill("Vera Viewer");
  await clinic.getByLabel("Login").fill("vera");
  await clinic.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await clinic.getByRole("checkbox", { name: "Clinician" }).uncheck();
  await clinic.getByRole("checkbox", { name: "Viewer" }).check();
  await clinic.getByRole("button", { name: "Save", exact: true }).click();
  await expect(clinic.getByText("Vera Viewer")).toBeVisible();

  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(server.url);
  await page.getByLabel("Login").fill("vera");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Admin" })).toHaveCount(0);
  await page.goto(`${server.url}/patients/${patient_id}`);
  const start = page.getByRole("button", { name: "Start visit" }).first();
  await expect(start).toHaveAttribute("aria-disabled", "true");
  // What loads later may push the button away from under a pointer that rests.
  await expect(async () => {
    await page.mouse.move(0, 0);
    await start.hover();
    await expect(page.getByRole("tooltip")).toContainText("Clinician", { timeout: 3000 });
  }).toPass();
  await page.goto(`${server.url}/visits/${visit}`);
  await expect(page.getByText("Rest and fluids.").first()).toBeVisible();
  await expect(page.locator("textarea")).toHaveCount(0);
  await page.goto(`${server.url}/admin/audit`);
  await expect(page.getByText("Your role does not allow this").first()).toBeVisible();
  await context.close();

  await clinic.getByRole("button", { name: "Deactivate Vera Viewer" }).click();
  await expect(clinic.getByRole("button", { name: "Activate Vera Viewer" })).toBeVisible();
});

test("IAM-9 a wrong password is one sentence at its field", async ({ page, server, clinic }) => {
  expect(clinic).toBe(page);
  await page.context().clearCookies();
  await page.goto(server.url);
  await page.getByLabel("Login").fill(ADMIN.login);
  await page.getByLabel("Password", { exact: true }).fill("wrong password 1");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Login or password is wrong.")).toBeVisible();
});

test("the audit log shows who read what, and can be verified", async ({ clinic, server }) => {
  await api(clinic, "create_user", { login: "audited", display_name: "Audited", roles: ["viewer"], password: PASSWORD });
  await clinic.goto(`${server.url}/admin/audit`);
  await expect(clinic.getByRole("row").nth(1)).toContainText(ADMIN.name);
  await clinic.getByRole("button", { name: "Verify the log" }).click();
  await expect(clinic.getByText(/The log is intact/).first()).toBeVisible();
  await clinic.getByLabel("Operation").fill("create_user");
  await expect(clinic.getByRole("row").nth(1)).toContainText("create_user");
  try {
    await api(clinic, "update_preferences", { preferences: { language: "pl", theme: "system", single_keys: true } });
    await clinic.reload();
    await clinic.getByLabel("Operacja").fill("create_user");
    await expect(clinic.getByRole("row").nth(1)).toContainText("create_user utworzenie");
    await expect(clinic.getByRole("row").nth(1)).toContainText("użytkownik");
  } finally {
    await api(clinic, "update_preferences", { preferences: { language: null, theme: "system", single_keys: true } });
  }
});

import { api, arrived, expect, person, TALK, test, violations, writtenVisit, type Made } from "./fixtures";

for (const theme of ["light", "dark"] as const)
  for (const language of ["en", "pl"] as const)
    test(`every route passes axe: ${theme}, ${language}`, async ({ clinic, server }) => {
      test.setTimeout(400_000);
      await api(clinic, "update_preferences", { preferences: { language, theme, single_keys: true } });
      const { patient_id } = await api<Made>(clinic, "create_patient", person("Axe", theme));
      const animal = await api<{ animal: { owner: { owner_id: string } } }>(clinic, "create_patient", { kind: "animal", given_name: "Axel", sex: "male", animal: { species: "dog", owner: { family_name: "Owner", given_name: language } } });
      const written = await writtenVisit(clinic, patient_id);
      const { patient_id: second } = await api<Made>(clinic, "create_patient", person("Axe", "Second"));
      const { visit } = await api<{ visit: { visit_id: string } }>(clinic, "create_visit", { patient_id: second });
      await api(clinic, "import_transcript", { visit_id: visit.visit_id, text: TALK });
      await api(clinic, "generate_soap", { visit_id: visit.visit_id });
      const { patient_id: third } = await api<Made>(clinic, "create_patient", person("Axe", "Third"));
      const { visit: bare } = await api<{ visit: { visit_id: string } }>(clinic, "create_visit", { patient_id: third });
      const pages = ["/", "/patients", "/patients?new=1", `/patients/${patient_id}`, `/patients/${third}`, `/owners/${animal.animal.owner.owner_id}`, `/visits/${written}`, `/visits/${visit.visit_id}`, `/visits/${bare.visit_id}`, "/import", "/admin", "/admin/audit", "/settings", "/settings/models", "/ask", "/nowhere", "/patients/00000000-0000-7000-8000-000000000000"];
      const found: string[] = [];
      for (const path of pages) {
        await clinic.goto(server.url + path);
        await arrived(clinic);
        if (path.endsWith("?new=1")) await expect(clinic.getByRole("dialog")).toBeVisible();
        await expect(clinic.locator("html")).toHaveAttribute("data-mantine-color-scheme", theme);
        await expect(clinic.locator("html")).toHaveAttribute("lang", language);
        found.push(...(await violations(clinic)).map((one) => `${path} ${one}`));
        expect(await clinic.locator("body").innerText()).not.toMatch(/Failed to fetch|TypeError|undefined|\bNaN\b/);
      }
      // The accepted note with evidence, the sign dialog and the palette.
      await clinic.goto(`${server.url}/visits/${visit.visit_id}`);
      await expect(clinic.locator("main [role='group'] button").first()).toBeVisible();
      await clinic.keyboard.press("Control+Enter");
      await expect(clinic.locator("[data-step]:focus")).toBeVisible();
      found.push(...(await violations(clinic)).map((one) => `accepted ${one}`));
      await clinic.keyboard.press("Control+Shift+Enter");
      await expect(clinic.getByRole("dialog")).toBeVisible();
      found.push(...(await violations(clinic)).map((one) => `sign ${one}`));
      await clinic.keyboard.press("Escape");
      await expect(clinic.getByRole("dialog")).toHaveCount(0);
      await clinic.keyboard.press("Control+k");
      await clinic.keyboard.type("axe");
      await expect(clinic.getByRole("option").first()).toBeVisible();
      found.push(...(await violations(clinic)).map((one) => `palette ${one}`));
      await api(clinic, "update_preferences", { preferences: { language: null, theme: "system", single_keys: true } });
      expect(found).toEqual([]);
    });

test("the pages before signing in pass axe", async ({ page, fresh }) => {
  await page.goto(`${fresh.url}/#code=${fresh.code}`);
  await expect(page.getByRole("button", { name: "Open the clinic" })).toBeVisible();
  const setup = await violations(page);
  await api(page, "initialize_setup", { code: fresh.code, organization_name: "A", display_name: "B", login: "carol", password: "correct horse battery staple", demo: false });
  await page.context().clearCookies();
  await page.goto(fresh.url);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  expect([...setup, ...(await violations(page))]).toEqual([]);
});

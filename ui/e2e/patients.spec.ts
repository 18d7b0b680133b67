import { api, expect, person, test, type Made } from "./fixtures";

test("PAT-1 a form that cannot be accepted names its fields", async ({ clinic, server }) => {
  await clinic.goto(`${server.url}/patients?new=1`);
  await clinic.getByRole("button", { name: "Save", exact: true }).click();
  await expect(clinic.getByText("Please fill this in.")).toBeVisible();
  await clinic.getByLabel("Family name").fill("Future");
  await clinic.getByLabel("Given name").fill("Born");
  await clinic.getByLabel("Birth date").fill("2199-01-01");
  await clinic.getByRole("button", { name: "Save", exact: true }).click();
  await expect(clinic.getByText("This day has not come yet.")).toBeVisible();
});

test("PAT-4 two people change the same patient: both values are shown, field by field", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", { ...person("Conflict", "Case"), phone: "100" });
  await clinic.goto(`${server.url}/patients/${patient_id}`);
  await clinic.getByRole("button", { name: "Edit" }).click();
  await clinic.getByLabel("Telephone").fill("200");
  await api(clinic, "update_patient", { patient_id, version: 1, patient: { ...person("Conflict", "Case"), phone: "300", mrn: (await api<{ mrn: string }>(clinic, "get_patient", { patient_id })).mrn } });
  await clinic.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = clinic.getByRole("dialog");
  await expect(dialog).toContainText("200");
  await expect(dialog).toContainText("300");
  await dialog.getByRole("button", { name: "Save the chosen ones" }).click();
  await expect(clinic.getByText("200")).toBeVisible();
});

test("PAT-6 a number that is taken leads to the patient who has it", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", { ...person("First", "Come"), mrn: "TAKEN-1" });
  await clinic.goto(`${server.url}/patients?new=1`);
  await clinic.getByLabel("Family name").fill("Second");
  await clinic.getByLabel("Given name").fill("Served");
  await clinic.getByLabel("Record number").fill("TAKEN-1");
  await clinic.getByRole("button", { name: "Save", exact: true }).click();
  await clinic.getByRole("link", { name: /This number is taken/ }).click();
  await expect(clinic).toHaveURL(new RegExp(patient_id));
});

test("PAT-7 PAT-9 an animal is found by its owner, and the owner shows all of theirs", async ({ clinic, server }) => {
  const burek = { kind: "animal", given_name: "Burek", sex: "male", animal: { species: "dog", owner: { family_name: "Kowalski", given_name: "Jan" } } };
  const made = await api<{ animal: { owner: { owner_id: string } } }>(clinic, "create_patient", burek);
  const { owner_id } = made.animal.owner;
  for (const given_name of ["Azor", "Mruczek"]) await api(clinic, "create_patient", { kind: "animal", given_name, sex: "male", animal: { species: "cat", owner_id } });
  await clinic.goto(`${server.url}/patients`);
  await clinic.getByRole("searchbox").fill("kow bur");
  // The rows of before the search stay in sight until its answer is there.
  await expect(clinic.getByRole("grid")).toHaveAttribute("aria-rowcount", "2");
  await clinic.getByRole("row", { name: /Burek \(Kowalski\)/ }).click();
  await expect(clinic.getByLabel("Patient", { exact: true })).toContainText("dog");
  await clinic.getByRole("link", { name: "Jan Kowalski" }).click();
  await expect(clinic.getByRole("heading", { name: "3 animals" })).toBeVisible();
});

test("PAT-11 the strip is on every page of the patient and says what is not known", async ({ clinic, server }) => {
  const { patient_id } = await api<Made>(clinic, "create_patient", person("Strip", "Always"));
  await clinic.goto(`${server.url}/patients/${patient_id}`);
  const strip = clinic.getByLabel("Patient", { exact: true });
  for (const text of ["Strip Always", "born 13 Apr 1979", "Female", "Allergies: not recorded"]) await expect(strip).toContainText(text);
  await clinic.keyboard.press("v");
  await expect(clinic).toHaveURL(/visits/);
  await expect(strip).toContainText("Strip Always");
});

test("PAT-3 the list keeps few rows in the page, says how many there are, and follows the keys", async ({ clinic, server }) => {
  for (let n = 0; n < 90; n += 1) await api(clinic, "create_patient", person(`Row${String(n).padStart(3, "0")}`, "List"));
  await clinic.goto(`${server.url}/patients`);
  const grid = clinic.getByRole("grid");
  await expect(grid.getByRole("row").nth(3)).toBeVisible();
  const total = Number(await grid.getAttribute("aria-rowcount"));
  expect(total).toBeGreaterThan(90);
  expect(await grid.getByRole("row").count()).toBeLessThanOrEqual(60);
  await clinic.keyboard.press("Escape");
  await clinic.keyboard.press("End");
  await expect(grid.locator(`[aria-rowindex='${total}']`)).toHaveAttribute("aria-selected", "true");
  await clinic.keyboard.press("Home");
  await clinic.keyboard.press("j");
  await expect(grid.locator("[aria-rowindex='3']")).toHaveAttribute("aria-selected", "true");
  await clinic.keyboard.press("Enter");
  await expect(clinic).toHaveURL(/patients\/.+/);
});

import { api, expect, test } from "./fixtures";

const HEAD = "mrn,family_name,given_name,birth_date,sex,phone";
const row = (n: number) => `IMP-${n},Import${n},Ewa,1980-05-17,female,+48 600 000 ${100 + n}`;

test("PAT-13 a file with three bad lines brings the rest in and names the three", async ({ clinic, server }) => {
  const lines = [HEAD, row(1), row(2), "IMP-3,Bad,Date,tomorrow,female,1", row(4), "IMP-5,,,1980-01-01,female,2", row(6), "IMP-7,Bad,Sex,1980-01-01,purple,3"];
  await clinic.goto(`${server.url}/import`);
  const chooser = clinic.waitForEvent("filechooser");
  await clinic.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles({ name: "patients.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\n")) });
  const issues = clinic.getByRole("region", { name: "Lines that could not be read" });
  await expect(issues.getByRole("row")).toHaveCount(4, { timeout: 60_000 });
  for (const line of ["4", "6", "8"]) await expect(issues.getByRole("cell", { name: line, exact: true })).toBeVisible();
  await expect(clinic.locator("dl div").filter({ hasText: "New" }).locator("dd")).toHaveText("4");
  await expect(issues.getByRole("cell", { name: "The birth date is not a date." })).toBeVisible();
  await api(clinic, "update_preferences", { preferences: { language: "pl", theme: "system", single_keys: true } });
  await clinic.reload();
  const problems = clinic.getByRole("region", { name: "Wiersze, których nie udało się odczytać" });
  await expect(problems.getByRole("cell", { name: "Ma niewłaściwą postać." })).toHaveCount(2);
  await expect(problems.getByRole("cell", { name: "Uzupełnij to pole." })).toHaveCount(1);
  await api(clinic, "update_preferences", { preferences: { language: null, theme: "system", single_keys: true } });
  await clinic.goto(`${server.url}/patients`);
  await clinic.getByRole("searchbox").fill("Import6");
  await expect(clinic.getByRole("row", { name: /Import6 Ewa/ })).toBeVisible();
});

test("PAT-13 a bundle brings its patients in and says what it left alone", async ({ clinic, server }) => {
  const patient = { resourceType: "Patient", id: "p1", identifier: [{ value: "FHIR-1" }], name: [{ family: "Bundle", given: ["Adam"] }], gender: "male", birthDate: "1970-01-02" };
  const bundle = { resourceType: "Bundle", type: "collection", entry: [{ resource: patient }, { resource: { resourceType: "Observation", id: "o1", status: "final", code: {} } }] };
  await clinic.goto(`${server.url}/import`);
  const chooser = clinic.waitForEvent("filechooser");
  await clinic.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles({ name: "bundle.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(bundle)) });
  await expect(clinic.getByText("Observation (1)")).toBeVisible({ timeout: 60_000 });
});

test("a file of another kind is refused in words", async ({ clinic, server }) => {
  await clinic.goto(`${server.url}/import`);
  const chooser = clinic.waitForEvent("filechooser");
  await clinic.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles({ name: "scan.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF") });
  await expect(clinic.getByText("This is not a .csv, .json or .ndjson file.")).toBeVisible();
});

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { ADMIN, api, arrived, CLINIC, expect, person, test, violations, type Made } from "./fixtures";
import { Server } from "./server";
import { RATE, wavFile } from "./wav";

type Recording = { recording_id: string; status: string; source: string; name: string; duration_ms: number };

/** Twelve seconds of a rising tone. */
function talk(): Buffer {
  const samples = new Int16Array(RATE * 12);
  for (let at = 0; at < samples.length; at += 1) samples[at] = Math.round(12_000 * Math.sin((at / RATE) * (200 + at / 500)));
  return Buffer.from(samples.buffer);
}

async function visitOf(page: Page, name: string): Promise<string> {
  const { patient_id } = await api<Made>(page, "create_patient", person("Filed", name));
  const { visit } = await api<{ visit: { visit_id: string } }>(page, "create_visit", { patient_id });
  return visit.visit_id;
}

const items = async (page: Page, visit_id: string) => (await api<{ items: Recording[] }>(page, "list_visit_recordings", { visit_id })).items;

test("AUD-1 AUD-6 a sound file becomes a recording by the keyboard alone, and is saved again as it was", async ({ clinic, server }) => {
  const data = talk();
  const path = wavFile("rozmowa.wav", data);
  const visit_id = await visitOf(clinic, "Keys");
  await clinic.goto(`${server.url}/visits/${visit_id}`);
  await arrived(clinic);
  expect(await violations(clinic)).toEqual([]);
  // Listened for in good time, because the browser is told apart from the page.
  const chooser = clinic.waitForEvent("filechooser");
  const choose = clinic.getByRole("button", { name: "Bring in a sound file" });
  await clinic.getByRole("button", { name: /^Record/ }).focus();
  for (let presses = 0; presses < 6 && !(await choose.evaluate((one) => one === document.activeElement)); presses += 1) await clinic.keyboard.press("Tab");
  await expect(choose).toBeFocused();
  await clinic.keyboard.press("Enter");
  await (await chooser).setFiles(path);
  // The patient is asked first.
  await expect(clinic.getByRole("button", { name: "Agrees" })).toBeFocused();
  expect(await items(clinic, visit_id)).toEqual([]);
  await clinic.keyboard.press("2");
  await expect.poll(async () => (await items(clinic, visit_id))[0]?.status, { timeout: 30_000 }).toBe("stopped");
  const [recording] = await items(clinic, visit_id);
  expect(recording).toMatchObject({ source: "file", name: "rozmowa.wav", duration_ms: 12_000 });
  const listed = clinic.getByRole("list", { name: "Recordings of this visit" }).getByRole("listitem").first();
  await expect(listed).toContainText("rozmowa.wav");
  await expect(listed).toContainText("0:12");
  expect(await violations(clinic)).toEqual([]);

  const saved = clinic.waitForEvent("download");
  await listed.getByRole("button", { name: "Save as WAV" }).focus();
  await clinic.keyboard.press("Enter");
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/^recording-\d{4}-\d\d-\d\d\.wav$/);
  expect(readFileSync(await download.path()).equals(readFileSync(path))).toBe(true);

  // The browser's own player seeks by ranges.
  const heard = await clinic.evaluate(async (address) => {
    const audio = new Audio(address);
    await new Promise((loaded) => audio.addEventListener("loadedmetadata", loaded));
    audio.currentTime = 9.5;
    await new Promise((sought) => audio.addEventListener("seeked", sought));
    return [audio.duration, audio.currentTime];
  }, `/v1/scribe/recordings/${recording?.recording_id}/audio`);
  expect(heard).toEqual([12, 9.5]);
});

test("AUD-1 what is no sound is refused in words, and a dropped file is taken", async ({ clinic, server }) => {
  const visit_id = await visitOf(clinic, "Drop");
  await api(clinic, "record_consent", { patient_id: (await api<{ visit: Made }>(clinic, "get_visit", { visit_id })).visit.patient_id, purpose: "recording", decision: "given" });
  await clinic.goto(`${server.url}/visits/${visit_id}`);
  await arrived(clinic);
  const drop = async (name: string, bytes: Buffer) => {
    const files = await clinic.evaluateHandle(
      ([name, base64]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
        return transfer;
      },
      [name, bytes.toString("base64")] as const,
    );
    await clinic.getByRole("button", { name: "Bring in a sound file" }).dispatchEvent("drop", { dataTransfer: files });
  };
  await drop("letter.pdf", Buffer.from("%PDF-1.7 is no sound"));
  await expect(clinic.getByRole("alert").filter({ hasText: "letter.pdf was not brought in, and nothing of it was kept. This format is not known here." })).toBeVisible();
  expect(await items(clinic, visit_id)).toEqual([]);
  await drop("talk.wav", readFileSync(wavFile("talk.wav", talk())));
  await expect.poll(async () => (await items(clinic, visit_id))[0]?.status, { timeout: 30_000 }).toBe("stopped");
});

test("AUD-7 how long sound is kept is set, and cleaning up tells what it removed", async ({ clinic, server }) => {
  await clinic.goto(`${server.url}/settings`);
  await arrived(clinic);
  const days = clinic.getByRole("combobox", { name: "Keep the sound" });
  await expect(days).toHaveValue("");
  await expect(clinic.getByRole("button", { name: "Clean up now" })).toHaveCount(0);
  await days.selectOption("30");
  await expect.poll(async () => (await api<{ days: number | null }>(clinic, "get_retention")).days).toBe(30);
  await clinic.getByRole("button", { name: "Clean up now" }).focus();
  await clinic.keyboard.press("Enter");
  await expect(clinic.getByText("Nothing was to be removed.")).toBeVisible();
  expect(await violations(clinic)).toEqual([]);
  await clinic.getByRole("button", { name: "Undo" }).click();
  await expect(days).toHaveValue("");
});

test("AUD-1 a file of nobody's visit is said to have come, and where it waits", async ({ clinic, server }) => {
  await visitOf(clinic, "Somebody");
  await clinic.goto(server.url);
  await arrived(clinic);
  await clinic.getByRole("button", { name: "Bring in a sound file" }).click();
  const dialog = clinic.getByRole("dialog");
  const chooser = clinic.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: "Bring in a sound file" }).click();
  await (await chooser).setFiles(wavFile("nobody.wav", talk()));
  await expect(dialog).toContainText("What was in the file waits on Today now.", { timeout: 30_000 });
});

/** A server of its own with one speech engine, and a file that was brought in for a visit; what is listed of it. */
async function brought(page: Page, server: Server, engine: { name: string; command: string[] }, file: string): Promise<Locator> {
  await server.start({ engines: [engine] });
  await page.goto(`${server.url}/settings`);
  await api(page, "initialize_setup", { code: server.code, organization_name: CLINIC, display_name: ADMIN.name, login: ADMIN.login, password: ADMIN.password, demo: false });
  const visit_id = await visitOf(page, "Brought");
  await page.goto(`${server.url}/visits/${visit_id}`);
  await arrived(page);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Bring in a sound file" }).click();
  await (await chooser).setFiles(file);
  await page.getByRole("button", { name: /^Agrees/ }).click();
  return page.getByRole("list", { name: /^(Recordings of this visit|Nagrania tej wizyty)$/ }).getByRole("listitem").first();
}

const VOICES = resolve("../core/audio/tests/data/speech.flac");

test("AUD-3 a recording in which nothing was heard does not pass for one that has its words", async ({ page }) => {
  const server = new Server();
  try {
    const listed = await brought(page, server, { name: "Deaf", command: ["true"] }, wavFile("silent.wav", Buffer.alloc(RATE * 2 * 3)));
    await expect(listed).toContainText("No words were heard in it", { timeout: 60_000 });
    await expect(listed).not.toContainText("Turned into words");
  } finally {
    await server.remove();
  }
});

test("AUD-9 why there are no words is said in the reader's language", async ({ page }) => {
  const server = new Server();
  try {
    const listed = await brought(page, server, { name: "Mowa", command: ["false"] }, VOICES);
    await expect(listed).toContainText("Mowa: It ended with an error.", { timeout: 60_000 });
    await api(page, "update_preferences", { preferences: { language: "pl", theme: "system", single_keys: true } });
    await page.reload();
    await expect(listed).toContainText("Nie udało się użyć żadnego silnika mowy. Mowa: Zakończył się błędem.");
    await page.getByRole("button", { name: /^W toku:/ }).click();
    await expect(page.getByRole("dialog")).toContainText("Mowa: Zakończył się błędem.");
    await expect(page.getByText("engine")).toHaveCount(0);
  } finally {
    await server.remove();
  }
});

test("VLT-1 work that waits for the keys says so, in the list and in the tray", async ({ page }) => {
  const server = new Server();
  try {
    const listed = await brought(page, server, { name: "Slow", command: ["sleep", "600"] }, VOICES);
    await expect(listed).toContainText("Turning into words", { timeout: 60_000 });
    await page.route("**/v1/keys", (route) => route.fulfill({ json: { location: "passphrase_file", fault: "locked", key_id: null, missing: [] } }));
    await page.reload();
    await page.getByRole("button", { name: "Later" }).click();
    const why = "Waits until somebody enters the passphrase of the keys.";
    await expect(listed).toContainText(why);
    await expect(listed).not.toContainText("%");
    await page.getByRole("button", { name: /^Work in progress/ }).click();
    await expect(page.getByRole("dialog")).toContainText(why);
    expect(await violations(page)).toEqual([]);
    await page.unroute("**/v1/keys");
    await page.reload();
    await expect(listed).toContainText("Turning into words");
    await expect(listed).not.toContainText(why);
  } finally {
    await server.remove();
  }
});

import type { Locator, Page } from "@playwright/test";
import { api, arrived, expect, test, violations } from "./fixtures";
import { chromium } from "./chromium";
import { chip, listed, record, shown, state, stopped, visitOf, type Recording } from "./recorder";
import { stepsOf, toneFile } from "./tones";

test.use({
  launchOptions: chromium("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-audio-capture=${toneFile()}%noloop`),
});

type Mark = { at_ms: number; kind: string };

const marksOf = async (page: Page, recording_id: string) => (await api<{ marks: Mark[] }>(page, "get_recording", { recording_id })).marks;

/** All of the sound, as the server answers it. */
async function heard(page: Page, { recording_id, duration_ms }: Recording): Promise<Int16Array> {
  const pieces: Buffer[] = [];
  for (let from_ms = 0; from_ms < duration_ms; from_ms += 10_000) {
    const { data } = await api<{ data: string }>(page, "get_recording_sound", { recording_id, from_ms, to_ms: from_ms + 10_000 });
    pieces.push(Buffer.from(data, "base64"));
  }
  const bytes = Uint8Array.from(Buffer.concat(pieces));
  return new Int16Array(bytes.buffer, 0, Math.floor(bytes.length / 2));
}

/** Every step of the tone follows the one before: nothing is lost, doubled or moved. */
function expectWhole(steps: number[]): void {
  expect(steps.length).toBeGreaterThan(4);
  expect(steps).toEqual(steps.map((_, at) => (steps[0] ?? 0) + at));
  expect(steps[0]).toBeGreaterThanOrEqual(0);
}

/** It was cut off once: the sound before and behind the gap is whole. */
async function expectContinued(page: Page, recording: Recording): Promise<void> {
  const marks = await marksOf(page, recording.recording_id);
  expect([recording.missing, ...marks.map((mark) => mark.kind)]).toEqual([0, "gap"]);
  const sound = await heard(page, recording);
  const gap = (marks[0]?.at_ms ?? 0) * 16;
  expectWhole(stepsOf(sound, 0, gap));
  expectWhole(stepsOf(sound, gap));
}

test("AUD-2 consent, record, pause, go on, mark, stop: the server has every sample of what was heard", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Whole");
  await record(clinic, server.url, visit_id);
  await expect(state(clinic, "Recording")).toHaveAccessibleName("Recording: Recorded Whole");
  await shown(clinic, "0:04");
  await clinic.keyboard.press("F9");
  await expect(state(clinic, "Paused")).toBeVisible();
  const at = await chip(clinic).getByText(/^\d+:\d\d$/).innerText();
  await clinic.waitForTimeout(1500);
  await expect(chip(clinic).getByText(at, { exact: true })).toBeVisible();
  await clinic.keyboard.press("F9");
  await shown(clinic, "0:07");
  await clinic.keyboard.press("Shift+F2");
  await clinic.keyboard.press("Shift+F9");
  await expect(chip(clinic)).toHaveCount(0);
  const recording = await stopped(clinic, visit_id);
  expect(recording.missing).toBe(0);
  expect(recording.duration_ms).toBeGreaterThan(6500);
  const marks = await marksOf(clinic, recording.recording_id);
  expect(marks.map((mark) => mark.kind)).toEqual(["paused", "resumed", "marker"]);
  const { consent, may_record } = await listed(clinic, visit_id);
  expect([consent?.decision, may_record]).toEqual(["given", true]);

  const sound = await heard(clinic, recording);
  const pause = (marks[0]?.at_ms ?? 0) * 16;
  const before = stepsOf(sound, 0, pause);
  const after = stepsOf(sound, pause);
  expectWhole(before);
  expectWhole(after);
  // What was said in the pause is not there.
  expect((after[0] ?? 0) - (before.at(-1) ?? 0)).toBeGreaterThan(5);
  await expect(clinic.getByRole("list", { name: "Recordings of this visit" }).getByRole("listitem").first()).toContainText("Dr Anna Lis");
  // The patient has agreed: nobody asks before the next one.
  await expect(clinic.getByRole("button", { name: /^Record/ })).toBeVisible();
  await expect(clinic.getByText(/^Tell the patient first/)).toHaveCount(0);
});

test("AUD-2 the server goes away in the middle: what was said meanwhile arrives, in order", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Offline");
  await record(clinic, server.url, visit_id);
  await shown(clinic, "0:02");
  await clinic.context().setOffline(true);
  await expect(chip(clinic).getByText(/[4-9] s not sent yet/)).toBeVisible();
  await expect(clinic.getByRole("banner").locator("[data-status='retrying']")).toBeVisible();
  await clinic.context().setOffline(false);
  await expect(chip(clinic).getByText(/not sent yet/)).toHaveCount(0);
  await clinic.keyboard.press("Shift+F9");
  const recording = await stopped(clinic, visit_id);
  expect(recording.missing).toBe(0);
  expectWhole(stepsOf(await heard(clinic, recording)));
  await expect(clinic.getByRole("banner").locator("[data-status='saved']")).toBeVisible();
});

test("AUD-2 the server is killed in the middle: nothing that it had or had not yet is lost", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Killed");
  await record(clinic, server.url, visit_id);
  await shown(clinic, "0:02");
  await server.stop("SIGKILL");
  await shown(clinic, "0:06");
  await server.start();
  await clinic.keyboard.press("Shift+F9");
  const recording = await stopped(clinic, visit_id);
  expect(recording.missing).toBe(0);
  expect(recording.duration_ms).toBeGreaterThan(6000);
  expectWhole(stepsOf(await heard(clinic, recording)));
});

test("AUD-2 a recording begins while the server is away", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Begin");
  await clinic.goto(`${server.url}/visits/${visit_id}`);
  await arrived(clinic);
  await expect(clinic.getByRole("button", { name: /^Record/ })).toBeVisible();
  // The parts of the program that are needed have come; calls to the server fail.
  await clinic.route("**/v1/**", (route) => route.abort());
  await clinic.keyboard.press("F9");
  await expect(clinic.getByRole("button", { name: "Agrees" })).toBeFocused();
  await clinic.keyboard.press("2");
  await shown(clinic, "0:03");
  await clinic.keyboard.press("Shift+F9");
  await expect(clinic.getByRole("banner").getByText(/not sent yet/)).toBeVisible();
  await clinic.unroute("**/v1/**");
  const recording = await stopped(clinic, visit_id);
  expect((await listed(clinic, visit_id)).consent?.decision).toBe("this_visit");
  expect(recording.missing).toBe(0);
  expectWhole(stepsOf(await heard(clinic, recording)));
});

test("AUD-2 the window closes in the middle: the next one sends the rest, shows it as recovered, and goes on with it", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Closed");
  await record(clinic, server.url, visit_id);
  await shown(clinic, "0:02");
  await clinic.route("**/segments", (route) => route.abort());
  await shown(clinic, "0:06");
  await clinic.close();

  const page = await clinic.context().newPage();
  await page.goto(server.url);
  await expect(page.getByText(/^Recovered: Recorded Closed, .* 0:0[56] of sound/)).toBeVisible();
  const [recovered] = (await listed(page, visit_id)).items;
  expect(recovered).toMatchObject({ status: "running", missing: 0 });
  // At most the second that was being cut is gone.
  expect(recovered?.duration_ms).toBeGreaterThanOrEqual(5000);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(state(page, "Recording")).toBeVisible();
  await expect(page.getByText(/^Recovered:/)).toHaveCount(0);
  await expect(chip(page).getByRole("link", { name: "Recorded Closed" })).toBeVisible();
  await shown(page, "0:09");
  await page.keyboard.press("Shift+F9");
  await expectContinued(page, await stopped(page, visit_id));
});

test("AUD-2 the page is loaded anew in the middle: it says at once that the recording was cut off, and F9 goes on with it", async ({ clinic, server, keyboard }) => {
  const { visit_id } = await visitOf(clinic, "Reloaded");
  // The server is slow: what it does not have yet waits here.
  await clinic.route("**/segments", (route) => setTimeout(() => void route.continue().catch(() => undefined), 2000));
  await record(clinic, server.url, visit_id);
  await shown(clinic, "0:06");
  await clinic.reload();
  const row = clinic.getByRole("list", { name: "Recordings of this visit" }).getByRole("listitem");
  await expect(row.getByText("Interrupted", { exact: true })).toBeVisible({ timeout: 8000 });
  await expect(row.getByRole("button", { name: "Finish" })).toBeVisible();
  await expect(row.getByRole("button", { name: "Continue" })).toHaveAttribute("aria-keyshortcuts", "F9");
  await expect(clinic.getByRole("button", { name: /^Record/ })).toHaveCount(0);
  // The server does not know it yet.
  expect((await listed(clinic, visit_id)).items[0]).toMatchObject({ status: "running", interrupted: false });
  await keyboard.press("F9");
  await expect(state(clinic, "Recording")).toBeVisible();
  await clinic.unroute("**/segments");
  await shown(clinic, "0:09");
  await keyboard.press("Shift+F9");
  await expectContinued(clinic, await stopped(clinic, visit_id));
  expect((await listed(clinic, visit_id)).items).toHaveLength(1);
});

test("AUD-2 another tab does not offer as cut off what the first one records or pauses, until that one is closed", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Tabs");
  await record(clinic, server.url, visit_id);
  await shown(clinic, "0:02");
  const other = await clinic.context().newPage();
  await other.goto(`${server.url}/visits/${visit_id}`);
  const row = other.getByRole("list", { name: "Recordings of this visit" }).getByRole("listitem");
  const offered = row.getByRole("button", { name: "Continue" });
  await expect(row.getByText("Being recorded")).toBeVisible();
  await shown(clinic, "0:06");
  await expect(offered).toHaveCount(0);
  await clinic.keyboard.press("F9");
  await expect(row.getByText("Paused", { exact: true })).toBeVisible();
  // To the server, a long pause looks as if nobody were there.
  await expect.poll(async () => (await listed(other, visit_id)).items[0]?.interrupted, { timeout: 40_000 }).toBe(true);
  await other.reload();
  await expect(row.getByText("Paused", { exact: true })).toBeVisible();
  await other.waitForTimeout(1500);
  await expect(offered).toHaveCount(0);
  await clinic.close();
  await expect(offered).toBeVisible();
  // The same talk goes on from wherever the key is pressed.
  await other.goto(server.url);
  await expect(other.getByText(/^Recovered: Recorded Tabs/)).toBeVisible();
  await other.keyboard.press("F9");
  await expect(state(other, "Recording")).toHaveAccessibleName("Recording: Recorded Tabs");
  await other.keyboard.press("Shift+F9");
  expect((await stopped(other, visit_id)).missing).toBe(0);
});

test("AUD-2 a patient who refuses is not recorded: one key, and the note is typed", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Refused");
  await clinic.goto(`${server.url}/visits/${visit_id}`);
  await arrived(clinic);
  await clinic.keyboard.press("F9");
  await expect(clinic.getByRole("group", { name: "Does Recorded Refused agree to being recorded?" })).toBeVisible();
  await clinic.keyboard.press("3");
  await expect(clinic.locator("textarea[id^='line-']")).toBeFocused();
  await clinic.keyboard.type("Cough for a week.");
  await expect(chip(clinic)).toHaveCount(0);
  await expect.poll(async () => (await listed(clinic, visit_id)).consent?.decision).toBe("refused");
  expect((await listed(clinic, visit_id)).items).toEqual([]);
  await expect(clinic.getByText("The patient refused to be recorded.", { exact: false })).toBeVisible();
  // Asking once more is possible, and shows the latest answer.
  await clinic.keyboard.press("F9");
  await expect(clinic.getByText(/Latest answer: refused/)).toBeVisible();
  await clinic.keyboard.press("Escape");
  await expect(clinic.getByRole("button", { name: "Agrees" })).toHaveCount(0);
  await expect(clinic.locator("textarea[id^='line-']")).toBeFocused();
});

test("AUD-2 a patient who thinks otherwise in the middle ends the recording", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Otherwise");
  await record(clinic, server.url, visit_id);
  await shown(clinic, "0:02");
  await clinic.getByRole("button", { name: "Another answer" }).click();
  await expect(clinic.getByRole("button", { name: "Agrees" })).toBeFocused();
  await clinic.keyboard.press("3");
  await expect(chip(clinic)).toHaveCount(0);
  await stopped(clinic, visit_id);
  await expect.poll(async () => (await listed(clinic, visit_id)).may_record).toBe(false);
});

test("AUD-2 a microphone that is not allowed is said in words, with other ways on", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Denied");
  await clinic.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
  });
  await clinic.goto(`${server.url}/visits/${visit_id}`);
  await arrived(clinic);
  await clinic.keyboard.press("F9");
  await expect(clinic.getByRole("button", { name: "Agrees" })).toBeFocused();
  await clinic.keyboard.press("1");
  await expect(clinic.getByRole("alert").filter({ hasText: "The microphone is not allowed" })).toContainText("press F9 again");
  await expect(clinic.getByLabel("Paste the conversation")).toBeVisible();
  await expect(chip(clinic)).toHaveCount(0);
  expect((await listed(clinic, visit_id)).items).toEqual([]);
});

test("AUD-2 silence is told after eight seconds, with the microphones to choose from", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Silent");
  await clinic.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => new AudioContext().createMediaStreamDestination().stream;
  });
  await record(clinic, server.url, visit_id);
  const note = clinic.getByRole("alert").filter({ hasText: "I hear nothing" });
  await shown(clinic, "0:05");
  await expect(note).toHaveCount(0);
  await expect(note).toBeVisible();
  expect(await violations(clinic)).toEqual([]);
  await clinic.keyboard.press("Shift+F9");
  await expect(note).toHaveCount(0);
  expect((await stopped(clinic, visit_id)).duration_ms).toBeGreaterThan(7900);
});

test("AUD-2 two windows: one records, the other says so and leaves it alone", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Windows");
  await record(clinic, server.url, visit_id);
  await shown(clinic, "0:02");
  const other = await clinic.context().newPage();
  await other.goto(server.url);
  await arrived(other);
  await other.keyboard.press("F9");
  await expect(other.getByText("Another window is recording").first()).toBeVisible();
  await expect(chip(other)).toHaveCount(0);
  await expect(other.getByText(/^Recovered/)).toHaveCount(0);
  await other.close();
  await clinic.keyboard.press("Shift+F9");
  const recording = await stopped(clinic, visit_id);
  expect(recording.missing).toBe(0);
  expectWhole(stepsOf(await heard(clinic, recording)));
});

test("AUD-2 the chip fits every window, and keeps its marks in forced colours", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Narrow-Chip-With-A-Long-Name");
  await record(clinic, server.url, visit_id);
  await clinic.route("**/segments", (route) => route.abort());
  await expect(chip(clinic).getByText(/[4-9] s not sent yet/)).toBeVisible();
  for (const [width, height] of [[1360, 860], [1000, 700], [680, 430], [320, 640]] as const) {
    await clinic.setViewportSize({ width, height });
    await expect(chip(clinic).getByRole("button", { name: "Stop" })).toBeInViewport();
    const over = await clinic.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect([width, over <= 0]).toEqual([width, true]);
  }
  await clinic.emulateMedia({ forcedColors: "active" });
  const style = () => chip(clinic).evaluate((element) => getComputedStyle(element).borderTopStyle);
  expect(await style()).toBe("solid");
  await clinic.keyboard.press("F9");
  await expect(state(clinic, "Paused")).toBeVisible();
  expect(await style()).toBe("dashed");
  await clinic.unroute("**/segments");
  await clinic.keyboard.press("Shift+F9");
  await stopped(clinic, visit_id);
});

test("AUD-2 who signs out while it is recorded is asked first", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Leaving");
  await record(clinic, server.url, visit_id);
  await clinic.getByRole("button", { name: /account/ }).click();
  await clinic.getByRole("menuitem", { name: "Sign out" }).click();
  const dialog = clinic.getByRole("dialog", { name: "Sign out" });
  await expect(dialog).toContainText("A recording is going on.");
  await dialog.getByRole("button", { name: "Back" }).click();
  await expect(state(clinic, "Recording")).toBeVisible();
  await clinic.keyboard.press("Shift+F9");
  await stopped(clinic, visit_id);
});

test("AUD-2 never for the wrong patient: another visit asks before it stops the first", async ({ clinic, server }) => {
  const first = await visitOf(clinic, "First");
  const second = await visitOf(clinic, "Second");
  await record(clinic, server.url, first.visit_id);
  await clinic.keyboard.press("Control+k");
  await clinic.keyboard.type("Recorded Second");
  await clinic.keyboard.press("Enter");
  await expect(clinic).toHaveTitle(/^Recorded Second/);
  await expect(state(clinic, "Recording")).toHaveAccessibleName("Recording: Recorded First");
  await clinic.getByRole("link", { name: /\d\d:\d\d/ }).first().click();
  await expect(clinic).toHaveURL(new RegExp(second.visit_id));
  await arrived(clinic);
  await clinic.keyboard.press("F9");
  const dialog = clinic.getByRole("dialog", { name: "Another patient is being recorded" });
  await expect(dialog).toContainText("Recorded Second");
  await expect(dialog).toContainText("Recorded First");
  await dialog.getByRole("button", { name: "Keep that recording going" }).click();
  await expect(state(clinic, "Recording")).toHaveAccessibleName("Recording: Recorded First");
  await clinic.keyboard.press("F9");
  await dialog.getByRole("button", { name: "Stop it and record here" }).click();
  await expect(clinic.getByRole("group", { name: /Does Recorded Second agree/ })).toBeVisible();
  await clinic.keyboard.press("1");
  await expect(state(clinic, "Recording")).toHaveAccessibleName("Recording: Recorded Second");
  expect((await stopped(clinic, first.visit_id)).missing).toBe(0);
  await chip(clinic).getByRole("button", { name: "Stop" }).click();
  await stopped(clinic, second.visit_id);
});

test("AUD-11 a capture without a patient waits on Today, is attached to a visit, and another is discarded", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Attached");
  await clinic.goto(server.url);
  await arrived(clinic);
  for (let count = 0; count < 2; count += 1) {
    await clinic.keyboard.press("F9");
    await expect(state(clinic, "Recording")).toHaveAccessibleName("Recording: without a patient");
    await shown(clinic, "0:02");
    await clinic.keyboard.press("Shift+F9");
    await expect(clinic.getByText(/^Recording without a patient/)).toHaveCount(count + 1);
  }
  const rows = clinic.getByRole("listitem").filter({ hasText: "Recording without a patient" });
  await rows.first().getByRole("button", { name: "Discard" }).click();
  await clinic.getByRole("dialog", { name: "Discard" }).getByRole("button", { name: "Discard" }).click();
  await expect(rows).toHaveCount(1);
  await rows.getByRole("button", { name: "Attach to a patient" }).click();
  const dialog = clinic.getByRole("dialog", { name: "Attach a recording" });
  await dialog.getByLabel("Whose recording is it?").fill("Recorded Attached");
  await dialog.getByRole("button", { name: /^Recorded Attached/ }).click();
  await dialog.getByRole("list", { name: "Open visits" }).getByRole("button").click();
  await expect(dialog).toContainText("Does Recorded Attached agree to being recorded?");
  await dialog.getByRole("button", { name: "Agrees" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(clinic.getByText("Sound that waits for you")).toHaveCount(0);
  const { items } = await listed(clinic, visit_id);
  expect(items).toHaveLength(1);
  expectWhole(stepsOf(await heard(clinic, items[0] as Recording)));
});

test("AUD-6 by keyboard alone: record, listen, seek, discard", async ({ clinic, server, keyboard }) => {
  const { visit_id } = await visitOf(clinic, "Keys");
  await clinic.goto(`${server.url}/visits/${visit_id}`);
  await arrived(clinic);
  await keyboard.press("F9");
  await expect(clinic.getByRole("button", { name: "Agrees" })).toBeFocused();
  await keyboard.press("Enter");
  await shown(clinic, "0:03");
  await keyboard.press("Shift+F2");
  await shown(clinic, "0:12");
  await keyboard.press("Shift+F9");
  await stopped(clinic, visit_id);
  const slider = clinic.getByRole("slider", { name: "Place in the recording" });
  await expect(slider).toHaveAttribute("aria-valuemax", /1[12]/);
  const tabTo = async (target: Locator) => {
    for (let left = 60; left > 0 && !(await target.evaluate((element) => element === document.activeElement)); left -= 1) await keyboard.press("Tab");
    await expect(target).toBeFocused();
  };
  await tabTo(clinic.getByRole("button", { name: /^Play/ }));
  await keyboard.press("Enter");
  await expect(slider).toHaveAttribute("aria-valuenow", /[1-9]/);
  await keyboard.press("Enter");
  await tabTo(slider);
  await keyboard.press("Home");
  await expect(slider).toHaveAttribute("aria-valuenow", "0");
  await keyboard.press("ArrowRight", "ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuetext", /^0:10 of 0:1[123]/);
  await keyboard.press("ArrowLeft");
  await expect(slider).toHaveAttribute("aria-valuenow", "5");
  await tabTo(clinic.getByRole("button", { name: /^Marker 0:0[34]/ }));
  await keyboard.press("Enter");
  await expect(slider).toHaveAttribute("aria-valuenow", /[34]/);
  await clinic.keyboard.press("Shift+Tab");
  await clinic.keyboard.press("Shift+Tab");
  await clinic.keyboard.press("Shift+Tab");
  await clinic.keyboard.press("Shift+Tab");
  await expect(clinic.getByRole("button", { name: /^Discard the recording of/ })).toBeFocused();
  await keyboard.press("Enter");
  const dialog = clinic.getByRole("dialog", { name: "Discard" });
  await expect(dialog).toContainText("Recorded Keys");
  await expect(dialog.getByRole("button", { name: "Back" })).toBeFocused();
  await keyboard.press("Tab", "Enter");
  await expect(slider).toHaveCount(0);
  expect((await listed(clinic, visit_id)).items).toEqual([]);
});

for (const theme of ["light", "dark"] as const)
  test(`AUD-2 recorder, player and recovered sound pass axe: ${theme}`, async ({ clinic, server }) => {
    await api(clinic, "update_preferences", { preferences: { language: theme === "dark" ? "pl" : "en", theme, single_keys: true } });
    const { visit_id } = await visitOf(clinic, `Axe ${theme}`);
    const found: string[] = [];
    const check = async (where: string) => found.push(...(await violations(clinic)).map((one) => `${where} ${one}`));
    await clinic.goto(`${server.url}/visits/${visit_id}`);
    await arrived(clinic);
    await check("idle");
    await clinic.keyboard.press("F9");
    await expect(clinic.locator("main [role='group'] button:focus")).toBeVisible();
    await check("consent");
    await clinic.keyboard.press("1");
    await expect(clinic.getByRole("banner").getByText("0:02", { exact: true })).toBeVisible();
    await check("recording");
    await clinic.keyboard.press("Shift+F2");
    await clinic.keyboard.press("F9");
    await check("paused");
    await clinic.keyboard.press("Shift+F9");
    await stopped(clinic, visit_id);
    await expect(clinic.getByRole("slider")).toBeVisible();
    await check("player");
    await clinic.getByRole("button", { name: /^(Discard the recording|Usuń nagranie z)/ }).click();
    await expect(clinic.getByRole("dialog")).toBeVisible();
    await check("discard");
    await clinic.keyboard.press("Escape");
    await clinic.goto(server.url);
    await arrived(clinic);
    const { recording_id } = await api<Recording>(clinic, "start_recording", { recording_id: `0199aaaa-0000-7000-8000-00000000000${theme.length}`, channels: 1 });
    await expect(clinic.locator("main li").filter({ hasText: /Recovered|Odzyskano/ })).toBeVisible({ timeout: 40_000 });
    await check("recovered");
    await api(clinic, "stop_recording", { recording_id });
    await clinic.getByRole("button", { name: /Attach to a patient|Przypisz do pacjenta/ }).click();
    await expect(clinic.getByRole("dialog").getByRole("textbox")).toBeFocused();
    await check("attach");
    await clinic.keyboard.press("Escape");
    await api(clinic, "discard_recording", { recording_id });
    await api(clinic, "update_preferences", { preferences: { language: null, theme: "system", single_keys: true } });
    expect(found).toEqual([]);
  });

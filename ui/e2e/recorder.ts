/** What tests do with the recorder of a visit, and where they see how it stands. */
import type { Locator, Page } from "@playwright/test";
import { api, arrived, expect, person, type Made } from "./fixtures";

export type Recording = { recording_id: string; visit_id: string | null; status: string; interrupted: boolean; segments: number; missing: number; duration_ms: number };
export type Listed = { may_record: boolean; consent: { decision: string } | null; items: Recording[] };

export async function visitOf(page: Page, name: string): Promise<{ visit_id: string; patient_id: string }> {
  const { patient_id } = await api<Made>(page, "create_patient", person("Recorded", name));
  const { visit } = await api<{ visit: { visit_id: string } }>(page, "create_visit", { patient_id });
  return { visit_id: visit.visit_id, patient_id };
}

export const chip = (page: Page): Locator => page.getByRole("banner").getByRole("group", { name: /Recording|Paused|Starting|Stopping/ });
export const state = (page: Page, word: string): Locator => page.getByRole("banner").getByRole("group", { name: new RegExp(`^${word}:`) });
export const shown = async (page: Page, clock: string) => expect(chip(page).getByText(clock, { exact: true })).toBeVisible();
export const listed = (page: Page, visit_id: string) => api<Listed>(page, "list_visit_recordings", { visit_id });

export async function stopped(page: Page, visit_id: string): Promise<Recording> {
  await expect.poll(async () => (await listed(page, visit_id)).items[0]?.status, { timeout: 60_000 }).toBe("stopped");
  const [item] = (await listed(page, visit_id)).items;
  if (!item) throw new Error("Nothing was recorded.");
  return item;
}

/** Opens a visit and records it, with the patient's consent. */
export async function record(page: Page, url: string, visit_id: string): Promise<void> {
  await page.goto(`${url}/visits/${visit_id}`);
  await arrived(page);
  await page.keyboard.press("F9");
  await expect(page.getByRole("button", { name: "Agrees" })).toBeFocused();
  await page.keyboard.press("1");
  await expect(state(page, "Recording")).toBeVisible();
}

import { chromium } from "./chromium";
import { api, expect, test } from "./fixtures";
import { chip, listed, record, shown, state, stopped, visitOf } from "./recorder";

test.use({ launchOptions: chromium("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream") });

test("AUD-2 a slow server keeps nobody waiting who records again after the page was loaded anew", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Slow");
  await record(clinic, server.url, visit_id);
  await shown(clinic, "0:03");
  await expect.poll(async () => (await listed(clinic, visit_id)).items[0]?.segments).toBeGreaterThan(1);
  await clinic.goto(server.url);
  await expect(clinic.getByText(/^Recovered: Recorded Slow/)).toBeVisible();
  // From now on the server does not say how far the recording came.
  await clinic.route("**/v1/scribe/recordings/*", (route) => (route.request().method() === "GET" ? undefined : route.continue()));
  await clinic.keyboard.press("F9");
  await expect(state(clinic, "Recording")).toBeVisible({ timeout: 3000 });
  await expect(clinic.getByText("It waits, and a new one has begun.")).toBeVisible();
  await clinic.unroute("**/v1/scribe/recordings/*");
  await shown(clinic, "0:02");
  await clinic.keyboard.press("Shift+F9");
  await expect(chip(clinic)).toHaveCount(0);
  // Both belong to the visit; the first one still waits to be gone on with.
  await expect.poll(async () => (await listed(clinic, visit_id)).items.map((item) => item.status).sort()).toEqual(["running", "stopped"]);
});

test("AUD-2 who goes on with a recording that was stopped meanwhile is told so, and the list shows it", async ({ clinic, server }) => {
  const { visit_id } = await visitOf(clinic, "Stopped");
  await record(clinic, server.url, visit_id);
  await shown(clinic, "0:03");
  await clinic.goto(server.url);
  await expect(clinic.getByText(/^Recovered: Recorded Stopped/)).toBeVisible();
  // The news does not reach this page.
  await clinic.route("**/v1/events", (route) => route.abort());
  await clinic.reload();
  await expect(clinic.getByText(/^Recovered: Recorded Stopped/)).toBeVisible();
  const [item] = (await listed(clinic, visit_id)).items;
  await api(clinic, "stop_recording", { recording_id: item?.recording_id });
  await stopped(clinic, visit_id);
  await clinic.getByRole("button", { name: "Continue" }).click();
  await expect(clinic.getByText("Somebody stopped this recording meanwhile.")).toBeVisible();
  await expect(clinic.getByText(/^Recovered: Recorded Stopped/)).toHaveCount(0);
  await expect(chip(clinic)).toHaveCount(0);
});

import type { Page } from "@playwright/test";
import type { ModelProblem } from "../src/api/bindings";
import { ADMIN, api, arrived, CLINIC, expect, person, TALK, test, violations, type Made } from "./fixtures";
import { chooseModel, Provider, refusing, saying, silent, type Script } from "./provider";
import { Server } from "./server";
import { words } from "./words";

const HALF = '{"subjective": [{"text": "Cough';

const stalled: Script = (response) => {
  response.setHeader("content-type", "text/event-stream");
  response.write(`data: ${JSON.stringify({ choices: [{ delta: { content: HALF } }] })}\n\n`);
};
const garbage: Script = (response) => response.setHeader("content-type", "text/event-stream").end("data: <html>{{{\n\n");
const page: Script = (response) => response.setHeader("content-type", "text/html").end("<html>Sign in to the network</html>");

/** A way to fail; what may be asked twice fails twice. */
type Way = { name: string; answers?: Script[]; url?: string };
/** Every problem of one that is asked alone: the compiler sees to it. */
const FAULTS: Record<Exclude<ModelProblem, "overtaken">, Way[]> = {
  unreachable: [{ name: "Closed door", url: "http://127.0.0.1:9/v1" }],
  forbidden: [{ name: "Beyond this machine", url: "http://10.0.0.1/v1" }],
  late: [
    { name: "Silent", answers: [silent] },
    { name: "Stalled", answers: [stalled] },
  ],
  busy: [{ name: "Busy", answers: [refusing(429, { "retry-after": "60" })] }],
  broken: [{ name: "Broken", answers: [refusing(500), refusing(500)] }],
  key_refused: [{ name: "Wrong key", answers: [refusing(401)] }],
  unknown_model: [{ name: "Unknown model", answers: [refusing(404)] }],
  question_too_long: [{ name: "Too long a question", answers: [refusing(413)] }],
  refused: [
    { name: "Refused", answers: [refusing(400)] },
    { name: "Filtered", answers: [saying(HALF, "content_filter")] },
  ],
  broken_off: [
    { name: "Cut", answers: [saying(HALF, null), saying(HALF, null)] },
    { name: "Too long an answer", answers: [saying(HALF, "length"), saying(HALF, "length")] },
  ],
  unreadable: [
    { name: "Garbage", answers: [garbage] },
    { name: "Page for people", answers: [page] },
  ],
  empty: [{ name: "Empty", answers: [saying("")] }],
  wrong_form: [{ name: "Talkative", answers: [saying("Certainly! Here is your note."), saying("Certainly! Here it is again.")] }],
};

type Detail = { draft: { draft_id: string } | null; sections: object[] };

async function fails(page: Page, problem: ModelProblem, way: Way, provider: Provider): Promise<void> {
  provider.answers(...(way.answers ?? []));
  await chooseModel(page, way.name, way.url ?? provider.url, { own_hosts: ["10.0.0.1"] }, 1);
  const button = page.getByRole("button", { name: words("en", "model.draft") });
  await expect(button).toBeEnabled();
  await button.click();
  const told = page.getByRole("alert").filter({ hasText: way.name });
  await expect(told).toContainText(words("en", `model.problem.${problem}`));
  await expect(told).toContainText(words("en", `model.help.${problem}`));
  await expect(told).toContainText(words("en", "model.failed_hint"));
}

test("AIC-3 whatever a provider does is said in words, with what to do, and nothing is lost", async ({ page }) => {
  // What is beyond this machine is out of reach for the whole process.
  const server = await new Server().start(undefined, { PRAXIS_LOCAL_ONLY: "true" });
  const provider = await new Provider().start();
  try {
    await page.goto(`${server.url}/settings`);
    await api(page, "initialize_setup", { code: server.code, organization_name: CLINIC, display_name: ADMIN.name, login: ADMIN.login, password: ADMIN.password, demo: false });
    const { patient_id } = await api<Made>(page, "create_patient", person("Model", "Faults"));
    const { visit } = await api<{ visit: { visit_id: string } }>(page, "create_visit", { patient_id });
    const { visit_id } = visit;
    await api(page, "import_transcript", { visit_id, text: TALK });
    await api(page, "update_visit_soap", { visit_id, section: "plan", version: 0, sentences: [{ text: "Rest, as I see it.", confirmed: true }] });
    await api(page, "generate_soap", { visit_id });
    const before = await api<Detail>(page, "get_visit", { visit_id });
    await page.goto(`${server.url}/visits/${visit_id}`);
    await arrived(page);
    const proposed = page.getByRole("group", { name: /^Draft: / }).getByRole("listitem");
    await expect(proposed.first()).toBeVisible();
    const drafted = await proposed.allInnerTexts();
    for (const [problem, ways] of Object.entries(FAULTS) as [ModelProblem, Way[]][]) for (const way of ways) await test.step(way.name, () => fails(page, problem, way, provider));

    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: "test-results/faults.png", fullPage: true });
    expect(await page.locator("body").innerText()).not.toContain("canary of the provider");
    await expect(proposed).toHaveText(drafted.map((text) => text.trim()));
    const after = await api<Detail>(page, "get_visit", { visit_id });
    expect([after.draft?.draft_id, after.sections]).toEqual([before.draft?.draft_id, before.sections]);
    await expect(page.locator("[data-part='plan'] textarea")).toHaveValue("Rest, as I see it.");
  } finally {
    await server.remove();
    await provider.stop();
  }
});

import type { Page } from "@playwright/test";
import type { Language } from "../src/api/bindings";
import { ADMIN, api, arrived, expect, person, test, violations, type Keyboard, type Made } from "./fixtures";
import { chromium } from "./chromium";
import { Server } from "./server";
import { talkFile } from "./voices";
import { words } from "./words";

const TALK = talkFile([
  { voice: "rms", text: "What brings you in today?" },
  { voice: "slt", text: "I have had a bad cough for four days." },
  { voice: "rms", text: "You should rest and drink plenty of water." },
]);

test.use({
  launchOptions: chromium("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-audio-capture=${TALK.path}%noloop`),
});

type Spoken = { recording_id: string; engine: string };
type Visit = { transcript: { segments: { speaker: string; text: string; spoken: Spoken | null }[] } | null; draft: { draft_id: string } | null };

/** The engine that Debian has; good enough to show the way from sound to a note. */
const ENGINES = { engines: [{ name: "PocketSphinx", command: ["pocketsphinx_continuous", "-infile", "/dev/stdin", "-logfn", "/dev/null"] }] };

/** From the consent to the signature, whatever language the screens have. */
async function consultation(page: Page, keyboard: Keyboard, language: Language): Promise<void> {
  const server = await new Server().start(ENGINES);
  try {
    await page.goto(`${server.url}/settings`);
    await api(page, "initialize_setup", { code: server.code, organization_name: "Lime Tree Surgery", display_name: ADMIN.name, login: ADMIN.login, password: ADMIN.password, demo: false });
    await api(page, "update_preferences", { preferences: { language, theme: "system", single_keys: true } });
    const { patient_id } = await api<Made>(page, "create_patient", person("Nowak", "Anna"));
    const { visit } = await api<{ visit: { visit_id: string } }>(page, "create_visit", { patient_id });
    const { visit_id } = visit;
    await page.goto(`${server.url}/visits/${visit_id}`);
    await arrived(page);
    await expect(page.locator("html")).toHaveAttribute("lang", language);

    await keyboard.press("F9");
    await expect(page.getByRole("button", { name: words(language, "consent.given") })).toBeFocused();
    await keyboard.press("1");
    const turns = page.getByRole("list", { name: words(language, "transcript.title") }).getByRole("listitem");
    // The first words are there while people still talk.
    await expect(turns.first()).toBeVisible({ timeout: 90_000 });
    await expect(page.getByRole("banner").getByText(/^0:(1\d|2\d|3\d)$/)).toBeVisible({ timeout: 60_000 });
    await keyboard.press("Shift+F9");
    await expect(page.getByText(words(language, "words.complete"))).toBeVisible({ timeout: 90_000 });
    const { transcript } = await api<Visit>(page, "get_visit", { visit_id });
    const said = transcript?.segments.map((segment) => segment.text).join(" ") ?? "";
    for (const word of ["brings", "cough", "four", "rest", "water"]) expect(said).toContain(word);
    expect(new Set(transcript?.segments.map((segment) => segment.spoken?.engine))).toEqual(new Set(["PocketSphinx"]));

    // Who spoke is said by one key a turn.
    const whose = transcript?.segments.map((segment) => (/cough/.test(segment.text) ? "p" : "d")) ?? [];
    await turns.first().locator("[data-step-turn]").focus();
    for (const key of whose) await keyboard.press(key);
    await expect(turns.first()).toHaveAttribute("data-speaker", "clinician");
    await expect(page.locator("[data-speaker='patient']")).toHaveCount(whose.filter((key) => key === "p").length);
    expect(await violations(page)).toEqual([]);

    // The draft that followed the words is made again, now that it is known who spoke.
    const draft = async () => (await api<Visit>(page, "get_visit", { visit_id })).draft?.draft_id;
    await expect.poll(draft).toBeTruthy();
    const first = await draft();
    await keyboard.press("Control+k");
    await keyboard.type(`> ${words(language, "command.draft_again")}`);
    await keyboard.press("Enter");
    await expect.poll(draft).not.toBe(first);
    await expect(page.getByRole("button", { name: words(language, "draft.accept_all") })).toBeVisible();
    await keyboard.press("Control+Enter");
    const sentence = page.locator("[data-line][data-kind='talk'] textarea").first();
    await expect(sentence).toBeVisible();

    // What a sentence rests on is heard.
    await sentence.focus();
    await keyboard.press("F8");
    await expect(page.getByRole("slider", { name: words(language, "recording.seek") })).toHaveAttribute("aria-valuenow", /[1-9]/);

    for (let left = 12; left > 0 && (await page.locator("[data-attention='true']").count()) > 0; left -= 1) {
      const before = await page.locator("[data-attention='true']").count();
      if ((await page.locator("[data-attention='true'] [data-step]:focus").count()) === 0) await keyboard.press("F2");
      await keyboard.press("F4");
      await expect(page.locator("[data-attention='true']")).toHaveCount(before - 1);
    }
    await keyboard.press("Control+Shift+Enter");
    await expect(page.getByLabel(words(language, "sign.password"))).toBeFocused();
    await keyboard.type(ADMIN.password);
    await keyboard.press("Enter");
    await expect(page.getByText(words(language, "signature.matches")).first()).toBeVisible();
  } finally {
    await server.remove();
  }
}

for (const language of ["en", "pl"] as const)
  test(`AUD-9 a consultation is spoken, written down, drafted and signed, by keyboard alone: ${language}`, async ({ page, keyboard }) => {
    test.setTimeout(240_000);
    await consultation(page, keyboard, language);
  });

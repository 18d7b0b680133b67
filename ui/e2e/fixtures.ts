import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { test as base, expect, type Page } from "@playwright/test";
import { routes } from "../src/api/routes";
import { Server } from "./server";

export const ADMIN = { login: "anna", password: "correct horse battery staple", name: "Dr Anna Lis" };
export const CLINIC = "Lime Tree Surgery";

export const TALK = `Doctor: Good morning, what brings you in today?
Patient: I have had a bad cough for four days, and a fever since Tuesday.
Doctor: How high was the fever?
Patient: It was 38.6 yesterday evening. I took paracetamol and it went down.
Doctor: Any chest pain or trouble breathing?
Patient: No chest pain. I get a little short of breath on the stairs.
Doctor: Are you allergic to any medicines?
Patient: No allergies that I know of.
Doctor: Your temperature is 37.9 and your blood pressure is 128 over 82. The chest is clear on both sides, the throat is red.
Doctor: This looks like a viral infection of the airways.
Doctor: Please rest and drink plenty. You can take paracetamol 500 mg up to four times a day.
Doctor: Come back on Friday if the fever does not go down.`;

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

type RouteName = keyof typeof routes;

/** Calls an operation from the page, with the page's session. */
export async function api<T = Record<string, unknown>>(page: Page, name: RouteName, input: Record<string, unknown> = {}): Promise<T> {
  const { method, path } = routes[name];
  const answer = await page.evaluate(
    async ({ method, path, input }) => {
      const rest = { ...input };
      let url = path.replace(/\{(\w+)\}/g, (_, field: string) => {
        const value = encodeURIComponent(String(rest[field]));
        delete rest[field];
        return value;
      });
      const body = method === "POST" || method === "PUT";
      if (!body) url += `?${new URLSearchParams(rest as Record<string, string>)}`;
      const response = await fetch(url, {
        method,
        headers: { "x-praxis-session": "cookie", "content-type": "application/json" },
        ...(body ? { body: JSON.stringify(rest) } : {}),
      });
      return { ok: response.ok, text: await response.text() };
    },
    { method, path, input },
  );
  if (!answer.ok) throw new Error(`${name}: ${answer.text}`);
  const stream = /event: done\r?\ndata: (.*)/.exec(answer.text);
  return JSON.parse(stream?.[1] ?? answer.text) as T;
}

export type Made = { patient_id: string };
export function person(family_name: string, given_name: string) {
  return { kind: "human", family_name, given_name, sex: "female", birth_date: "1979-04-13" };
}

/** A visit with a conversation, a draft that is accepted, and every suggestion decided. */
export async function writtenVisit(page: Page, patient_id: string): Promise<string> {
  const { visit } = await api<{ visit: { visit_id: string } }>(page, "create_visit", { patient_id });
  const { visit_id } = visit;
  await api(page, "update_visit_soap", { visit_id, section: "plan", version: 0, sentences: [{ text: "Rest and fluids.", confirmed: true }] });
  return visit_id;
}

/** The page has come and its data with it. */
export async function arrived(page: Page): Promise<void> {
  await expect(page.locator("main > *").first()).toBeAttached();
  await expect(page.locator("[aria-busy='true']")).toHaveCount(0);
}

/** What axe finds on the page as it is now. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(async (tags) => (window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({ runOnly: tags }), TAGS);
  return results.violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`));
}

/** A page that cannot be used with a mouse, and that counts key presses besides typed text. */
export class Keyboard {
  presses = 0;
  #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.presses += 1;
      await this.#page.keyboard.press(key);
    }
  }
  async type(text: string): Promise<void> {
    await this.#page.keyboard.insertText(text);
  }
}

type Fixtures = {
  /** A server that nobody has set up yet. */
  fresh: Server;
  /** Signed in to a clinic that the tests of one file share. */
  clinic: Page;
  keyboard: Keyboard;
};
type Shared = { server: Server };

async function setUp(page: Page, server: Server): Promise<void> {
  await page.goto(`${server.url}/settings`);
  const { needed } = await api<{ needed: boolean }>(page, "setup_status");
  if (needed)
    await api(page, "initialize_setup", { code: server.code, organization_name: CLINIC, display_name: ADMIN.name, login: ADMIN.login, password: ADMIN.password, demo: false });
  else await api(page, "sign_in", { login: ADMIN.login, password: ADMIN.password });
}

export const test = base.extend<Fixtures, Shared>({
  server: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await new Server().start();
      await use(server);
      await server.remove();
    },
    { scope: "worker" },
  ],
  // oxlint-disable-next-line no-empty-pattern
  fresh: async ({}, use) => {
    const server = await new Server().start();
    await use(server);
    await server.remove();
  },
  clinic: async ({ page, server }, use) => {
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== "data:" && protocol !== "blob:" && origin !== server.url) faults.push(`the page asked ${origin}`);
    });
    await setUp(page, server);
    await use(page);
    expect(faults).toEqual([]);
  },
  keyboard: async ({ page }, use) => {
    const refuse = () => {
      throw new Error("This test must not use a mouse.");
    };
    for (const name of ["click", "dblclick", "down", "up", "move", "wheel"] as const) page.mouse[name] = refuse;
    let used = false;
    await page.exposeFunction("praxisMouseUsed", () => {
      used = true;
    });
    await page.addInitScript(() => {
      const tell = () => (window as unknown as { praxisMouseUsed: () => void }).praxisMouseUsed();
      for (const name of ["pointerdown", "mousedown", "touchstart", "wheel"]) window.addEventListener(name, tell, true);
    });
    await use(new Keyboard(page));
    expect(used, "a pointer was used").toBe(false);
  },
});

export { expect };

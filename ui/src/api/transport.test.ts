import { setListening } from "./attention";
import { afterEach, describe, expect, it, vi } from "vitest";
import { commands } from "./bindings";
import { routes } from "./routes";
import { routeOf, toFailure, type Name } from "./query";
import { Channel, parseBlock, stopStream } from "./transport";

function answer(body: BodyInit, status = 200, type = "application/json") {
  const mock = vi.fn<typeof fetch>(async () => new Response(body, { status, headers: { "content-type": type } }));
  vi.stubGlobal("fetch", mock);
  return mock;
}

describe("the browser's transport", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("knows the route of every command", () => {
    const names = Object.keys(commands) as Name[];
    for (const name of names) expect(routeOf(name).path).toMatch(/^\/v1\//);
    expect(names).toHaveLength(Object.keys(routes).length);
  });

  it("puts fields into the path, the query or the body", async () => {
    const get = answer("{}");
    await commands.listPatients({ limit: 5, offset: 10, after: null });
    expect(get.mock.calls[0]?.[0]).toBe("/v1/ehr/patients?limit=5&offset=10");
    const put = answer("{}");
    await commands.updateVisitSoap({ visit_id: "a/b", section: "plan", version: 3, sentences: [] });
    const [url, init] = put.mock.calls[0] ?? [];
    expect(url).toBe("/v1/ehr/encounters/a%2Fb/soap/plan");
    expect(JSON.parse(String(init?.body))).toEqual({ version: 3, sentences: [] });
    expect(init?.headers).toMatchObject({ "x-praxis-session": "cookie", "content-type": "application/json" });
  });

  it("IAM-5 says when nobody has touched the page for a while", async () => {
    vi.useFakeTimers();
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
    const mock = answer("{}");
    const header = async () => {
      await commands.listJobs({ open: null, limit: null, offset: null });
      return new Headers(mock.mock.calls.at(-1)?.[1]?.headers).get("x-praxis-unattended");
    };
    vi.advanceTimersByTime(50_000);
    expect(await header()).toBeNull();
    vi.advanceTimersByTime(20_000);
    expect(await header()).toBe("1");
    // Whoever speaks into the microphone is there, without touching anything.
    setListening(true);
    expect(await header()).toBeNull();
    setListening(false);
    expect(await header()).toBe("1");
    window.dispatchEvent(new Event("pointermove"));
    expect(await header()).toBeNull();
    vi.useRealTimers();
  });

  it("answers refusals as the server words them, and silence as Unavailable", async () => {
    answer(JSON.stringify({ type: "NotFound", message: "no", reference: "r1" }), 404);
    expect(await commands.getPatient({ patient_id: "x" })).toMatchObject({ status: "error", error: { type: "NotFound", reference: "r1" } });
    answer("<html>bad gateway</html>", 502, "text/html");
    expect(await commands.getPatient({ patient_id: "x" })).toMatchObject({ status: "error", error: { type: "Unavailable" } });
    vi.stubGlobal("fetch", vi.fn(async () => Promise.reject(new TypeError("Failed to fetch"))));
    expect(await commands.getPatient({ patient_id: "x" })).toMatchObject({ status: "error", error: { type: "Unavailable" } });
    expect(toFailure(new Error("boom")).type).toBe("Internal");
  });

  it("reads a stream item by item, then its answer", async () => {
    const item = { section: "plan", text: "Rest.", evidence: [], flags: [] };
    answer(`event: item\ndata: ${JSON.stringify(item)}\n\n: still here\n\nevent: done\ndata: {"draft_id":"d"}\n\n`, 200, "text/event-stream");
    const channel = new Channel<typeof item>();
    const seen: unknown[] = [];
    channel.onmessage = (one) => seen.push(one);
    const result = await commands.generateSoap({ visit_id: "v" }, channel as never);
    expect(seen).toEqual([item]);
    expect(result).toMatchObject({ status: "ok", data: { draft_id: "d" } });
  });

  it("says Unavailable when a stream breaks off, and Cancelled when somebody stopped it", async () => {
    answer("event: item\ndata: {}\n\n", 200, "text/event-stream");
    expect(await commands.generateSoap({ visit_id: "v" }, new Channel() as never)).toMatchObject({ error: { type: "Unavailable" } });
    vi.stubGlobal("fetch", vi.fn((_url: string, init: RequestInit) => new Promise((_, reject) => init.signal?.addEventListener("abort", () => reject(new Error("aborted"))))));
    const channel = new Channel();
    const running = commands.generateSoap({ visit_id: "v" }, channel as never);
    stopStream(channel);
    expect(await running).toMatchObject({ error: { type: "Cancelled" } });
  });

  it("parses blocks with any line ends", () => {
    expect(parseBlock("event: done\r\ndata: 1\r\ndata: 2")).toEqual({ event: "done", data: "1\n2" });
  });
});

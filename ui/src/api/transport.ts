/**
 * The one place that knows how a call travels: Tauri's IPC in the desktop app, HTTP in a browser.
 * The session is a cookie there; no token is ever visible to the page.
 */
import * as tauri from "@tauri-apps/api/core";
import { unattended } from "./attention";
import { routes } from "./routes";
import type { WireFailure } from "./bindings";

export const inTauri = typeof window !== "undefined" && "__TAURI_INTERNALS__" in window;

/** Items of a streaming operation; in a browser it can also be told to stop. */
class HttpChannel<T> {
  readonly stop = new AbortController();
  onmessage: (item: T) => void;
  constructor(onmessage: (item: T) => void = () => undefined) {
    this.onmessage = onmessage;
  }
}
export type Channel<T> = tauri.Channel<T>;
export const Channel = (inTauri ? tauri.Channel : HttpChannel) as typeof tauri.Channel;

/** How the desktop app is told which running call a channel belongs to. */
const operationOf = (channel: tauri.Channel) => `channel-${channel.id}`;

/** Stops a running stream. */
export function stopStream(channel: unknown): void {
  if (channel instanceof HttpChannel) channel.stop.abort();
  else if (channel instanceof tauri.Channel)
    void tauri.invoke("cancel_operation", { operationId: operationOf(channel) });
}

type Args = { input?: object; channel?: unknown; [name: string]: unknown };
type Route = { method: string; path: string; streams: boolean };

export const invoke: <T>(command: string, args?: Args) => Promise<T> = inTauri ? overIpc : overHttp;

function overIpc<T>(command: string, args: Args = {}): Promise<T> {
  const named = args.channel instanceof tauri.Channel ? { ...args, operationId: operationOf(args.channel) } : args;
  return tauri.invoke(command, named as tauri.InvokeArgs);
}

export function failure(type: WireFailure["type"], message: string): WireFailure {
  return { type, message, reference: "" };
}

function request(route: Route, input: Record<string, unknown>): [string, RequestInit] {
  const rest = { ...input };
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(String(rest[name]));
    delete rest[name];
    return value;
  });
  const headers: Record<string, string> = { "x-praxis-session": "cookie", accept: "application/json" };
  if (route.streams) headers["accept"] = "text/event-stream";
  if (unattended()) headers["x-praxis-unattended"] = "1";
  const init: RequestInit = { method: route.method, credentials: "same-origin", headers };
  if (route.method === "GET" || route.method === "DELETE") {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(rest))
      if (value !== null && value !== undefined) query.append(name, String(value));
    return [query.size > 0 ? `${path}?${query}` : path, init];
  }
  headers["content-type"] = "application/json";
  return [path, { ...init, body: JSON.stringify(rest) }];
}

async function overHttp<T>(command: string, args: Args = {}): Promise<T> {
  const route = (routes as Record<string, Route | undefined>)[command];
  if (!route) throw failure("Unavailable", `${command} needs the desktop app.`);
  const [url, init] = request(route, { ...(args.input as Record<string, unknown>) });
  const signal = args.channel instanceof HttpChannel ? args.channel.stop.signal : null;
  let response: Response;
  try {
    response = await fetch(url, { ...init, signal });
  } catch {
    throw signal?.aborted
      ? failure("Cancelled", "Stopped.")
      : failure("Unavailable", "The server did not answer.");
  }
  if (!response.ok) throw await refusal(response);
  if (response.headers.get("content-type")?.startsWith("text/event-stream"))
    return readStream<T>(response, args.channel as HttpChannel<unknown> | undefined);
  return (await response.json()) as T;
}

async function refusal(response: Response): Promise<WireFailure> {
  try {
    const body = (await response.json()) as WireFailure;
    if (typeof body.type === "string") return body;
  } catch {
    // A proxy answered instead of the server.
  }
  return failure(response.status >= 502 ? "Unavailable" : "Internal", `Status ${response.status}`);
}

/** One block of server-sent events, as its event name and data. */
export function parseBlock(block: string): { event: string; data: string } {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const value = line.slice(colon + 1).replace(/^ /, "");
    if (line.slice(0, colon) === "event") event = value;
    if (line.slice(0, colon) === "data") data.push(value);
  }
  return { event, data: data.join("\n") };
}

async function readStream<T>(response: Response, channel?: HttpChannel<unknown>): Promise<T> {
  const broken = failure("Unavailable", "The answer ended early.");
  if (!response.body) throw broken;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    const next = await reader.read().catch(() => {
      throw channel?.stop.signal.aborted ? failure("Cancelled", "Stopped.") : broken;
    });
    if (next.done) throw broken;
    buffer += next.value;
    const blocks = buffer.split(/\r?\n\r?\n/);
    buffer = blocks.pop() ?? "";
    for (const block of blocks) {
      const { event, data } = parseBlock(block);
      if (!data) continue;
      if (event === "item") channel?.onmessage(JSON.parse(data));
      else if (event === "done") return JSON.parse(data) as T;
      else if (event === "error") throw JSON.parse(data) as WireFailure;
    }
  }
}

import { createServer, type Server as HttpServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import type { Page } from "@playwright/test";
import { api } from "./fixtures";

type Settings = { version: number; local_only: boolean; own_hosts: string[]; mask_identifiers: boolean };

/** Connects a model and chooses it alone for every task. */
export async function chooseModel(page: Page, name: string, base_url: string, change: Partial<Settings> = {}, patience_seconds = 5): Promise<string> {
  const { connection_id } = await api<{ connection_id: string }>(page, "create_model_connection", { name, kind: "openai_compatible", base_url, model: "lynx-7b", patience_seconds });
  const settings = await api<Settings>(page, "get_model_settings");
  const chains = ["draft", "suggest", "chat"].map((task) => ({ task, connections: [connection_id] }));
  await api(page, "update_model_settings", { ...settings, ...change, chains });
  return connection_id;
}

/** Leaves no connection behind for the next test, which may share the clinic; nothing may leave. */
export async function chooseNoModel(page: Page): Promise<void> {
  const settings = await api<Settings>(page, "get_model_settings");
  await api(page, "update_model_settings", { ...settings, local_only: true, chains: [] });
  const { items } = await api<{ items: { connection: { connection_id: string } }[] }>(page, "list_model_connections");
  for (const { connection } of items) await api(page, "delete_model_connection", { connection_id: connection.connection_id });
}

/** A host that is outside the clinic by every rule: this machine, but not by its loopback. Nobody listens there, and nothing leaves. */
export function outside(): string {
  const own = Object.values(networkInterfaces()).flat().find((one) => one?.family === "IPv4" && !one.internal);
  if (!own) throw new Error("This machine has no address of a network.");
  return own.address;
}

/** Speaks, or fails, in its own way. */
export type Script = (response: ServerResponse) => void;

function send(response: ServerResponse, choice: object, more: object = {}): void {
  response.write(`data: ${JSON.stringify({ choices: [choice], ...more })}\n\n`);
}

/** A whole answer, or one that ends in another way; without an end at all it breaks off. */
export function saying(text: string, end: "stop" | "length" | "content_filter" | null = "stop"): Script {
  return (response) => {
    response.setHeader("content-type", "text/event-stream");
    for (const piece of text.match(/.{1,40}/gs) ?? []) send(response, { delta: { content: piece } });
    if (end === null) {
      response.end();
      return;
    }
    send(response, { delta: {}, finish_reason: end }, { usage: { prompt_tokens: 900, completion_tokens: 120 } });
    response.end("data: [DONE]\n\n");
  };
}

/** A refusal with a status; its words must never be shown. */
export function refusing(status: number, headers: Record<string, string> = {}): Script {
  return (response) => response.writeHead(status, headers).end(JSON.stringify({ error: { message: "canary of the provider" } }));
}

/** Nothing comes, and nothing ends. */
export const silent: Script = () => undefined;

/** A provider on this machine that streams chat completions as OpenAI's servers do. */
export class Provider {
  url = "";
  /** What was asked, as text. */
  asked: string[] = [];
  #answers: Script[] = [];
  #server: HttpServer;

  constructor() {
    this.#server = createServer((request, response) => {
      if (request.url?.endsWith("/models")) {
        response.setHeader("content-type", "application/json").end(JSON.stringify({ data: [{ id: "lynx-7b" }] }));
        return;
      }
      let body = "";
      request.on("data", (piece: Buffer) => (body += piece.toString()));
      request.on("end", () => {
        this.asked.push(body);
        (this.#answers.shift() ?? refusing(500))(response);
      });
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
    return this;
  }

  /** The next answers; an object is said as JSON. Afterwards it answers with faults. */
  answers(...answers: (object | Script)[]): void {
    this.#answers.push(...answers.map((answer) => (typeof answer === "function" ? (answer as Script) : saying(JSON.stringify(answer)))));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

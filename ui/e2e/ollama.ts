import { createServer, type Server as HttpServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An Ollama on this machine that fetches a model as far as the test says. */
export class Ollama {
  url = "";
  models = ["lynx:3b"];
  /** Pulls whose caller went away. */
  stopped = 0;
  /** Pulls that were begun. */
  pulls = 0;
  #pull: ServerResponse | undefined;
  #name = "";
  #server: HttpServer;

  constructor() {
    this.#server = createServer((request, response) => {
      let body = "";
      request.on("data", (piece: Buffer) => (body += piece.toString()));
      request.on("end", () => {
        const { model = "" } = body === "" ? {} : (JSON.parse(body) as { model?: string });
        if (request.method === "DELETE") {
          this.models = this.models.filter((name) => name !== model);
          response.end();
        } else if (request.url === "/api/pull") this.#begin(model, response);
        else response.setHeader("content-type", "application/json").end(JSON.stringify({ models: this.models.map((name) => ({ name })) }));
      });
    });
  }

  #begin(model: string, response: ServerResponse): void {
    this.pulls += 1;
    this.#pull = response;
    this.#name = model;
    response.on("close", () => {
      if (!response.writableFinished) this.stopped += 1;
    });
    response.setHeader("content-type", "application/x-ndjson");
    this.#say({ status: "pulling manifest" });
  }

  #say(line: object): void {
    this.#pull?.write(`${JSON.stringify(line)}\n`);
  }

  /** The running pull has come so far. */
  reach(percent: number): void {
    this.#say({ status: "pulling a1", digest: "sha256:a1", total: 4_000_000_000, completed: percent * 40_000_000 });
  }

  finish(): void {
    this.models.push(this.#name);
    this.#say({ status: "success" });
    this.#pull?.end();
  }

  /** The running pull fails with Ollama's own words. */
  refuse(): void {
    this.#say({ error: "pull model manifest: file does not exist" });
    this.#pull?.end();
  }

  async start(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

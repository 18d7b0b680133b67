import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A provider on this machine that streams chat completions as OpenAI's servers do. */
export class Provider {
  url = "";
  /** What was asked, as text. */
  asked: string[] = [];
  #answers: (string | number)[] = [];
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
        const answer = this.#answers.shift() ?? 500;
        if (typeof answer === "number") {
          response.writeHead(answer).end(JSON.stringify({ error: { message: "canary of the provider" } }));
          return;
        }
        response.setHeader("content-type", "text/event-stream");
        const event = (choice: object, more: object = {}) => response.write(`data: ${JSON.stringify({ choices: [choice], ...more })}\n\n`);
        for (const piece of answer.match(/.{1,40}/gs) ?? []) event({ delta: { content: piece } });
        event({ delta: {}, finish_reason: "stop" }, { usage: { prompt_tokens: 900, completion_tokens: 120 } });
        response.end("data: [DONE]\n\n");
      });
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
    return this;
  }

  /** The next answers: text, or a status. */
  answers(...answers: (string | object | number)[]): void {
    this.#answers.push(...answers.map((answer) => (typeof answer === "object" ? JSON.stringify(answer) : answer)));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

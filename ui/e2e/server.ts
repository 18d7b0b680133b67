import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const BIN = resolve(process.env["PRAXIS_BIN"] ?? "../target/debug/praxis");

/** Below the ports that the system lends to outgoing connections: the server comes back to its own after a stop. */
function freePort(): Promise<number> {
  return new Promise((done) => {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const probe = createServer();
    probe.on("error", () => done(freePort()));
    probe.listen(port, "127.0.0.1", () => probe.close(() => done(port)));
  });
}

/** The real server with a data folder of its own. */
export class Server {
  url = "";
  code = "";
  #folder = "";
  #port = 0;
  #process: ChildProcess | undefined;

  /** With the speech engines of such a file, where one is given, and with more environment. */
  async start(engines?: object, environment: Record<string, string> = {}): Promise<this> {
    this.#folder ||= await mkdtemp(join(tmpdir(), "praxis-e2e-"));
    if (engines) await writeFile(join(this.#folder, "speech.json"), JSON.stringify(engines));
    this.#port ||= await freePort();
    this.url = `http://127.0.0.1:${this.#port}`;
    const child = spawn(BIN, ["serve", "--data", this.#folder, "--addr", `127.0.0.1:${this.#port}`, "--ui", resolve("dist")], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } });
    this.#process = child;
    let output = "";
    const listen = (chunk: Buffer) => {
      output += chunk.toString();
      this.code = /#code=([\w-]+)/.exec(output)?.[1] ?? this.code;
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    for (let attempt = 0; attempt < 600; attempt += 1) {
      if (child.exitCode !== null) throw new Error(`The server ended: ${output}`);
      const answer = await fetch(`${this.url}/v1/setup/status`).catch(() => null);
      if (answer?.ok) return this;
      await new Promise((wait) => setTimeout(wait, 100));
    }
    throw new Error(`The server did not answer: ${output}`);
  }

  /** Ends the process; the data stays. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await gone;
  }

  async remove(): Promise<void> {
    await this.stop("SIGKILL");
    await rm(this.#folder, { recursive: true, force: true });
  }
}

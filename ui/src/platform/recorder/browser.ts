/** The browser's microphone. The sound is taken as it is: whatever cleans it for calls also takes words away. */
import { RATE, RecorderError, type Device, type Listener, type Opened, type Problem, type Readiness, type Recorder, type Take } from "./recorder";
import type { Order, Report } from "./worklet";
import workletUrl from "./worklet.ts?worker&url";

const PROBLEMS: Record<string, Problem> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "no_device",
  OverconstrainedError: "no_device",
  NotReadableError: "busy",
  AbortError: "busy",
  NotSupportedError: "unsupported",
};

function problemOf(error: unknown): RecorderError {
  if (error instanceof RecorderError) return error;
  return new RecorderError((error instanceof DOMException && PROBLEMS[error.name]) || "failed");
}

function microphone(device: string | null, channels: number): Promise<MediaStream> {
  const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: channels };
  return navigator.mediaDevices.getUserMedia({ audio: device ? { ...plain, deviceId: { exact: device } } : plain });
}

/** The chosen one, or whichever there is when it is not plugged in any more. */
async function open({ device, channels }: Take): Promise<MediaStream> {
  try {
    return await microphone(device, channels);
  } catch (error) {
    if (device && problemOf(error).problem === "no_device") return microphone(null, channels);
    throw error;
  }
}

/** Two channels only where the microphone says that it gives two: one that is doubled tells nobody apart. */
function given(stream: MediaStream, wanted: 1 | 2): 1 | 2 {
  const real = stream.getAudioTracks()[0]?.getSettings().channelCount ?? 1;
  return wanted === 2 && real >= 2 ? 2 : 1;
}

type Session = { stream: MediaStream; context: AudioContext; node: AudioWorkletNode; quiet: (() => void)[] };

export class BrowserRecorder implements Recorder {
  readonly keeps = false;
  #session: Session | null = null;

  async devices(): Promise<Device[]> {
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return all.filter((one) => one.kind === "audioinput" && one.deviceId !== "").map((one) => ({ id: one.deviceId, name: one.label }));
  }

  async ready(): Promise<Readiness> {
    if (!window.isSecureContext || !navigator.mediaDevices) return "insecure";
    const all = await navigator.mediaDevices.enumerateDevices();
    if (!all.some((one) => one.kind === "audioinput")) return "no_device";
    // Not every browser tells.
    const permission = await navigator.permissions.query({ name: "microphone" as PermissionName }).catch(() => null);
    if (!permission) return "unknown";
    return { granted: "ready", prompt: "asks", denied: "denied" }[permission.state] as Readiness;
  }

  async start(take: Take, listener: Listener): Promise<Opened> {
    if (!window.isSecureContext || !navigator.mediaDevices) throw new RecorderError("insecure");
    if (typeof AudioWorkletNode === "undefined") throw new RecorderError("unsupported");
    let stream: MediaStream | undefined;
    let context: AudioContext | undefined;
    try {
      stream = await open(take);
      const channels = take.exact ? take.channels : given(stream, take.channels);
      context = new AudioContext({ sampleRate: RATE });
      await context.audioWorklet.addModule(workletUrl);
      await context.resume();
      const source = context.createMediaStreamSource(stream);
      const node = new AudioWorkletNode(context, "praxis-capture", {
        numberOfOutputs: 0,
        channelCount: channels,
        channelCountMode: "explicit",
        processorOptions: { channels },
      });
      this.#listen(node, stream, context, { ...take, channels }, listener);
      source.connect(node);
      this.#order("go");
      return { name: stream.getAudioTracks()[0]?.label ?? "", channels };
    } catch (error) {
      for (const track of stream?.getTracks() ?? []) track.stop();
      void context?.close();
      throw problemOf(error);
    }
  }

  #listen(node: AudioWorkletNode, stream: MediaStream, context: AudioContext, take: Take, listener: Listener): void {
    const session: Session = { stream, context, node, quiet: [] };
    this.#session = session;
    let { number, frame } = take.from;
    node.port.onmessage = ({ data }: MessageEvent<Report>) => {
      if (data.kind === "level") listener.onLevel(data.level, take.from.frame + data.frames);
      else if (data.kind === "quiet") session.quiet.shift()?.();
      else {
        const frames = data.samples.length / take.channels;
        // Every machine that has a browser keeps its numbers with the low byte first.
        listener.onPiece({ number, first_frame: frame, frames, bytes: new Uint8Array(data.samples.buffer) });
        number += 1;
        frame += frames;
      }
    };
    node.onprocessorerror = () => listener.onProblem("failed");
    for (const track of stream.getAudioTracks())
      track.onended = () => {
        if (this.#session === session) listener.onProblem("lost");
      };
    context.onstatechange = () => {
      // A call or the system's sleep takes the sound away; it comes back when it is asked for.
      if (this.#session === session && context.state !== "running" && context.state !== "closed") void context.resume();
    };
  }

  #order(order: Order): void {
    this.#session?.node.port.postMessage(order, []);
  }

  /** Gives an order after which nothing is taken, and waits until everything from before has come. */
  async #end(order: "pause" | "end"): Promise<void> {
    const session = this.#session;
    if (!session) return;
    await new Promise<void>((resolve) => {
      session.quiet.push(resolve);
      // A thread of sound that died does not answer; what it had is gone either way.
      setTimeout(resolve, 2000);
      this.#order(order);
    });
  }

  async pause(): Promise<void> {
    await this.#end("pause");
    for (const track of this.#session?.stream.getTracks() ?? []) track.enabled = false;
  }

  async resume(): Promise<void> {
    for (const track of this.#session?.stream.getTracks() ?? []) track.enabled = true;
    await this.#session?.context.resume();
    this.#order("go");
  }

  async stop(): Promise<void> {
    await this.#end("end");
    const session = this.#session;
    this.#session = null;
    for (const track of session?.stream.getTracks() ?? []) track.stop();
    await session?.context.close();
  }
}

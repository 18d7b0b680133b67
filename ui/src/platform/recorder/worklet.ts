/** Runs beside the page, on the thread of the sound: what it hears is not held up by what the page does. */
import { Cutter } from "./cut";

/** The parts of the worklet's world that are used; the compiler knows only the page's. */
declare const registerProcessor: (name: string, processor: unknown) => void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** What the page asks for, and what it is told. */
export type Order = "go" | "pause" | "end";
export type Report =
  | { kind: "piece"; samples: Int16Array<ArrayBuffer> }
  | { kind: "level"; level: number; frames: number }
  | { kind: "quiet" };

class Capture extends AudioWorkletProcessor {
  #taking = false;
  #ended = false;

  constructor(options: { processorOptions: { channels: number } }) {
    super();
    const tell = (report: Report, transfer: Transferable[] = []) => this.port.postMessage(report, transfer);
    const cutter = new Cutter(options.processorOptions.channels, {
      onPiece: (samples) => tell({ kind: "piece", samples }, [samples.buffer]),
      onLevel: (level, frames) => tell({ kind: "level", level, frames }),
    });
    this.port.onmessage = ({ data }: MessageEvent<Order>) => {
      this.#taking = data === "go";
      this.#ended = data === "end";
      if (data === "go") return;
      cutter.flush();
      tell({ kind: "quiet" });
    };
    this.process = ([input]) => {
      if (this.#taking && input) cutter.push(input);
      return !this.#ended;
    };
  }

  process: (inputs: Float32Array[][]) => boolean;
}

registerProcessor("praxis-capture", Capture);

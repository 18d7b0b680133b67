import { useRef, useState } from "react";
import type { JobId, WireFailure } from "@api/bindings";
import { call, toFailure, type Input } from "@api/query";
import { base64 } from "@platform/files";

const PIECE = 512 * 1024;
type ImportFormat = NonNullable<Input<"importPatients">["format"]>;

type State =
  | { step: "idle" }
  | { step: "sending"; name: string; sent: number; size: number }
  | { step: "failed"; name: string; failure: WireFailure }
  | { step: "started"; name: string; job: JobId };

export function importFormat(name: string): ImportFormat | null {
  if (/\.csv$/i.test(name)) return "csv";
  if (/\.ndjson$/i.test(name)) return "ndjson";
  if (/\.json$/i.test(name)) return "fhir_bundle";
  return null;
}

/** Sends a file piece by piece and starts its import; a lost connection goes on where it stopped. */
export function useUpload() {
  const [state, setState] = useState<State>({ step: "idle" });
  const stopped = useRef(false);

  const piece = async (upload: string, offset: number, data: string) => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await call("appendUpload", { upload_id: upload, offset, data });
      } catch (error) {
        const failure = toFailure(error);
        if (failure.type !== "Unavailable" || attempt >= 4) throw failure;
        await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
      }
    }
  };
  const send = async (file: File) => {
    stopped.current = false;
    const { name, size } = file;
    setState({ step: "sending", name, sent: 0, size });
    try {
      let upload = await call("createUpload", { name, size });
      while (upload.received < size) {
        if (stopped.current) {
          setState({ step: "idle" });
          return;
        }
        const data = await base64(file.slice(upload.received, upload.received + PIECE));
        upload = await piece(upload.upload_id, upload.received, data);
        setState({ step: "sending", name, sent: upload.received, size });
      }
      const started = await call("importPatients", { upload_id: upload.upload_id, format: importFormat(name) });
      setState({ step: "started", name, job: started.job_id });
    } catch (error) {
      setState({ step: "failed", name, failure: toFailure(error) });
    }
  };
  return {
    state,
    send,
    stop: () => {
      stopped.current = true;
    },
    reset: () => setState({ step: "idle" }),
  };
}

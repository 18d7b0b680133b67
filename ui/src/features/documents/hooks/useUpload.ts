import { useRef, useState } from "react";
import type { JobId, JobStarted, UploadId, WireFailure } from "@api/bindings";
import { call, toFailure } from "@api/query";
import { base64 } from "@platform/files";

const PIECE = 512 * 1024;

export type UploadState =
  | { step: "idle" }
  | { step: "sending"; name: string; sent: number; size: number }
  | { step: "failed"; name: string; failure: WireFailure }
  | { step: "started"; name: string; job: JobId };

/** Sends a file piece by piece and starts the work on it; a lost connection goes on where it stopped. */
export function useUpload(start: (upload: UploadId, name: string) => Promise<JobStarted>) {
  const [state, setState] = useState<UploadState>({ step: "idle" });
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
          await call("discardUpload", { upload_id: upload.upload_id });
          return;
        }
        const data = await base64(file.slice(upload.received, upload.received + PIECE));
        upload = await piece(upload.upload_id, upload.received, data);
        setState({ step: "sending", name, sent: upload.received, size });
      }
      const started = await start(upload.upload_id, name);
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

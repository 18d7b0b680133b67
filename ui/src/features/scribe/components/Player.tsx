import { useQuery } from "@tanstack/react-query";
import { useState, type KeyboardEvent, type PointerEvent } from "react";
import type { MarkKind, Recording, RecordingMark } from "@api/bindings";
import { reading, toFailure } from "@api/query";
import { formatClock } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useStore } from "@shared/store";
import { Action, FailureNote, Icon, notifyFailure, type IconName } from "@shared/ui";
import { useDesk } from "../services/desk";
import { playback } from "../services/playback";
import { saveSound } from "../services/wav";
import classes from "./recorder.module.css";

const STEP_MS = 5000;
const LEAP_MS = 30_000;
const MARK_ICONS: Record<MarkKind, IconName> = { marker: "flag", paused: "pause", resumed: "play", gap: "alert" };

/** One line for each part of the sound, as high as it is loud. */
function wave(peaks: readonly number[]): string {
  return peaks.map((peak, at) => `M${at + 0.5} ${50 - Math.max(1, (peak / 127) * 50)}V${50 + Math.max(1, (peak / 127) * 50)}`).join("");
}

function Waveform({ peaks, marks, ms, duration, onSeek, label }: { peaks: readonly number[]; marks: readonly RecordingMark[]; ms: number; duration: number; onSeek: (ms: number) => void; label: string }) {
  const { t } = useI18n();
  const onKeyDown = (event: KeyboardEvent) => {
    const to: Record<string, number> = {
      ArrowRight: ms + STEP_MS,
      ArrowUp: ms + STEP_MS,
      ArrowLeft: ms - STEP_MS,
      ArrowDown: ms - STEP_MS,
      PageUp: ms + LEAP_MS,
      PageDown: ms - LEAP_MS,
      Home: 0,
      End: duration,
    };
    const wanted = to[event.key];
    if (wanted === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    onSeek(Math.max(0, Math.min(duration, wanted)));
    event.preventDefault();
  };
  const point = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onSeek(((event.clientX - left) / width) * duration);
  };
  const percent = duration > 0 ? Math.min(100, (ms / duration) * 100) : 0;
  const path = wave(peaks);
  return (
    <div
      className={classes.wave}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.floor(duration / 1000)}
      aria-valuenow={Math.floor(ms / 1000)}
      aria-valuetext={t("recording.place", { at: formatClock(ms), length: formatClock(duration) })}
      onKeyDown={onKeyDown}
      onPointerDown={point}
    >
      <svg viewBox={`0 0 ${Math.max(1, peaks.length)} 100`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <path d={path} vectorEffect="non-scaling-stroke" />
      </svg>
      <svg className={classes.played} style={{ clipPath: `inset(0 ${100 - percent}% 0 0)` }} viewBox={`0 0 ${Math.max(1, peaks.length)} 100`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <path d={path} vectorEffect="non-scaling-stroke" />
      </svg>
      {marks.map((mark, at) => (
        <span key={at} className={classes.tick} data-kind={mark.kind} style={{ left: `${(mark.at_ms / Math.max(1, duration)) * 100}%` }} />
      ))}
      <span className={classes.head} style={{ left: `${percent}%` }} />
    </div>
  );
}

/** Hears a recording: from any place, by mouse or by the arrow keys. */
export function Player({ recording }: { recording: Recording }) {
  const { t } = useI18n();
  const { recording: store } = useDesk();
  const { live } = useStore(store);
  const id = recording.recording_id;
  const { data, error } = useQuery(reading("getRecording", { recording_id: id }));
  const now = useStore(playback);
  const mine = now.recordingId === id;
  const ms = mine ? now.ms : 0;
  const playing = mine && now.state !== "idle";
  const duration = recording.duration_ms;
  const [saving, setSaving] = useState(false);
  const save = () => {
    setSaving(true);
    void saveSound(recording)
      .catch((failed: unknown) => notifyFailure(toFailure(failed)))
      .finally(() => setSaving(false));
  };
  const words = `${t(playing ? "recording.pause_playing" : "recording.play")}, ${formatClock(duration)}`;
  // A pause and its end lie at the same place.
  const marks = data?.marks.filter((mark) => mark.kind !== "resumed") ?? [];
  return (
    <div className={classes.player}>
      <div className={classes.playerTop}>
        <Action
          size="compact-sm"
          variant="default"
          icon={playing ? "pause" : "play"}
          aria-label={words}
          // What is played would be recorded again.
          unless={live?.phase === "recording" ? t("recording.no_play") : duration === 0 ? t("recording.nothing") : null}
          onClick={() => (playing ? playback.pause() : void playback.play(id, duration, ms))}
        >
          {t(playing ? "recording.pause_playing" : "recording.play")}
        </Action>
        <span className={classes.clock}>
          {formatClock(ms)} / {formatClock(duration)}
        </span>
        <Action size="compact-sm" variant="subtle" icon="download" loading={saving} unless={duration === 0 ? t("recording.nothing") : null} onClick={save}>
          {t("recording.save")}
        </Action>
      </div>
      <Waveform peaks={data?.peaks ?? []} marks={marks} ms={ms} duration={duration} onSeek={(to) => playback.seek(id, duration, to)} label={t("recording.seek")} />
      {marks.length > 0 ? (
        <ul className={classes.marks} aria-label={t("recording.marks")}>
          {marks.map((mark, at) => (
            <li key={at}>
              <button type="button" className={classes.markButton} onClick={() => playback.seek(id, duration, mark.at_ms)}>
                <Icon name={MARK_ICONS[mark.kind]} size={14} /> {t(`recording.mark.${mark.kind}`)} {formatClock(mark.at_ms)}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <FailureNote failure={error ?? (mine ? now.failure : null)} />
    </div>
  );
}

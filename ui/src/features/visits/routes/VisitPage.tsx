import { SegmentedControl } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Section, VisitDetail } from "@api/bindings";
import { reading, useRun } from "@api/query";
import { useCommand } from "@shared/commands";
import { formatDate, formatMoment } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { useStore } from "@shared/store";
import { announce, DeniedState, ErrorState, Icon, Loading, notifyFailure, useTitle } from "@shared/ui";
import { PatientStrip } from "@features/patients";
import { AiSuggestions, AskModel, clearEvidence, DraftBar, evidenceStore, TranscriptPane, unusedStore, useDraft, useDraftAfterWords, useModelDraft, usePlayFrom, useReadAloud, useVisitRecorder, VisitSound } from "@features/scribe";
import { AmendDialog } from "../components/AmendDialog";
import { NextVisit } from "../components/NextVisit";
import { NoteConflict } from "../components/NoteConflict";
import { NoteEditor } from "../components/NoteEditor";
import { Prepare } from "../components/Prepare";
import { NotStored } from "../components/NotStored";
import { PrintNote } from "../components/PrintNote";
import { removeLine } from "../components/SentenceRow";
import { SignDialog } from "../components/SignDialog";
import { VisitHeader } from "../components/VisitHeader";
import { useContinuedPlan } from "../hooks/useContinuedPlan";
import { useLastVisit } from "../hooks/useLastVisit";
import { useNote } from "../hooks/useNote";
import { usePdf } from "../hooks/usePdf";
import { count, SECTIONS } from "../services/lines";
import { stageOf } from "../services/stage";
import { adder, focusPart, focusStep, focusUnused, move, nextAttention, steps } from "../services/steps";
import classes from "../components/note.module.css";

function focused(): { line: string; section: Section } | { suggestion: string; section: Section } | null {
  const row = document.activeElement?.closest<HTMLElement>("[data-step-row]");
  const section = (row?.dataset["section"] ?? row?.closest<HTMLElement>("[data-part]")?.dataset["part"]) as Section | undefined;
  if (!row || !section) return null;
  const { line, suggestion } = row.dataset;
  if (suggestion) return { suggestion, section };
  return line ? { line, section } : null;
}

function Signed({ detail }: { detail: VisitDetail }) {
  const { t } = useI18n();
  const { signature } = detail;
  if (!signature) return null;
  return (
    <div className={classes.signed} data-matches={signature.matches}>
      <Icon name={signature.matches ? "sign" : "alert"} size={22} />
      <div>
        <strong>{t("signature.by", { name: signature.signer_name, at: formatMoment(signature.signed_at) })}</strong>
        <div>{t(signature.matches ? "signature.matches" : "signature.differs")}</div>
        <code>SHA-256 {signature.content_hash}</code>
      </div>
    </div>
  );
}

function Amendments({ detail }: { detail: VisitDetail }) {
  const { t } = useI18n();
  if (detail.amendments.length === 0) return null;
  return (
    <section className={classes.amendments} aria-label={t("amend.list")}>
      {detail.amendments.map((amendment) => (
        <div key={amendment.amendment_id} className={classes.amendment}>
          <strong>{t("amend.heading")}</strong>
          <small>
            {amendment.author_name}, {formatMoment(amendment.amended_at)} · {t("amend.reason")}: {amendment.reason}
          </small>
          {amendment.text}
        </div>
      ))}
    </section>
  );
}

function OpenVisit({ detail }: { detail: VisitDetail }) {
  const { t } = useI18n();
  const can = useCan();
  const client = useQueryClient();
  const { visit } = detail;
  const open = visit.allowed.includes("finalize");
  const writable = open && can("visit:write");
  const store = useNote(detail, writable);
  const note = useStore(store);
  const [dialog, setDialog] = useState<"sign" | { amend: string } | null>(null);
  const [justSigned, setJustSigned] = useState(false);
  const [tab, setTab] = useState<"transcript" | "note">(detail.transcript ? "note" : "transcript");
  const pane = useRef<HTMLElement>(null);
  const decide = useRun("decideSuggestion");
  useTitle(visit.patient_name, t("visit.title", { date: formatDate(visit.started_at) }));
  useEffect(() => clearEvidence, []);

  const model = useModelDraft(visit.visit_id, detail.transcript, writable);
  const draft = useDraft(detail, {
    parts: model.parts,
    before: () => store.flush(),
    onAccepted: (next, sections) => {
      store.receive(next.sections);
      setTab("note");
      focusPart(sections[0]);
    },
  });
  const proposed = draft.proposals.flatMap((proposal) => proposal.sentences);
  const used = useMemo(
    () => [
      ...SECTIONS.flatMap((section) => [...note[section].lines, ...note[section].suggestions].flatMap((line) => line.evidence)),
      ...draft.proposals.flatMap((proposal) => proposal.sentences.flatMap((sentence) => sentence.evidence)),
    ],
    [note, draft.proposals],
  );
  const onDecide = (section: Section, id: string, accept: boolean) => {
    const all = steps();
    const at = all.findIndex((step) => step.closest(`[data-suggestion="${id}"]`));
    const next = all[at + 1] ?? all[at - 1];
    void store.flush().then(() =>
      decide.mutate(
        { visit_id: visit.visit_id, section, sentence_id: id, version: store.get()[section].version, accept },
        {
          onSuccess: (part) => {
            store.take(part);
            announce(t(accept ? "suggestion.accepted" : "suggestion.dismissed"));
            focusStep(next ?? adder(section));
          },
          onError: notifyFailure,
        },
      ),
    );
  };
  const main = () => {
    const at = focused();
    if (at && "suggestion" in at) onDecide(at.section, at.suggestion, true);
    else if (at) {
      store.confirm(at.section, at.line);
      announce(t("sentence.confirmed"));
      move(1);
    } else if (draft.proposals.some((proposal) => proposal.draftId !== null)) draft.accept([...SECTIONS]);
    else nextAttention();
  };
  const remove = () => {
    const at = focused();
    if (at && "suggestion" in at) onDecide(at.section, at.suggestion, false);
    else if (at) removeLine(store, at.section, at.line);
  };
  const evidence = () => {
    const { spans } = evidenceStore.get();
    const first = spans[0];
    if (!first) {
      announce(t("evidence.none"));
      return;
    }
    setTab("transcript");
    const segment = detail.transcript?.segments[first.segment];
    const played = segment !== undefined && playFrom(segment);
    setTimeout(() => {
      const turn = document.getElementById(`turn-${first.segment}`);
      turn?.scrollIntoView({ block: "center" });
      if (played) return;
      const words = spans.map((span) => detail.transcript?.segments[span.segment]?.text).filter(Boolean);
      announce(t("evidence.words", { text: words.join(" … ") }));
    });
  };
  const otherPane = () => {
    const inTranscript = pane.current?.contains(document.activeElement) ?? false;
    setTab(inTranscript ? "note" : "transcript");
    setTimeout(() => {
      if (inTranscript) focusStep(steps()[0]);
      else pane.current?.querySelector<HTMLElement>("[data-step-turn], textarea")?.focus();
    });
  };
  const hasTranscript = detail.transcript !== null;
  const unknown = detail.transcript?.segments.filter((segment) => segment.speaker === "unknown").length ?? 0;
  const recorder = useVisitRecorder(visit, {
    writable,
    onAsk: () => setTab("transcript"),
    onRefused: () => {
      setTab("note");
      setTimeout(() => adder("subjective")?.click());
    },
  });
  const playFrom = usePlayFrom(recorder.items);
  const isWritten = SECTIONS.some((section) => note[section].lines.some((line) => line.text.trim() !== ""));
  const readAloud = useReadAloud(visit.visit_id, isWritten, () => store.flush());
  // The built-in draft stands at once; a model that may be asked follows by itself and takes its place.
  const modelReady = model.preview?.steps.some((step) => step.not_asked === null) ?? false;
  useDraftAfterWords(recorder.items, writable && hasTranscript, () => {
    draft.start();
    if (modelReady) model.start();
  });
  useCommand("visit.main", main, writable && hasTranscript);
  useCommand("visit.next", () => move(1));
  useCommand("visit.previous", () => move(-1));
  useCommand("visit.attention", () => void (nextAttention() || announce(t("note.nothing_waits"))));
  useCommand("visit.remove", remove, writable);
  useCommand("visit.evidence", evidence);
  useCommand("visit.panes", otherPane);
  useCommand("visit.sign", () => setDialog("sign"), open && can("visit:sign"));
  useCommand("visit.draft", draft.start, writable && hasTranscript);
  useCommand("visit.model_draft", model.start, writable && modelReady);
  useCommand("visit.read_aloud", readAloud.toggle);
  useCommand("visit.print", () => window.print());
  const savePdf = usePdf(visit.visit_id, store);
  useCommand("visit.pdf", savePdf);

  const waiting = count(SECTIONS.map((section) => note[section])).unread + proposed.length;
  const stage = stageOf({ isRecording: recorder.live !== null, hasSound: recorder.items.length > 0, hasTranscript, isWritten, waiting });
  const emptyPlan = writable && note.plan.lines.length === 0;
  const last = useLastVisit(visit, emptyPlan);
  const continuePlan = useContinuedPlan(store, last.detail, emptyPlan);

  const wide = (mine: typeof tab) => (tab === mine ? "" : classes.hidden);
  const refresh = () => {
    void client.invalidateQueries({ queryKey: reading("getVisit", { visit_id: visit.visit_id }).queryKey });
    setTab("note");
    draft.start();
  };
  return (
    <>
      <VisitHeader detail={detail} stage={stage} writable={writable} onSign={() => setDialog("sign")} onAmend={() => setDialog({ amend: "" })} onDraft={hasTranscript ? draft.start : null} readAloud={readAloud} onPdf={savePdf} />
      <div className={`${classes.tabs} no-print`}>
        <SegmentedControl
          fullWidth
          aria-label={t("visit.panes")}
          value={tab}
          onChange={(value) => setTab(value as typeof tab)}
          data={[
            { value: "transcript", label: t("transcript.title") },
            { value: "note", label: t("note.title") },
          ]}
        />
      </div>
      <div className={`${classes.visit} no-print`}>
        <section ref={pane} className={`${classes.pane} ${wide("transcript")}`} aria-label={t("transcript.title")} tabIndex={-1}>
          {writable && stage === "prepare" ? <Prepare visit={visit} last={last} /> : null}
          <VisitSound visit={visit} control={recorder} writable={writable} hasTranscript={hasTranscript} />
          <TranscriptPane visitId={visit.visit_id} transcript={detail.transcript} used={used} writable={writable} onImported={refresh} />
        </section>
        <section className={`${classes.notePane} ${wide("note")}`} aria-label={t("note.title")}>
          <Signed detail={detail} />
          {writable ? null : <NotStored visitId={visit.visit_id} detail={detail} {...(visit.allowed.includes("amend") ? { onAmend: (amend: string) => setDialog({ amend }) } : {})} />}
          <NextVisit detail={detail} justSigned={justSigned} />
          <DraftBar control={draft} hasTranscript={hasTranscript} unknown={unknown} writable={writable} waitsForModel={model.running} />
          {writable && hasTranscript && model.preview ? <AskModel control={model} visit={visit} label="model.draft" command="visit.model_draft" /> : null}
          <NoteEditor store={store} takenFrom={detail.taken_from ?? []} draft={draft} readOnly={!writable} onDecide={onDecide} onContinuePlan={continuePlan} />
          <AiSuggestions visit={visit} writable={writable} hasTranscript={hasTranscript} onDecided={() => void client.invalidateQueries({ queryKey: reading("getVisit", { visit_id: visit.visit_id }).queryKey })} />
          <Amendments detail={detail} />
        </section>
      </div>
      <PrintNote detail={detail} />
      {dialog === "sign" && open ? (
        <SignDialog
          detail={detail}
          store={store}
          proposals={proposed.length}
          onClose={() => setDialog(null)}
          onSigned={() => {
            setDialog(null);
            setJustSigned(true);
            setTab("note");
          }}
          onShow={(what) => {
            setDialog(null);
            setTab(what === "turns" ? "transcript" : "note");
            if (what === "turns") unusedStore.set(true);
            setTimeout(() => focusUnused(what), 160);
          }}
          onReview={() => {
            setDialog(null);
            setTimeout(nextAttention, 160);
          }}
        />
      ) : null}
      {dialog !== null && dialog !== "sign" ? <AmendDialog visit={visit} text={dialog.amend} onClose={() => setDialog(null)} /> : null}
      <NoteConflict store={store} patientId={visit.patient_id} />
    </>
  );
}

export function VisitPage() {
  const { visitId } = useParams({ from: "/visits/$visitId" });
  const can = useCan();
  const { data, error, refetch } = useQuery({ ...reading("getVisit", { visit_id: visitId }), enabled: can("visit:read") });
  const denied = !can("visit:read");
  // Also one that was there a moment ago: nothing can be written to it.
  const gone = error?.type === "NotFound" || error?.type === "Forbidden";
  if (denied || (error && (gone || !data)))
    return (
      <>
        {error ? <ErrorState whole failure={error} onRetry={() => void refetch()} /> : <DeniedState permission="visit:read" />}
        {denied || gone ? <NotStored visitId={visitId} detail={null} /> : null}
      </>
    );
  if (!data) return <Loading />;
  return (
    <>
      <PatientStrip patientId={data.visit.patient_id} />
      <OpenVisit key={visitId} detail={data} />
    </>
  );
}

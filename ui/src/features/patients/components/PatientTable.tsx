import { useMediaQuery } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useRef, type KeyboardEvent } from "react";
import type { PatientSummary } from "@api/bindings";
import { formatDate, patientName } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { Icon } from "@shared/ui";
import type { Rows } from "../hooks/usePatientRows";
import classes from "./patients.module.css";

/** Heights of a row in pixels: one line, or its cells below each other on a narrow or zoomed screen. */
const LINE = 44;
const STACK = 100;
type Props = { rows: Rows; active: number; onActive: (index: number) => void; onOpen: (patient: PatientSummary) => void; id: string };

function Cells({ patient }: { patient: PatientSummary | undefined }) {
  const { t } = useI18n();
  if (!patient)
    return (
      <span role="gridcell" className={classes.waiting} aria-busy="true">
        …
      </span>
    );
  return (
    <>
      <span role="gridcell" className={classes.name}>
        <Icon name={patient.kind === "animal" ? "paw" : "person"} size={16} />
        <span>{patientName(patient)}</span>
        {patient.species ? <small>{patient.species}</small> : null}
        {patient.restricted ? (
          <small className={classes.locked}>
            <Icon name="lock" size={13} /> {t("patient.restricted_short")}
          </small>
        ) : null}
      </span>
      <span role="gridcell">{patient.birth_date ? formatDate(patient.birth_date) : "–"}</span>
      <span role="gridcell" className={classes.mono}>
        {patient.mrn}
      </span>
      <span role="gridcell">{patient.phone ?? "–"}</span>
      <span role="gridcell">{patient.last_visit_at ? formatDate(patient.last_visit_at) : t("patient.no_visit")}</span>
      <span role="gridcell" className={classes.number}>
        {patient.visit_count}
      </span>
    </>
  );
}

/** A list of any length; only the rows in sight are in the page. */
export function PatientTable({ rows, active, onActive, onOpen, id }: Props) {
  const { t } = useI18n();
  const body = useRef<HTMLDivElement>(null);
  const label = useId();
  const total = rows.total ?? 0;
  const height = useMediaQuery("(max-width: 860px)", undefined, { getInitialValueInEffect: false }) ? STACK : LINE;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => body.current,
    estimateSize: () => height,
    overscan: 8,
    initialRect: { width: 800, height: 600 },
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => rows.show(first, last));
  useEffect(() => virtual.measure(), [virtual, height]);
  useEffect(() => {
    if (total > 0) virtual.scrollToIndex(Math.min(active, total - 1), { align: "auto" });
    // Only a moved selection scrolls, not every render.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [active]);
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((body.current?.clientHeight ?? 600) / height) - 1);
    const moves: Record<string, number> = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: total - 1 };
    const next = moves[event.key];
    if (event.key === "Enter") {
      const patient = rows.at(active);
      if (patient) onOpen(patient);
    } else if (next === undefined) return;
    else onActive(Math.min(Math.max(next, 0), total - 1));
    event.preventDefault();
  };
  const heads = ["patient.name", "patient.birth_date", "patient.mrn", "patient.phone", "patient.last_visit", "patient.visits"] as const;
  return (
    <div className={classes.table}>
      <span id={label} hidden>
        {t("nav.patients")}
      </span>
      <div
        id={id}
        ref={body}
        role="grid"
        aria-labelledby={label}
        aria-rowcount={total + 1}
        aria-colcount={heads.length}
        aria-activedescendant={total > 0 ? `${id}-${active}` : undefined}
        tabIndex={0}
        className={classes.scroll}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className={classes.head}>
          <div role="row" aria-rowindex={1} className={classes.row}>
            {heads.map((head) => (
              <span role="columnheader" key={head}>
                {t(head)}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {items.map((item) => {
            const patient = rows.at(item.index);
            return (
              <div
                key={item.index}
                id={`${id}-${item.index}`}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={item.index === active}
                className={classes.row}
                style={{ transform: `translateY(${item.start}px)` }}
                onClick={() => patient && onOpen(patient)}
              >
                <Cells patient={patient} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

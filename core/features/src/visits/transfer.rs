use super::{
    lifecycle::{check_start, reason},
    read::detail,
};
use crate::{Ctx, Failure, patients::read::OnePatient};
use praxis_domain::{
    MAX_LIMIT, PageRequest,
    patients::model::PatientId,
    store::Work,
    visits::{
        model::{VisitDetail, VisitExport},
        ports::{NewVisit, VisitFilter},
        rules,
    },
    workflows::model::{ImportIssue, ImportReport},
};
use praxis_kernel::{Rule, operation, wire};

/// All visits of a patient as one file.
#[operation(GET "/v1/ehr/patients/{patient_id}/visits/export", allow = "visit:export", reads = [Visits], errors = [NotFound])]
pub async fn export_visits(ctx: &Ctx, input: OnePatient) -> Result<VisitExport, Failure> {
    let mut work = ctx.snapshot().await?;
    let patient = work
        .patients()
        .find(input.patient_id)
        .await?
        .ok_or_else(|| Failure::not_found("patient"))?;
    let filter = VisitFilter {
        patient: Some(input.patient_id),
        ..VisitFilter::default()
    };
    let page = PageRequest {
        limit: MAX_LIMIT,
        offset: 0,
    };
    let mut found = work.visits().page(&filter, page).await?.items;
    found.reverse();
    let mut visits = Vec::with_capacity(found.len());
    for visit in found {
        visits.push(detail(work.as_mut(), visit).await?);
    }
    Ok(VisitExport {
        format: 1,
        exported_at: ctx.now(),
        mrn: patient.mrn,
        visits,
    })
}

/// A file of visits for one patient.
#[wire(input)]
pub struct ImportVisits {
    /// Whose chart receives them.
    pub patient_id: PatientId,
    /// What `export_visits` wrote.
    pub file: VisitExport,
}

/// Reads visits that were exported. They arrive as drafts of the caller: a signature cannot be
/// carried over. A visit that is here already is left alone.
#[operation(POST "/v1/ehr/patients/{patient_id}/visits/import", allow = "visit:import", changes = [Visits, Patients], errors = [NotFound])]
pub async fn import_visits(ctx: &Ctx, input: ImportVisits) -> Result<ImportReport, Failure> {
    if input.file.format != 1 {
        return Err(Failure::validation(
            "file.format",
            Rule::OutOfRange,
            "This file was written by a newer Praxis.",
        ));
    }
    let mut work = ctx.write().await?;
    work.patients()
        .find(input.patient_id)
        .await?
        .ok_or_else(|| Failure::not_found("patient"))?;
    let mut report = ImportReport::default();
    for (index, visit) in input.file.visits.iter().enumerate() {
        let id = visit.visit.visit_id;
        if work.visits().find(id).await?.is_some() {
            report.unchanged += 1;
            continue;
        }
        match store(ctx, work.as_mut(), input.patient_id, visit).await {
            Ok(()) => report.created += 1,
            Err(failure) if failure.cause().is_none() => {
                let failure = failure.wire("");
                report.failed += 1;
                report.issues.push(ImportIssue {
                    line: u32::try_from(index + 1).unwrap_or(u32::MAX),
                    field: failure.field,
                    rule: failure.rule,
                    problem: failure.message,
                });
            }
            Err(failure) => return Err(failure),
        }
    }
    work.commit().await?;
    Ok(report)
}

async fn store(
    ctx: &Ctx,
    work: &mut dyn Work,
    patient_id: PatientId,
    exported: &VisitDetail,
) -> Result<(), Failure> {
    let reason = reason(&exported.visit.reason)?;
    check_start(ctx, exported.visit.started_at)?;
    for section in &exported.sections {
        rules::check_section(&section.sentences)?;
        rules::check_section(&section.suggestions)?;
    }
    work.visits()
        .insert(&NewVisit {
            visit_id: exported.visit.visit_id,
            patient_id,
            clinician_id: ctx.user()?.user_id,
            reason,
            started_at: exported.visit.started_at,
        })
        .await?;
    let visit = super::read::find(work, exported.visit.visit_id).await?;
    if let Some(transcript) = &exported.transcript {
        work.scribe().save_transcript(&visit, transcript).await?;
    }
    for section in &exported.sections {
        let mut section = section.clone();
        section.version = 0;
        if !section.sentences.is_empty() || !section.suggestions.is_empty() {
            work.visits().save_section(&visit, &section).await?;
        }
    }
    Ok(())
}

use super::read::{detail, find};
use crate::{Ctx, Failure};
use base64::{Engine, engine::general_purpose::STANDARD};
use praxis_domain::{
    access::model::Language,
    visits::model::{PrintedVisit, VisitDetail, VisitId},
};
use praxis_kernel::{Rule, operation, wire};
use praxis_print::PrintedNote;

/// A note to print.
#[wire(input)]
pub struct PrintVisit {
    /// Of which visit.
    pub visit_id: VisitId,
    /// Language of headings and dates; English when absent. The note stays as it was written.
    #[serde(default)]
    pub language: Option<Language>,
    /// IANA name of the time zone in which times are given, such as `Europe/Warsaw`; UTC when
    /// absent.
    #[serde(default)]
    pub time_zone: Option<String>,
}

/// The note as an A4 PDF. What nobody signed is marked as a draft on every page.
#[operation(GET "/v1/ehr/encounters/{visit_id}/print", allow = "visit:read", reads = [Visits], errors = [NotFound])]
pub async fn print_visit(ctx: &Ctx, input: PrintVisit) -> Result<PrintedVisit, Failure> {
    let name = input.time_zone.as_deref().unwrap_or("UTC");
    let zone = praxis_print::zone(name).ok_or_else(|| {
        Failure::validation("time_zone", Rule::Malformed, "There is no such time zone.")
    })?;
    let clinic = ctx.organization()?.name.clone();
    let mut work = ctx.snapshot().await?;
    let visit = find(work.as_mut(), input.visit_id).await?;
    let patient = work
        .patients()
        .find(visit.patient_id)
        .await?
        .ok_or_else(|| Failure::not_found("visit"))?;
    let visit = detail(work.as_mut(), visit).await?;
    drop(work);
    let day = visit.visit.started_at.get().to_zoned(zone.clone()).date();
    let file_name = file_name(&visit, &day.to_string(), &patient.mrn);
    // A note as long as they may be takes a second.
    let printing = tokio::task::spawn_blocking(move || {
        praxis_print::note(&PrintedNote {
            language: input.language.unwrap_or(Language::En),
            zone,
            clinic: &clinic,
            patient: &patient,
            visit: &visit,
        })
    });
    let bytes = printing.await.map_err(Failure::internal)??;
    Ok(PrintedVisit {
        file_name,
        data: STANDARD.encode(bytes),
    })
}

/// `visit-2026-11-21-K7-0042.pdf`: names of files are seen by everybody, so no person is in it.
fn file_name(visit: &VisitDetail, day: &str, mrn: &str) -> String {
    let plain = |letter: char| {
        if letter.is_alphanumeric() {
            letter
        } else {
            '-'
        }
    };
    let mrn: String = mrn.chars().map(plain).collect();
    let draft = if visit.signature.is_some() {
        ""
    } else {
        "-draft"
    };
    format!("visit-{day}-{mrn}{draft}.pdf")
}

//! What patients decided; a new decision stands beside the older ones.

use super::{from_word, to_word, unit::Unit};
use crate::engine::{self, Ts};
use praxis_domain::{
    access::model::UserId,
    patients::model::PatientId,
    scribe::recordings::model::{Consent, ConsentId, ConsentPurpose},
    store::Touched,
    visits::model::VisitId,
};
use praxis_kernel::{Failure, Timestamp};

pub(super) async fn insert(unit: &mut Unit, consent: &Consent) -> Result<(), Failure> {
    let org = unit.org()?;
    sqlx::query!(
        "INSERT INTO consents (consent_id, organization_id, patient_id, purpose, decision, visit_id, recorded_by,
                               recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        consent.consent_id.get(),
        org,
        consent.patient_id.get(),
        to_word(&consent.purpose)?,
        to_word(&consent.decision)?,
        consent.visit_id.map(VisitId::get),
        consent.recorded_by.get(),
        Ts::from(consent.recorded_at.get()) as _
    )
    .execute(unit.db())
    .await
    .map_err(engine::failure)?;
    let (id, patient) = (consent.consent_id.get(), consent.patient_id.get());
    unit.touch(Touched::one("created", "consent", id, Some(patient)));
    Ok(())
}

pub(super) async fn latest(
    unit: &mut Unit,
    patient: PatientId,
    purpose: ConsentPurpose,
) -> Result<Option<Consent>, Failure> {
    let (org, word) = (unit.org()?, to_word(&purpose)?);
    let row = sqlx::query!(
        "SELECT c.consent_id, c.decision, c.visit_id, c.recorded_by, u.display_name, c.recorded_at
           FROM consents c JOIN users u ON u.user_id = c.recorded_by
          WHERE c.organization_id = $1 AND c.patient_id = $2 AND c.purpose = $3
          ORDER BY c.recorded_at DESC, c.consent_id DESC LIMIT 1",
        org,
        patient.get(),
        word
    )
    .fetch_optional(unit.db())
    .await
    .map_err(engine::failure)?;
    row.map(|row| {
        Ok(Consent {
            consent_id: ConsentId::new(row.consent_id),
            patient_id: patient,
            purpose,
            decision: from_word(&row.decision)?,
            visit_id: row.visit_id.map(VisitId::new),
            recorded_by: UserId::new(row.recorded_by),
            recorded_by_name: row.display_name,
            recorded_at: Timestamp::new(row.recorded_at.into()),
        })
    })
    .transpose()
}

//! Visits, notes, signatures, amendments.

use super::{count, from_json, from_word, to_json, to_word, unit::Unit, unreadable, version};
use crate::engine::{self, Ts};
use async_trait::async_trait;
use jiff::civil::Date as Day;
use praxis_domain::{
    PageRequest,
    access::model::UserId,
    patients::{model::PatientId, rules::shown_name},
    store::Touched,
    visits::{
        model::{Amendment, AmendmentId, NoteSection, Signature, Visit, VisitId, VisitPage},
        ports::{NewVisit, VisitFilter, Visits},
        states::{VisitEvent, VisitStatus},
    },
};
use praxis_kernel::{Failure, Machine, Timestamp};
use uuid::Uuid;

struct Row {
    visit_id: Uuid,
    patient_id: Uuid,
    kind: String,
    listed_family: String,
    given_name: String,
    clinician_id: Uuid,
    clinician_name: String,
    status: String,
    reason: String,
    started_at: Ts,
    finalized_at: Option<Ts>,
    version: i64,
    created_at: Ts,
    updated_at: Ts,
}

impl TryFrom<Row> for Visit {
    type Error = Failure;
    fn try_from(row: Row) -> Result<Self, Failure> {
        let status =
            VisitStatus::from_word(&row.status).ok_or_else(|| unreadable("visit state"))?;
        Ok(Self {
            visit_id: VisitId::new(row.visit_id),
            patient_id: PatientId::new(row.patient_id),
            patient_name: shown_name(&row.listed_family, &row.given_name, from_word(&row.kind)?),
            clinician_id: UserId::new(row.clinician_id),
            clinician_name: row.clinician_name,
            status,
            reason: row.reason,
            started_at: Timestamp::new(row.started_at.into()),
            finalized_at: row.finalized_at.map(|at| Timestamp::new(at.into())),
            allowed: status
                .valid_transitions()
                .into_iter()
                .map(str::to_owned)
                .collect(),
            version: version(row.version),
            created_at: Timestamp::new(row.created_at.into()),
            updated_at: Timestamp::new(row.updated_at.into()),
        })
    }
}

/// Days as moments in UTC: from the start of the first to the end of the last.
fn bounds(filter: &VisitFilter) -> (Option<Ts>, Option<Ts>) {
    let start = |day: Day| {
        day.to_zoned(jiff::tz::TimeZone::UTC)
            .map(|zoned| Ts::from(zoned.timestamp()))
            .ok()
    };
    (
        filter.from.and_then(|day| start(day.get())),
        filter
            .to
            .and_then(|day| start(day.get().tomorrow().unwrap_or(day.get()))),
    )
}

impl Unit {
    pub(super) fn touch_visit(&self, outcome: &'static str, resource: &'static str, visit: &Visit) {
        self.touch(Touched::one(
            outcome,
            resource,
            visit.visit_id.get(),
            Some(visit.patient_id.get()),
        ));
    }
}

#[async_trait]
impl Visits for Unit {
    async fn insert(&mut self, visit: &NewVisit) -> Result<(), Failure> {
        let (org, now) = (self.org()?, self.now());
        let stored = sqlx::query!(
            "INSERT INTO visits (visit_id, organization_id, patient_id, clinician_id, status, reason, started_at,
                                 version, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8)
             ON CONFLICT (visit_id) DO NOTHING",
            visit.visit_id.get(),
            org,
            visit.patient_id.get(),
            visit.clinician_id.get(),
            VisitStatus::INITIAL.word(),
            visit.reason,
            Ts::from(visit.started_at.get()) as _,
            now as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        if stored.rows_affected() == 0 {
            return Err(Failure::taken(
                "visit_id",
                "",
                "A visit with this identifier is kept elsewhere.",
            ));
        }
        self.touch(Touched::one(
            "created",
            "visit",
            visit.visit_id.get(),
            Some(visit.patient_id.get()),
        ));
        Ok(())
    }

    async fn find(&mut self, visit: VisitId) -> Result<Option<Visit>, Failure> {
        // A note is not written while it is signed: whoever changes a visit begins here.
        self.alone(visit.get()).await?;
        let (org, all) = (self.org()?, self.sees_restricted());
        let row = sqlx::query_as!(
            Row,
            "SELECT v.visit_id, v.patient_id, p.kind, p.listed_family, p.given_name, v.clinician_id,
                    u.display_name AS clinician_name, v.status, v.reason, v.started_at, v.finalized_at, v.version,
                    v.created_at, v.updated_at
               FROM visits v
               JOIN patients p ON p.patient_id = v.patient_id
               JOIN users u ON u.user_id = v.clinician_id
              WHERE v.organization_id = $1 AND v.visit_id = $2 AND (NOT p.restricted OR $3)",
            org,
            visit.get(),
            all
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        let Some(row) = row else { return Ok(None) };
        let visit: Visit = row.try_into()?;
        self.touch_visit("read", "visit", &visit);
        Ok(Some(visit))
    }

    async fn page(
        &mut self,
        filter: &VisitFilter,
        page: PageRequest,
    ) -> Result<VisitPage, Failure> {
        let (org, all) = (self.org()?, self.sees_restricted());
        let (from, to) = bounds(filter);
        let signed = filter.signed_since.map(|moment| Ts::from(moment.get()));
        let (patient, clinician) = (
            filter.patient.map(|id| id.get()),
            filter.clinician.map(|id| id.get()),
        );
        let status = filter.status.map(Machine::word);
        let rows = sqlx::query_as!(
            Row,
            "SELECT v.visit_id, v.patient_id, p.kind, p.listed_family, p.given_name, v.clinician_id,
                    u.display_name AS clinician_name, v.status, v.reason, v.started_at, v.finalized_at, v.version,
                    v.created_at, v.updated_at
               FROM visits v
               JOIN patients p ON p.patient_id = v.patient_id
               JOIN users u ON u.user_id = v.clinician_id
              WHERE v.organization_id = $1 AND (NOT p.restricted OR $2)
                AND ($3::uuid IS NULL OR v.patient_id = $3::uuid)
                AND ($4::uuid IS NULL OR v.clinician_id = $4::uuid)
                AND ($5::text IS NULL OR v.status = $5::text)
                AND (NOT $6 OR v.status IN ('draft', 'in_progress'))
                AND ($7::timestamptz IS NULL OR v.started_at >= $7::timestamptz)
                AND ($8::timestamptz IS NULL OR v.started_at < $8::timestamptz)
                AND ($9::timestamptz IS NULL OR v.finalized_at >= $9::timestamptz)
              ORDER BY v.started_at DESC, v.visit_id DESC LIMIT $10 OFFSET $11",
            org,
            all,
            patient,
            clinician,
            status,
            filter.open,
            from as _,
            to as _,
            signed as _,
            i64::from(page.limit),
            i64::from(page.offset)
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        let total = sqlx::query_scalar!(
            r#"SELECT count(*) AS "n!: i64"
                 FROM visits v JOIN patients p ON p.patient_id = v.patient_id
                WHERE v.organization_id = $1 AND (NOT p.restricted OR $2)
                  AND ($3::uuid IS NULL OR v.patient_id = $3::uuid)
                  AND ($4::uuid IS NULL OR v.clinician_id = $4::uuid)
                  AND ($5::text IS NULL OR v.status = $5::text)
                  AND (NOT $6 OR v.status IN ('draft', 'in_progress'))
                  AND ($7::timestamptz IS NULL OR v.started_at >= $7::timestamptz)
                  AND ($8::timestamptz IS NULL OR v.started_at < $8::timestamptz)
                  AND ($9::timestamptz IS NULL OR v.finalized_at >= $9::timestamptz)"#,
            org,
            all,
            patient,
            clinician,
            status,
            filter.open,
            from as _,
            to as _,
            signed as _
        )
        .fetch_one(self.db())
        .await
        .map_err(engine::failure)?;
        let subjects = rows.iter().map(|row| row.visit_id).collect();
        self.touch(Touched::list("visit", patient, subjects));
        let items: Result<Vec<Visit>, Failure> = rows.into_iter().map(TryInto::try_into).collect();
        Ok(VisitPage {
            items: items?,
            total: count(total),
        })
    }

    async fn open_visit(
        &mut self,
        patient: PatientId,
        clinician: UserId,
        since: Timestamp,
    ) -> Result<Option<VisitId>, Failure> {
        // A double click finds the visit that the first one opened.
        self.alone(patient.get()).await?;
        let org = self.org()?;
        let id = sqlx::query_scalar!(
            "SELECT visit_id FROM visits
              WHERE organization_id = $1 AND patient_id = $2 AND clinician_id = $3
                AND status IN ('draft', 'in_progress') AND started_at >= $4
              ORDER BY started_at DESC LIMIT 1",
            org,
            patient.get(),
            clinician.get(),
            Ts::from(since.get()) as _
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(id.map(VisitId::new))
    }

    async fn update(&mut self, visit: &Visit) -> Result<bool, Failure> {
        let (org, now) = (self.org()?, self.now());
        let stored = sqlx::query!(
            "UPDATE visits SET reason = $4, started_at = $5, version = version + 1, updated_at = $6
              WHERE organization_id = $1 AND visit_id = $2 AND version = $3",
            org,
            visit.visit_id.get(),
            i64::from(visit.version),
            visit.reason,
            Ts::from(visit.started_at.get()) as _,
            now as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch_visit("changed", "visit", visit);
        Ok(stored.rows_affected() == 1)
    }

    async fn transition(&mut self, visit: &Visit, event: VisitEvent) -> Result<Visit, Failure> {
        let from = visit.status;
        let to = from.apply(event).map_err(Failure::transition)?;
        let (org, now) = (self.org()?, self.now());
        let id = visit.visit_id.get();
        let finalizes = event == VisitEvent::Finalize;
        // The state in the condition fences off whoever moved the visit in the meantime.
        let moved = sqlx::query!(
            "UPDATE visits SET status = $4, version = version + 1, updated_at = $5,
                    finalized_at = CASE WHEN $6 THEN $5 ELSE finalized_at END
              WHERE organization_id = $1 AND visit_id = $2 AND status = $3",
            org,
            id,
            from.word(),
            to.word(),
            now as _,
            finalizes
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        let current = Visits::find(self, visit.visit_id)
            .await?
            .ok_or_else(|| Failure::not_found("visit"))?;
        if moved.rows_affected() == 0 {
            return match current.status.apply(event) {
                Ok(_) => Err(Failure::stale(&current)),
                Err(refused) => Err(Failure::transition(refused)),
            };
        }
        self.log_transition(org, id, from, event, to).await?;
        self.touch_visit(VisitStatus::event_word(event), "visit", visit);
        Ok(current)
    }

    async fn delete(&mut self, visit: &Visit) -> Result<(), Failure> {
        let org = self.org()?;
        sqlx::query!(
            "DELETE FROM visits WHERE organization_id = $1 AND visit_id = $2 AND status = 'draft'",
            org,
            visit.visit_id.get()
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch_visit("deleted", "visit", visit);
        Ok(())
    }

    async fn sections(&mut self, visit: VisitId) -> Result<Vec<NoteSection>, Failure> {
        let org = self.org()?;
        let rows = sqlx::query!(
            "SELECT section, sentences, suggestions, version
               FROM note_sections WHERE organization_id = $1 AND visit_id = $2",
            org,
            visit.get()
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        rows.into_iter()
            .map(|row| {
                Ok(NoteSection {
                    section: from_word(&row.section)?,
                    sentences: from_json(&row.sentences)?,
                    suggestions: from_json(&row.suggestions)?,
                    version: version(row.version),
                })
            })
            .collect()
    }

    async fn save_section(
        &mut self,
        visit: &Visit,
        section: &NoteSection,
    ) -> Result<bool, Failure> {
        let org = self.org()?;
        let (word, sentences, suggestions) = (
            to_word(&section.section)?,
            to_json(&section.sentences)?,
            to_json(&section.suggestions)?,
        );
        // Version 0 means that nothing was saved yet: then, and only then, the row is new.
        let stored = if section.version == 0 {
            sqlx::query!(
                "INSERT INTO note_sections (visit_id, section, organization_id, sentences, suggestions, version)
                 VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (visit_id, section) DO NOTHING",
                visit.visit_id.get(),
                word,
                org,
                sentences,
                suggestions
            )
            .execute(self.db())
            .await
            .map_err(engine::failure)?
            .rows_affected()
        } else {
            sqlx::query!(
                "UPDATE note_sections SET sentences = $5, suggestions = $6, version = version + 1
                  WHERE organization_id = $1 AND visit_id = $2 AND section = $3 AND version = $4",
                org,
                visit.visit_id.get(),
                word,
                i64::from(section.version),
                sentences,
                suggestions
            )
            .execute(self.db())
            .await
            .map_err(engine::failure)?
            .rows_affected()
        };
        self.touch_visit("changed", "note", visit);
        Ok(stored == 1)
    }

    async fn insert_signature(
        &mut self,
        visit: &Visit,
        signature: &Signature,
    ) -> Result<(), Failure> {
        let org = self.org()?;
        sqlx::query!(
            "INSERT INTO signatures (visit_id, organization_id, signed_by, signer_name, signed_at, content_hash)
             VALUES ($1, $2, $3, $4, $5, $6)",
            visit.visit_id.get(),
            org,
            signature.signed_by.get(),
            signature.signer_name,
            Ts::from(signature.signed_at.get()) as _,
            signature.content_hash
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch_visit("created", "signature", visit);
        Ok(())
    }

    async fn signature(&mut self, visit: VisitId) -> Result<Option<Signature>, Failure> {
        let org = self.org()?;
        let row = sqlx::query!(
            "SELECT signed_by, signer_name, signed_at, content_hash
               FROM signatures WHERE organization_id = $1 AND visit_id = $2",
            org,
            visit.get()
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(row.map(|row| Signature {
            signed_by: UserId::new(row.signed_by),
            signer_name: row.signer_name,
            signed_at: Timestamp::new(row.signed_at.into()),
            content_hash: row.content_hash,
            // Only the feature, which has the note, can say.
            matches: false,
        }))
    }

    async fn insert_amendment(
        &mut self,
        visit: &Visit,
        amendment: &Amendment,
    ) -> Result<(), Failure> {
        let org = self.org()?;
        sqlx::query!(
            "INSERT INTO amendments (amendment_id, visit_id, organization_id, author_id, author_name, amended_at,
                                     reason, text)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            amendment.amendment_id.get(),
            visit.visit_id.get(),
            org,
            amendment.author_id.get(),
            amendment.author_name,
            Ts::from(amendment.amended_at.get()) as _,
            amendment.reason,
            amendment.text
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch_visit("created", "amendment", visit);
        Ok(())
    }

    async fn amendments(&mut self, visit: VisitId) -> Result<Vec<Amendment>, Failure> {
        let org = self.org()?;
        let rows = sqlx::query!(
            "SELECT amendment_id, author_id, author_name, amended_at, reason, text
               FROM amendments WHERE organization_id = $1 AND visit_id = $2
              ORDER BY amended_at, amendment_id",
            org,
            visit.get()
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(rows
            .into_iter()
            .map(|row| Amendment {
                amendment_id: AmendmentId::new(row.amendment_id),
                author_id: UserId::new(row.author_id),
                author_name: row.author_name,
                amended_at: Timestamp::new(row.amended_at.into()),
                reason: row.reason,
                text: row.text,
            })
            .collect())
    }
}

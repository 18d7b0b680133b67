//! Transcripts and drafts.

use super::{from_json, from_word, suggestions, to_json, to_word, unit::Unit};
use crate::engine::{self, Ts};
use async_trait::async_trait;
use praxis_domain::{
    access::model::UserId,
    scribe::{
        model::{DraftSentence, Section, Transcript},
        ports::Scribe,
        suggestions::{Suggestion, SuggestionId},
    },
    visits::model::{Acceptance, Draft, DraftId, Provenance, TakenFrom, Visit, VisitId},
};
use praxis_kernel::{Failure, Timestamp};
use uuid::Uuid;

struct Row {
    draft_id: Uuid,
    visit_id: Uuid,
    sentences: String,
    provider: String,
    model: String,
    prompt_version: Option<String>,
    drafted_at: Ts,
}

impl Unit {
    async fn with_acceptances(&mut self, row: Row) -> Result<Draft, Failure> {
        let accepted = sqlx::query!(
            "SELECT a.section, a.accepted_by, u.display_name, a.accepted_at
               FROM draft_acceptances a JOIN users u ON u.user_id = a.accepted_by
              WHERE a.draft_id = $1 ORDER BY a.accepted_at, a.section",
            row.draft_id
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        let accepted = accepted.into_iter().map(|row| {
            acceptance(
                &row.section,
                row.accepted_by,
                row.display_name,
                row.accepted_at,
            )
        });
        Ok(Draft {
            draft_id: DraftId::new(row.draft_id),
            visit_id: VisitId::new(row.visit_id),
            sentences: from_json(&row.sentences)?,
            provenance: provenance(row.provider, row.model, row.prompt_version, row.drafted_at),
            accepted: accepted.collect::<Result<_, _>>()?,
        })
    }
}

fn provenance(provider: String, model: String, prompt: Option<String>, at: Ts) -> Provenance {
    Provenance {
        provider,
        model,
        prompt_version: prompt,
        drafted_at: Timestamp::new(at.into()),
    }
}

fn acceptance(section: &str, by: Uuid, name: String, at: Ts) -> Result<Acceptance, Failure> {
    Ok(Acceptance {
        section: from_word(section)?,
        accepted_by: UserId::new(by),
        accepted_by_name: name,
        accepted_at: Timestamp::new(at.into()),
    })
}

#[async_trait]
impl Scribe for Unit {
    async fn save_transcript(
        &mut self,
        visit: &Visit,
        transcript: &Transcript,
    ) -> Result<(), Failure> {
        let (org, now, segments) = (self.org()?, self.now(), to_json(transcript)?);
        sqlx::query!(
            "INSERT INTO transcripts (visit_id, organization_id, segments, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (visit_id) DO UPDATE SET segments = excluded.segments, created_at = excluded.created_at",
            visit.visit_id.get(),
            org,
            segments,
            now as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch_visit("changed", "transcript", visit);
        Ok(())
    }

    async fn transcript(&mut self, visit: VisitId) -> Result<Option<Transcript>, Failure> {
        let org = self.org()?;
        let text = sqlx::query_scalar!(
            "SELECT segments FROM transcripts WHERE organization_id = $1 AND visit_id = $2",
            org,
            visit.get()
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        text.map(|text| from_json(&text)).transpose()
    }

    async fn insert_draft(
        &mut self,
        visit: &Visit,
        draft: DraftId,
        sentences: &[DraftSentence],
        provenance: &Provenance,
    ) -> Result<(), Failure> {
        let (org, text) = (self.org()?, to_json(&sentences)?);
        sqlx::query!(
            "INSERT INTO drafts (draft_id, visit_id, organization_id, sentences, provider, model, prompt_version,
                                 drafted_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            draft.get(),
            visit.visit_id.get(),
            org,
            text,
            provenance.provider,
            provenance.model,
            provenance.prompt_version,
            Ts::from(provenance.drafted_at.get()) as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch_visit("created", "draft", visit);
        Ok(())
    }

    async fn taken_from(&mut self, visit: VisitId) -> Result<Vec<TakenFrom>, Failure> {
        let org = self.org()?;
        let rows = sqlx::query!(
            "SELECT d.provider, d.model, d.prompt_version, d.drafted_at, a.section, a.accepted_by, u.display_name,
                    a.accepted_at
               FROM drafts d JOIN draft_acceptances a ON a.draft_id = d.draft_id
                    JOIN users u ON u.user_id = a.accepted_by
              WHERE d.organization_id = $1 AND d.visit_id = $2 ORDER BY a.accepted_at, a.section, d.draft_id",
            org,
            visit.get()
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        let taken = rows.into_iter().map(|row| {
            Ok(TakenFrom {
                provenance: provenance(row.provider, row.model, row.prompt_version, row.drafted_at),
                acceptance: acceptance(
                    &row.section,
                    row.accepted_by,
                    row.display_name,
                    row.accepted_at,
                )?,
            })
        });
        taken.collect()
    }

    async fn draft(&mut self, visit: VisitId, draft: DraftId) -> Result<Option<Draft>, Failure> {
        let org = self.org()?;
        let row = sqlx::query_as!(
            Row,
            "SELECT draft_id, visit_id, sentences, provider, model, prompt_version, drafted_at
               FROM drafts WHERE organization_id = $1 AND visit_id = $2 AND draft_id = $3",
            org,
            visit.get(),
            draft.get()
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        match row {
            Some(row) => self.with_acceptances(row).await.map(Some),
            None => Ok(None),
        }
    }

    async fn latest_draft(&mut self, visit: VisitId) -> Result<Option<Draft>, Failure> {
        let org = self.org()?;
        let row = sqlx::query_as!(
            Row,
            "SELECT draft_id, visit_id, sentences, provider, model, prompt_version, drafted_at
               FROM drafts WHERE organization_id = $1 AND visit_id = $2
              ORDER BY drafted_at DESC, draft_id DESC LIMIT 1",
            org,
            visit.get()
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        match row {
            Some(row) => self.with_acceptances(row).await.map(Some),
            None => Ok(None),
        }
    }

    async fn accept_section(
        &mut self,
        draft: DraftId,
        section: Section,
        by: UserId,
    ) -> Result<bool, Failure> {
        let (now, word) = (self.now(), to_word(&section)?);
        let stored = sqlx::query!(
            "INSERT INTO draft_acceptances (draft_id, section, accepted_by, accepted_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (draft_id, section) DO NOTHING",
            draft.get(),
            word,
            by.get(),
            now as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(stored.rows_affected() == 1)
    }

    async fn insert_suggestions(
        &mut self,
        visit: &Visit,
        made: &[Suggestion],
    ) -> Result<(), Failure> {
        suggestions::insert(self, visit, made).await
    }
    async fn suggestions(&mut self, visit: VisitId) -> Result<Vec<Suggestion>, Failure> {
        suggestions::of_visit(self, visit).await
    }
    async fn decide(
        &mut self,
        visit: &Visit,
        suggestion: SuggestionId,
        taken: bool,
        by: UserId,
    ) -> Result<bool, Failure> {
        suggestions::decide(self, visit, suggestion, taken, by).await
    }
}

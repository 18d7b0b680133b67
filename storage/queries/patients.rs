//! Patients and owners.

use super::{count, from_word, patients_search, to_json, to_word, unit::Unit, unreadable, version};
use crate::engine::{self, Day, Ts};
use async_trait::async_trait;
use praxis_domain::{
    PageRequest,
    patients::{
        model::{Animal, Owner, OwnerId, Patient, PatientId, PatientPage, PatientSummary},
        ports::{PageStart, Patients, Stored, VisitCounts},
        rules,
    },
    store::Touched,
    text::fold,
};
use praxis_kernel::{Date, Failure, Timestamp};
use uuid::Uuid;

struct Row {
    patient_id: Uuid,
    kind: String,
    mrn: String,
    family_name: String,
    given_name: String,
    birth_date: Option<Day>,
    sex: String,
    phone: Option<String>,
    email: Option<String>,
    address: Option<String>,
    restricted: bool,
    species: Option<String>,
    breed: Option<String>,
    coat_color: Option<String>,
    chip_number: Option<String>,
    is_neutered: Option<bool>,
    owner_id: Option<Uuid>,
    owner_family: Option<String>,
    owner_given: Option<String>,
    owner_phone: Option<String>,
    owner_email: Option<String>,
    version: i64,
    created_at: Ts,
    updated_at: Ts,
}

impl TryFrom<Row> for Patient {
    type Error = Failure;
    fn try_from(row: Row) -> Result<Self, Failure> {
        let animal = match (row.species, row.owner_id) {
            (Some(species), Some(owner_id)) => Some(Animal {
                species,
                breed: row.breed,
                coat_color: row.coat_color,
                chip_number: row.chip_number,
                is_neutered: row.is_neutered,
                owner: Owner {
                    owner_id: OwnerId::new(owner_id),
                    family_name: row.owner_family.ok_or_else(|| unreadable("owner"))?,
                    given_name: row.owner_given.unwrap_or_default(),
                    phone: row.owner_phone,
                    email: row.owner_email,
                },
            }),
            _ => None,
        };
        Ok(Self {
            patient_id: PatientId::new(row.patient_id),
            kind: from_word(&row.kind)?,
            mrn: row.mrn,
            family_name: row.family_name,
            given_name: row.given_name,
            birth_date: row.birth_date.map(|day| Date::new(day.into())),
            sex: from_word(&row.sex)?,
            phone: row.phone,
            email: row.email,
            address: row.address,
            restricted: row.restricted,
            animal,
            version: version(row.version),
            created_at: Timestamp::new(row.created_at.into()),
            updated_at: Timestamp::new(row.updated_at.into()),
        })
    }
}

pub(super) struct SummaryRow {
    pub patient_id: Uuid,
    pub kind: String,
    pub mrn: String,
    pub listed_family: String,
    pub given_name: String,
    pub birth_date: Option<Day>,
    pub sex: String,
    pub species: Option<String>,
    pub listed_phone: Option<String>,
    pub restricted: bool,
    pub visits: i64,
    pub last_visit_at: Option<Ts>,
    pub sort_key: String,
}

impl TryFrom<SummaryRow> for PatientSummary {
    type Error = Failure;
    fn try_from(row: SummaryRow) -> Result<Self, Failure> {
        Ok(Self {
            patient_id: PatientId::new(row.patient_id),
            kind: from_word(&row.kind)?,
            mrn: row.mrn,
            family_name: row.listed_family,
            given_name: row.given_name,
            birth_date: row.birth_date.map(|day| Date::new(day.into())),
            sex: from_word(&row.sex)?,
            species: row.species,
            phone: row.listed_phone,
            restricted: row.restricted,
            visit_count: count(row.visits),
            last_visit_at: row.last_visit_at.map(|at| Timestamp::new(at.into())),
        })
    }
}

#[async_trait]
impl Patients for Unit {
    async fn insert(&mut self, patient: &Patient) -> Result<Stored, Failure> {
        let org = self.org()?;
        let id = patient.patient_id.get();
        let key = rules::sort_key(patient);
        let animal = patient.animal.as_ref();
        let listed_phone = patient
            .phone
            .clone()
            .or_else(|| animal.and_then(|animal| animal.owner.phone.clone()));
        let (kind, sex) = (to_word(&patient.kind)?, to_word(&patient.sex)?);
        let words = to_json(&rules::tokens(patient))?;
        let stored = sqlx::query!(
            "INSERT INTO patients (patient_id, organization_id, kind, mrn, family_name, given_name, listed_family,
                                   listed_phone, sort_key, birth_date, sex, phone, email, address, restricted, species,
                                   breed, coat_color, chip_number, is_neutered, owner_id, words, version, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                     $22, 1, $23, $23)
             ON CONFLICT (organization_id, mrn) DO NOTHING",
            id,
            org,
            kind,
            patient.mrn,
            patient.family_name,
            patient.given_name,
            rules::listed_family(patient),
            listed_phone,
            key,
            patient.birth_date.map(|day| Day::from(day.get())) as _,
            sex,
            patient.phone,
            patient.email,
            patient.address,
            patient.restricted,
            animal.map(|a| a.species.clone()),
            animal.and_then(|a| a.breed.clone()),
            animal.and_then(|a| a.coat_color.clone()),
            animal.and_then(|a| a.chip_number.clone()),
            animal.and_then(|a| a.is_neutered),
            animal.map(|a| a.owner.owner_id.get()),
            words,
            Ts::from(patient.created_at.get()) as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        if stored.rows_affected() == 0 {
            return self.mrn_holder(&patient.mrn).await;
        }
        self.touch(Touched::one("created", "patient", id, Some(id)));
        Ok(Stored::Done)
    }

    async fn update(&mut self, patient: &Patient) -> Result<Stored, Failure> {
        let org = self.org()?;
        let id = patient.patient_id.get();
        let Some(before) = Patients::find(self, patient.patient_id).await? else {
            return Ok(Stored::Stale);
        };
        if before.mrn != patient.mrn
            && let holder @ Stored::MrnTaken(_) = self.mrn_holder(&patient.mrn).await?
        {
            return Ok(holder);
        }
        let key = rules::sort_key(patient);
        let animal = patient.animal.as_ref();
        let listed_phone = patient
            .phone
            .clone()
            .or_else(|| animal.and_then(|animal| animal.owner.phone.clone()));
        let (kind, sex) = (to_word(&patient.kind)?, to_word(&patient.sex)?);
        let words = to_json(&rules::tokens(patient))?;
        let now = self.now();
        let stored = sqlx::query!(
            "UPDATE patients SET kind = $3, mrn = $4, family_name = $5, given_name = $6, listed_family = $7,
                    listed_phone = $8, sort_key = $9, birth_date = $10, sex = $11, phone = $12, email = $13,
                    address = $14, restricted = $15, species = $16, breed = $17, coat_color = $18, chip_number = $19,
                    is_neutered = $20, owner_id = $21, words = $22, version = version + 1, updated_at = $23
              WHERE organization_id = $1 AND patient_id = $2 AND version = $24",
            org,
            id,
            kind,
            patient.mrn,
            patient.family_name,
            patient.given_name,
            rules::listed_family(patient),
            listed_phone,
            key,
            patient.birth_date.map(|day| Day::from(day.get())) as _,
            sex,
            patient.phone,
            patient.email,
            patient.address,
            patient.restricted,
            animal.map(|a| a.species.clone()),
            animal.and_then(|a| a.breed.clone()),
            animal.and_then(|a| a.coat_color.clone()),
            animal.and_then(|a| a.chip_number.clone()),
            animal.and_then(|a| a.is_neutered),
            animal.map(|a| a.owner.owner_id.get()),
            words,
            now as _,
            i64::from(patient.version)
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        if stored.rows_affected() == 0 {
            return Ok(Stored::Stale);
        }
        self.touch(Touched::one("changed", "patient", id, Some(id)));
        Ok(Stored::Done)
    }

    async fn find(&mut self, patient: PatientId) -> Result<Option<Patient>, Failure> {
        self.find_one(Some(patient.get()), None).await
    }

    async fn find_by_mrn(&mut self, mrn: &str) -> Result<Option<Patient>, Failure> {
        self.find_one(None, Some(mrn)).await
    }

    async fn page(&mut self, page: PageRequest, start: PageStart) -> Result<PatientPage, Failure> {
        patients_search::page(self, page, start).await
    }

    async fn search(
        &mut self,
        words: &[String],
        limit: u32,
    ) -> Result<Vec<PatientSummary>, Failure> {
        patients_search::search(self, words, limit).await
    }

    async fn visit_counts(&mut self, patient: PatientId) -> Result<VisitCounts, Failure> {
        let org = self.org()?;
        let row = sqlx::query!(
            r#"SELECT count(*) AS "visits!: i64",
                      count(CASE WHEN status IN ('draft', 'in_progress') THEN 1 END) AS "open!: i64",
                      max(started_at) AS "last?: Ts"
                 FROM visits WHERE organization_id = $1 AND patient_id = $2 AND status <> 'cancelled'"#,
            org,
            patient.get()
        )
        .fetch_one(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(VisitCounts {
            visits: count(row.visits),
            open: count(row.open),
            last_visit_at: row.last.map(|at| Timestamp::new(at.into())),
        })
    }

    async fn insert_owner(&mut self, owner: &Owner) -> Result<(), Failure> {
        let org = self.org()?;
        let key = fold(&format!("{} {}", owner.family_name, owner.given_name));
        sqlx::query!(
            "INSERT INTO owners (owner_id, organization_id, family_name, given_name, phone, email, sort_key)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            owner.owner_id.get(),
            org,
            owner.family_name,
            owner.given_name,
            owner.phone,
            owner.email,
            key
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch(Touched::one("created", "owner", owner.owner_id.get(), None));
        Ok(())
    }

    async fn owner(&mut self, owner: OwnerId) -> Result<Option<Owner>, Failure> {
        let org = self.org()?;
        let row = sqlx::query_as!(
            OwnerRow,
            "SELECT owner_id, family_name, given_name, phone, email
               FROM owners WHERE organization_id = $1 AND owner_id = $2",
            org,
            owner.get()
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        if row.is_some() {
            self.touch(Touched::one("read", "owner", owner.get(), None));
        }
        Ok(row.map(Into::into))
    }

    async fn search_owners(&mut self, folded: &str, limit: u32) -> Result<Vec<Owner>, Failure> {
        let org = self.org()?;
        let rows = sqlx::query_as!(
            OwnerRow,
            "SELECT owner_id, family_name, given_name, phone, email
               FROM owners WHERE organization_id = $1 AND sort_key >= $2 AND sort_key < $3
              ORDER BY sort_key, owner_id LIMIT $4",
            org,
            folded,
            patients_search::after_prefix(folded),
            i64::from(limit)
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        let found: Vec<Owner> = rows.into_iter().map(Into::into).collect();
        let subjects = found.iter().map(|owner| owner.owner_id.get()).collect();
        self.touch(Touched::list("owner", None, subjects));
        Ok(found)
    }

    async fn animals_of(&mut self, owner: OwnerId) -> Result<Vec<PatientSummary>, Failure> {
        patients_search::animals_of(self, owner.get()).await
    }

    async fn by_source(&mut self, source: &str) -> Result<Option<PatientId>, Failure> {
        let org = self.org()?;
        let id = sqlx::query_scalar!(
            "SELECT patient_id FROM patient_sources WHERE organization_id = $1 AND source = $2",
            org,
            source
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(id.map(PatientId::new))
    }

    async fn set_source(&mut self, source: &str, patient: PatientId) -> Result<(), Failure> {
        let org = self.org()?;
        sqlx::query!(
            "INSERT INTO patient_sources (organization_id, source, patient_id) VALUES ($1, $2, $3)
             ON CONFLICT (organization_id, source) DO NOTHING",
            org,
            source,
            patient.get()
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(())
    }
}

struct OwnerRow {
    owner_id: Uuid,
    family_name: String,
    given_name: String,
    phone: Option<String>,
    email: Option<String>,
}

impl From<OwnerRow> for Owner {
    fn from(row: OwnerRow) -> Self {
        Self {
            owner_id: OwnerId::new(row.owner_id),
            family_name: row.family_name,
            given_name: row.given_name,
            phone: row.phone,
            email: row.email,
        }
    }
}

impl Unit {
    /// By either of what names a patient.
    async fn find_one(
        &mut self,
        id: Option<Uuid>,
        mrn: Option<&str>,
    ) -> Result<Option<Patient>, Failure> {
        let (org, all) = (self.org()?, self.sees_restricted());
        let row = sqlx::query_as!(
            Row,
            r#"SELECT p.patient_id AS "patient_id!", p.kind AS "kind!", p.mrn AS "mrn!",
                      p.family_name AS "family_name!", p.given_name AS "given_name!", p.birth_date AS "birth_date?",
                      p.sex AS "sex!", p.phone AS "phone?", p.email AS "email?", p.address AS "address?",
                      p.restricted AS "restricted!", p.species AS "species?", p.breed AS "breed?",
                      p.coat_color AS "coat_color?", p.chip_number AS "chip_number?", p.is_neutered AS "is_neutered?",
                      p.owner_id AS "owner_id?", o.family_name AS "owner_family?", o.given_name AS "owner_given?",
                      o.phone AS "owner_phone?", o.email AS "owner_email?", p.version AS "version!",
                      p.created_at AS "created_at!", p.updated_at AS "updated_at!"
                 FROM patients p LEFT JOIN owners o ON o.owner_id = p.owner_id
                WHERE p.organization_id = $1 AND (NOT p.restricted OR $2)
                  AND p.patient_id = coalesce($3::uuid, (SELECT m.patient_id FROM patients m
                                                          WHERE m.organization_id = $1 AND m.mrn = $4))"#,
            org,
            all,
            id,
            mrn
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        let Some(row) = row else { return Ok(None) };
        let id = row.patient_id;
        self.touch(Touched::one("read", "patient", id, Some(id)));
        row.try_into().map(Some)
    }

    /// Who has a record number, in or out of the caller's reach: it is taken either way.
    async fn mrn_holder(&mut self, mrn: &str) -> Result<Stored, Failure> {
        let org = self.org()?;
        let id = sqlx::query_scalar!(
            "SELECT patient_id FROM patients WHERE organization_id = $1 AND mrn = $2",
            org,
            mrn
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(id.map_or(Stored::Done, |id| Stored::MrnTaken(PatientId::new(id))))
    }
}

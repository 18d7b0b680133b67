use crate::{Ctx, Failure};
use praxis_domain::{
    patients::{
        model::{NewAnimal, NewPatient, Owner, OwnerId, Patient, PatientId},
        ports::Stored,
        rules::{self, Registration},
    },
    store::Work,
};
use praxis_kernel::{FailureType, Rule, operation, wire};

/// Registers a patient, a person or an animal with its owner.
#[operation(POST "/v1/ehr/patients", allow = "patient:write", status = 201, changes = [Patients], errors = [NotFound, Conflict], tool = Confirm)]
pub async fn create_patient(ctx: &Ctx, input: NewPatient) -> Result<Patient, Failure> {
    let mut work = ctx.write().await?;
    let patient = register(ctx, work.as_mut(), &input).await?;
    work.commit().await?;
    Ok(patient)
}

/// New data of a patient.
#[wire(input)]
pub struct UpdatePatient {
    /// Which.
    pub patient_id: PatientId,
    /// The version that was read.
    pub version: i32,
    /// All fields; those left out become empty. The record number stays when absent.
    pub patient: NewPatient,
}

/// Replaces a patient's data. Whoever read an older version gets a conflict that shows the current one.
#[operation(PUT "/v1/ehr/patients/{patient_id}", allow = "patient:write", changes = [Patients, Visits], errors = [NotFound, Conflict], tool = Confirm)]
pub async fn update_patient(ctx: &Ctx, input: UpdatePatient) -> Result<Patient, Failure> {
    let mut work = ctx.write().await?;
    let patient = replace(
        ctx,
        work.as_mut(),
        input.patient_id,
        Some(input.version),
        &input.patient,
    )
    .await?;
    work.commit().await?;
    Ok(patient)
}

/// Checks and stores a new patient within a unit of work.
pub(crate) async fn register(
    ctx: &Ctx,
    work: &mut dyn Work,
    input: &NewPatient,
) -> Result<Patient, Failure> {
    let owner = owner_of(ctx, work, input.animal.as_ref()).await?;
    // A made-up number that is taken by chance is made anew.
    for _ in 0..3 {
        let registration = Registration {
            patient_id: PatientId::new(ctx.id()),
            mrn: new_mrn(ctx),
            owner: owner.as_ref().map(|(owner, _)| owner.clone()),
            now: ctx.now(),
        };
        let patient = rules::patient(input, registration)?;
        if let Some((owner, true)) = &owner {
            work.patients().insert_owner(owner).await?;
        }
        match work.patients().insert(&patient).await? {
            Stored::Done => return Ok(patient),
            Stored::MrnTaken(holder) if input.mrn.is_some() => {
                return Err(mrn_taken(holder));
            }
            Stored::MrnTaken(_) | Stored::Stale => {}
        }
    }
    Err(Failure::new(
        FailureType::Unavailable,
        "No free record number was found. Please try again.",
    ))
}

/// Checks and stores new data of a patient within a unit of work; without a version, of whatever is stored.
pub(crate) async fn replace(
    ctx: &Ctx,
    work: &mut dyn Work,
    patient_id: PatientId,
    version: Option<i32>,
    input: &NewPatient,
) -> Result<Patient, Failure> {
    let stored = work
        .patients()
        .find(patient_id)
        .await?
        .ok_or_else(|| Failure::not_found("patient"))?;
    let owner = owner_of(ctx, work, input.animal.as_ref()).await?;
    let registration = Registration {
        patient_id,
        mrn: stored.mrn.clone(),
        owner: owner.as_ref().map(|(owner, _)| owner.clone()),
        now: ctx.now(),
    };
    let mut patient = rules::patient(input, registration)?;
    patient.version = version.unwrap_or(stored.version);
    patient.created_at = stored.created_at;
    if patient.version != stored.version {
        return Err(Failure::stale(&stored));
    }
    if let Some((owner, true)) = &owner {
        work.patients().insert_owner(owner).await?;
    }
    match work.patients().update(&patient).await? {
        Stored::Done => {
            patient.version += 1;
            Ok(patient)
        }
        Stored::MrnTaken(holder) => Err(mrn_taken(holder)),
        Stored::Stale => {
            // Somebody was faster between reading and writing: the caller sees what they wrote.
            let current = work.patients().find(patient_id).await?;
            Err(Failure::stale(&current.unwrap_or(stored)))
        }
    }
}

/// What a stored patient would be with this input; nothing is stored.
pub(crate) fn preview(ctx: &Ctx, input: &NewPatient, stored: &Patient) -> Result<Patient, Failure> {
    let known = stored.animal.as_ref().map(|animal| &animal.owner);
    let asked = input.animal.as_ref().and_then(|animal| animal.owner_id);
    let registration = Registration {
        patient_id: stored.patient_id,
        mrn: stored.mrn.clone(),
        owner: match (&input.animal, known) {
            (Some(_), Some(owner)) if asked == Some(owner.owner_id) => Some(owner.clone()),
            (Some(animal), _) => animal
                .owner
                .as_ref()
                .map(|new| rules::owner(new, OwnerId::new(ctx.id())))
                .transpose()?,
            (None, _) => None,
        },
        now: ctx.now(),
    };
    Ok(Patient {
        version: stored.version,
        created_at: stored.created_at,
        updated_at: stored.updated_at,
        ..rules::patient(input, registration)?
    })
}

/// The owner of an animal, and whether it is a new one.
async fn owner_of(
    ctx: &Ctx,
    work: &mut dyn Work,
    animal: Option<&NewAnimal>,
) -> Result<Option<(Owner, bool)>, Failure> {
    let Some(animal) = animal else {
        return Ok(None);
    };
    match (animal.owner_id, &animal.owner) {
        (Some(_), Some(_)) => Err(Failure::validation(
            "animal.owner",
            Rule::Inconsistent,
            "Name a known owner or a new one, not both.",
        )),
        (Some(id), None) => {
            let owner = work.patients().owner(id).await?;
            let owner = owner.ok_or_else(|| Failure::not_found("owner"))?;
            Ok(Some((owner, false)))
        }
        (None, Some(new)) => {
            let owner = rules::owner(new, OwnerId::new(ctx.id()))?;
            Ok(Some((owner, true)))
        }
        (None, None) => Ok(None),
    }
}

fn mrn_taken(holder: PatientId) -> Failure {
    Failure::taken(
        "mrn",
        holder,
        "Another patient of the clinic has this record number.",
    )
}

/// Letters and digits that are not taken for one another when read aloud or copied by hand.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A record number that needs no counter, so that registering never waits: `P-7K3M-9QX2`, forty
/// random bits.
fn new_mrn(ctx: &Ctx) -> String {
    let secret = ctx.services.random.secret();
    let mut letters = secret
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let first: String = letters.by_ref().take(4).collect();
    let second: String = letters.take(4).collect();
    format!("P-{first}-{second}")
}

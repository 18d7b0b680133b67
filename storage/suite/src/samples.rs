//! Two clinics, people who work there, and patients.

use crate::{Kind, Place};
use praxis_domain::{
    access::model::{Organization, OrganizationId, Role, User, UserId},
    patients::{
        model::{NewAnimal, NewPatient, Owner, OwnerId, Patient, PatientId, PatientKind, Sex},
        rules::{self, Registration},
    },
    store::{Actor, Store, Trail, Work},
};
use praxis_kernel::{Failure, Timestamp};
use std::sync::Arc;
use uuid::Uuid;

/// When every test takes place, in seconds since 1970.
pub const NOW: i64 = 1_795_248_000;

/// So many seconds after [`NOW`].
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::new(jiff::Timestamp::from_second(NOW + seconds).unwrap())
}

/// A database with two clinics.
pub struct Kit {
    /// The database, opened as the program does.
    pub store: Arc<dyn Store>,
    /// Where it lies.
    pub place: Place,
    /// Our clinic and a clinician of it.
    pub ours: (OrganizationId, UserId),
    /// The other clinic and a clinician of it.
    pub theirs: (OrganizationId, UserId),
}

impl Kit {
    /// A fresh database; `None` when there is no such engine to test on.
    pub async fn fresh(kind: Kind) -> Option<Self> {
        let place = Place::fresh(kind).await?;
        let store = place.open().await;
        let ours = clinic(store.as_ref(), "Ours").await;
        let theirs = clinic(store.as_ref(), "Theirs").await;
        Some(Self {
            store,
            place,
            ours,
            theirs,
        })
    }
    /// Somebody of our clinic who sees everything.
    pub fn us(&self) -> Actor {
        actor(self.ours)
    }
    /// Somebody of the other clinic who sees everything.
    pub fn them(&self) -> Actor {
        actor(self.theirs)
    }
    /// Somebody of our clinic to whom restricted patients do not exist.
    pub fn desk(&self) -> Actor {
        Actor {
            sees_restricted: false,
            ..actor(self.ours)
        }
    }
    /// Nobody in particular.
    pub fn nobody(&self) -> Actor {
        Actor {
            organization: None,
            user: None,
            ..actor(self.ours)
        }
    }
    /// A unit that changes.
    pub async fn write(&self, actor: &Actor) -> Box<dyn Work> {
        self.store.write(actor).await.expect("a unit that changes")
    }
    /// A unit that reads.
    pub async fn read(&self, actor: &Actor) -> Box<dyn Work> {
        self.store.read(actor).await.expect("a unit that reads")
    }
    /// Changes something in a unit of its own.
    pub async fn change<T>(
        &self,
        actor: &Actor,
        work: impl AsyncFnOnce(&mut dyn Work) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut unit = self.store.write(actor).await?;
        let done = work(unit.as_mut()).await?;
        unit.commit().await?;
        Ok(done)
    }
    /// Stores a patient of somebody's clinic.
    pub async fn add(&self, actor: &Actor, patient: &Patient) {
        let stored = self
            .change(actor, async |work| {
                if let Some(animal) = &patient.animal
                    && work
                        .patients()
                        .owner(animal.owner.owner_id)
                        .await?
                        .is_none()
                {
                    work.patients().insert_owner(&animal.owner).await?;
                }
                work.patients().insert(patient).await
            })
            .await
            .expect("a patient is stored");
        assert_eq!(stored, praxis_domain::patients::ports::Stored::Done);
    }
}

fn actor((organization, user): (OrganizationId, UserId)) -> Actor {
    Actor {
        organization: Some(organization),
        user: Some(user),
        action: "suite",
        reference: "suite".to_owned(),
        origin: "suite".to_owned(),
        sees_restricted: true,
        now: at(0),
        trail: Trail::default(),
    }
}

/// A user of any clinic.
pub fn user(login: &str, roles: Vec<Role>) -> User {
    User {
        user_id: UserId::new(Uuid::now_v7()),
        login: login.to_owned(),
        display_name: format!("Dr. {login}"),
        roles,
        active: true,
        version: 1,
        created_at: at(0),
    }
}

async fn clinic(store: &dyn Store, name: &str) -> (OrganizationId, UserId) {
    let organization = Organization {
        organization_id: OrganizationId::new(Uuid::now_v7()),
        name: name.to_owned(),
    };
    let user = user(
        &format!("doctor.{}", name.to_lowercase()),
        vec![Role::Clinician],
    );
    let who = (organization.organization_id, user.user_id);
    let mut work = store.write(&actor(who)).await.unwrap();
    work.access()
        .insert_organization(&organization)
        .await
        .unwrap();
    work.access().insert_user(&user, "no hash").await.unwrap();
    work.commit().await.unwrap();
    who
}

fn registration(mrn: &str, owner: Option<Owner>) -> Registration {
    Registration {
        patient_id: PatientId::new(Uuid::now_v7()),
        mrn: mrn.to_owned(),
        owner,
        now: at(0),
    }
}

fn new_patient(kind: PatientKind, family: &str, given: &str) -> NewPatient {
    NewPatient {
        kind,
        mrn: None,
        family_name: family.to_owned(),
        given_name: given.to_owned(),
        birth_date: None,
        sex: Sex::Female,
        phone: None,
        email: None,
        address: None,
        restricted: false,
        animal: None,
    }
}

/// A person.
pub fn person(family: &str, given: &str, mrn: &str) -> Patient {
    let input = new_patient(PatientKind::Human, family, given);
    rules::patient(&input, registration(mrn, None)).unwrap()
}

/// A dog of an owner.
pub fn animal(owner: &Owner, name: &str, mrn: &str) -> Patient {
    let mut input = new_patient(PatientKind::Animal, "", name);
    input.animal = Some(NewAnimal {
        species: "dog".to_owned(),
        breed: Some("beagle".to_owned()),
        coat_color: None,
        chip_number: Some("616093900012345".to_owned()),
        is_neutered: Some(true),
        owner_id: None,
        owner: None,
    });
    rules::patient(&input, registration(mrn, Some(owner.clone()))).unwrap()
}

impl Kit {
    /// Somebody who has animals.
    pub fn owner(family: &str, given: &str) -> Owner {
        Owner {
            owner_id: OwnerId::new(Uuid::now_v7()),
            family_name: family.to_owned(),
            given_name: given.to_owned(),
            phone: Some("+48 601 222 333".to_owned()),
            email: None,
        }
    }
}

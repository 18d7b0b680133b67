use super::{audit::verdict, visits};
use praxis_domain::{
    PageRequest,
    access::model::{Organization, OrganizationId, Role},
    patients::ports::{PageStart, Stored},
};
use praxis_suite::{Kit, Place, person, user};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

const ONE: PageRequest = PageRequest {
    limit: 1,
    offset: 0,
};

async fn total(kit: &Kit) -> u32 {
    let mut work = kit.read(&kit.us()).await;
    let page = work.patients().page(ONE, PageStart::Offset).await.unwrap();
    page.total
}

async fn create(kit: &Kit, mrn: &str) -> Result<(), praxis_kernel::Failure> {
    let mut work = kit.store.write(&kit.us()).await?;
    let stored = work
        .patients()
        .insert(&person("Nowak", "Anna", mrn))
        .await?;
    assert_eq!(stored, Stored::Done);
    work.commit().await
}

async fn stored(kit: &Kit, mrn: &str) -> bool {
    let mut work = kit.read(&kit.us()).await;
    work.patients().find_by_mrn(mrn).await.unwrap().is_some()
}

pub async fn plt_4_a_dropped_unit_leaves_nothing(kit: Kit) {
    let mut work = kit.write(&kit.us()).await;
    work.patients()
        .insert(&person("Nowak", "Anna", "1"))
        .await
        .unwrap();
    drop(work);
    assert_eq!(total(&kit).await, 0);
    create(&kit, "1").await.unwrap();
    assert_eq!(total(&kit).await, 1, "and the number is free again");
    let before = verdict(&kit, &kit.us()).await;
    assert!(before.intact, "{before:?}");
}

pub async fn plt_4_many_writers_lose_nothing(kit: Kit) {
    let kit = Arc::new(kit);
    let writers: Vec<_> = (0..16)
        .map(|writer| {
            let kit = Arc::clone(&kit);
            tokio::spawn(async move {
                for n in 0..50 {
                    create(&kit, &format!("{writer}-{n}")).await.unwrap();
                    // Once answered, it is there for everybody.
                    assert!(stored(&kit, &format!("{writer}-{n}")).await);
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(total(&kit).await, 800);
    let verdict = verdict(&kit, &kit.us()).await;
    assert!(verdict.intact, "{verdict:?}");
    assert_eq!(verdict.checked, 801);
}

pub async fn plt_4_units_dropped_in_the_middle_harm_nobody(kit: Kit) {
    let kit = Arc::new(kit);
    let writers: Vec<_> = (0..12)
        .map(|writer| {
            let kit = Arc::clone(&kit);
            tokio::spawn(async move {
                for n in 0..30 {
                    let mrn = format!("{writer}-{n}");
                    if writer % 3 == 0 {
                        let mut work = kit.write(&kit.us()).await;
                        work.patients()
                            .insert(&person("Weg", "Weg", &mrn))
                            .await
                            .unwrap();
                        if n % 2 == 0 {
                            tokio::task::yield_now().await;
                        }
                        drop(work);
                    } else {
                        create(&kit, &mrn).await.unwrap();
                    }
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(total(&kit).await, 8 * 30);
    let verdict = verdict(&kit, &kit.us()).await;
    assert!(verdict.intact, "{verdict:?}");
}

/// Polls a future so many times and then forgets it, as a server does when a client goes away.
struct Impatient<F> {
    inner: std::pin::Pin<Box<F>>,
    polls: u32,
}

impl<F: Future> Future for Impatient<F> {
    type Output = Option<F::Output>;
    fn poll(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Self::Output> {
        use std::task::Poll;
        if self.polls == 0 {
            return Poll::Ready(None);
        }
        self.polls -= 1;
        match self.inner.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if self.polls == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// Stops at every moment at which a caller can stop: while it waits for its turn, while its
/// transaction opens, in the middle of a statement, while it is made durable.
pub async fn plt_4_callers_that_stop_waiting_harm_nobody(kit: Kit) {
    let kit = Arc::new(kit);
    for alone in [true, false] {
        let busy = kit.clone();
        let others = tokio::spawn(async move {
            for n in 0..if alone { 0 } else { 150 } {
                let mrn = format!("busy-{n}");
                create(&busy, &mrn)
                    .await
                    .unwrap_or_else(|f| panic!("{mrn}: {f:?}"));
                assert!(stored(&busy, &mrn).await, "{mrn} was acknowledged");
            }
        });
        for polls in 0..150 {
            let mrn = format!("{alone}-{polls}");
            let impatient = Impatient {
                inner: Box::pin(create(&kit, &mrn)),
                polls,
            };
            if let Some(outcome) = impatient.await {
                outcome.unwrap_or_else(|f| panic!("{mrn}: {f:?}"));
                assert!(stored(&kit, &mrn).await, "{mrn} was acknowledged");
            }
            let mrn = format!("{alone}-{polls}-next");
            create(&kit, &mrn)
                .await
                .unwrap_or_else(|f| panic!("after {polls} polls: {f:?}"));
            assert!(stored(&kit, &mrn).await, "{mrn} was acknowledged");
        }
        others.await.unwrap();
    }
    let verdict = verdict(&kit, &kit.us()).await;
    assert!(verdict.intact, "{verdict:?}");
}

pub async fn plt_4_a_snapshot_is_one_moment(kit: Kit) {
    let patient = visits::patient(&kit).await;
    let mut snapshot = kit.store.snapshot(&kit.us()).await.unwrap();
    let before = snapshot
        .patients()
        .visit_counts(patient)
        .await
        .unwrap()
        .visits;
    visits::visit(&kit, patient, 0).await;
    let after = snapshot
        .patients()
        .visit_counts(patient)
        .await
        .unwrap()
        .visits;
    assert_eq!((before, after), (0, 0));
    drop(snapshot);
    let mut now = kit.read(&kit.us()).await;
    assert_eq!(
        now.patients().visit_counts(patient).await.unwrap().visits,
        1
    );
}

pub async fn iam_1_two_set_ups_at_once_make_one_clinic(kit: Kit) {
    let place = Place::fresh(kit.place.kind()).await.unwrap();
    let store = place.open().await;
    let kit = Arc::new(kit);
    let tries: Vec<_> = (0..8)
        .map(|n| {
            let (kit, store) = (Arc::clone(&kit), Arc::clone(&store));
            tokio::spawn(async move {
                let organization = Organization {
                    organization_id: OrganizationId::new(Uuid::now_v7()),
                    name: format!("Clinic {n}"),
                };
                let admin = user(&format!("admin{n}"), vec![Role::Admin]);
                let mut actor = kit.us();
                actor.organization = Some(organization.organization_id);
                let mut work = store.write(&actor).await.unwrap();
                if work.access().is_set_up().await.unwrap() {
                    return 0;
                }
                // Room for others to look at the same empty table.
                tokio::time::sleep(Duration::from_millis(300)).await;
                work.access()
                    .insert_organization(&organization)
                    .await
                    .unwrap();
                work.access().insert_user(&admin, "hash").await.unwrap();
                work.commit().await.unwrap();
                1
            })
        })
        .collect();
    let mut made = 0;
    for attempt in tries {
        made += attempt.await.unwrap();
    }
    assert_eq!(made, 1);
    let raw = place.raw().await;
    assert_eq!(raw.number("SELECT count(*) FROM organizations").await, 1);
}

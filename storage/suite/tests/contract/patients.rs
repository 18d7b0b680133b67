use praxis_domain::{
    PageRequest,
    access::model::UserId,
    patients::{
        model::{Patient, PatientPage},
        ports::{PageStart, Stored},
        rules,
    },
    store::Actor,
    visits::{model::VisitId, ports::NewVisit, states::VisitEvent},
};
use praxis_suite::{Kit, animal, at, person};
use std::collections::HashSet;
use uuid::Uuid;

const fn rows(limit: u32, offset: u32) -> PageRequest {
    PageRequest { limit, offset }
}

async fn page(kit: &Kit, actor: &Actor, page: PageRequest, start: PageStart) -> PatientPage {
    let mut work = kit.read(actor).await;
    work.patients().page(page, start).await.unwrap()
}

async fn found(kit: &Kit, actor: &Actor, typed: &str) -> Vec<String> {
    let mut work = kit.read(actor).await;
    let words = rules::search_words(typed);
    let found = work.patients().search(&words, 20).await.unwrap();
    found.into_iter().map(|patient| patient.mrn).collect()
}

pub async fn pat_1_a_patient_comes_back_as_it_was_stored(kit: Kit) {
    let owner = Kit::owner("Kowalski", "Jan");
    let mut human = person("Żółć", "Łucja", "H-1");
    human.birth_date = Some("1980-05-17".parse().unwrap());
    human.phone = Some("+48 600 100 200".to_owned());
    human.address = Some("ul. Długa 1, Gdańsk".to_owned());
    human.restricted = true;
    for patient in [human, animal(&owner, "Burek", "A-1")] {
        kit.add(&kit.us(), &patient).await;
        let mut work = kit.read(&kit.us()).await;
        let stored = work.patients().find(patient.patient_id).await.unwrap();
        assert_eq!(stored.as_ref(), Some(&patient));
        let by_number = work.patients().find_by_mrn(&patient.mrn).await.unwrap();
        assert_eq!(by_number, Some(patient));
    }
}

pub async fn pat_4_an_older_version_changes_nothing(kit: Kit) {
    let patient = person("Nowak", "Anna", "1");
    kit.add(&kit.us(), &patient).await;
    let update = async |patient: &Patient| {
        kit.change(&kit.us(), async |work| {
            work.patients().update(patient).await
        })
        .await
        .unwrap()
    };
    let first = Patient {
        given_name: "Hanna".to_owned(),
        ..patient.clone()
    };
    let second = Patient {
        given_name: "Joanna".to_owned(),
        ..patient.clone()
    };
    assert_eq!(update(&first).await, Stored::Done);
    assert_eq!(update(&second).await, Stored::Stale);
    let mut work = kit.read(&kit.us()).await;
    let stored = work
        .patients()
        .find(patient.patient_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((stored.given_name.as_str(), stored.version), ("Hanna", 2));
}

pub async fn pat_6_a_record_number_is_unique_in_its_clinic_only(kit: Kit) {
    let first = person("Nowak", "Anna", "SAME");
    let second = person("Lis", "Ewa", "SAME");
    let third = person("Lis", "Ewa", "OTHER");
    kit.add(&kit.us(), &first).await;
    let again = kit
        .change(&kit.us(), async |work| {
            work.patients().insert(&second).await
        })
        .await
        .unwrap();
    assert_eq!(again, Stored::MrnTaken(first.patient_id));
    kit.add(&kit.them(), &second).await;
    kit.add(&kit.us(), &third).await;
    let renamed = Patient {
        mrn: "SAME".to_owned(),
        ..third
    };
    let taken = kit
        .change(&kit.us(), async |work| {
            work.patients().update(&renamed).await
        })
        .await
        .unwrap();
    assert_eq!(taken, Stored::MrnTaken(first.patient_id));
    assert_eq!(
        page(&kit, &kit.us(), rows(50, 0), PageStart::Offset)
            .await
            .total,
        2
    );
}

pub async fn pat_3_pages_neither_overlap_nor_lose_rows(kit: Kit) {
    const ROWS: usize = 1_234;
    let families = ["Nowak", "Łukasik", "Lukas", "Żak", "Zając", "Ćma", "Ómen"];
    let everybody: Vec<Patient> = (0..ROWS)
        .map(|n| person(families[n % 7], ["Anna", "Ewa"][n % 2], &format!("M{n}")))
        .collect();
    for some in everybody.chunks(250) {
        kit.change(&kit.us(), async |work| {
            for patient in some {
                assert_eq!(work.patients().insert(patient).await?, Stored::Done);
            }
            Ok(())
        })
        .await
        .unwrap();
    }
    kit.add(&kit.them(), &person("Obcy", "Jan", "X")).await;
    let mut expected: Vec<(String, Uuid)> = everybody
        .iter()
        .map(|patient| (rules::sort_key(patient), patient.patient_id.get()))
        .collect();
    expected.sort();
    let expected: Vec<Uuid> = expected.into_iter().map(|(_, id)| id).collect();

    let mut by_offset = vec![];
    for offset in (0..).step_by(50) {
        let page = page(&kit, &kit.us(), rows(50, offset), PageStart::Offset).await;
        assert_eq!(page.total as usize, ROWS, "the total is of all pages");
        if page.items.is_empty() {
            break;
        }
        by_offset.extend(page.items.iter().map(|p| p.patient_id.get()));
    }
    assert_eq!(by_offset, expected, "by offset");

    let (mut by_key, mut start) = (vec![], PageStart::Offset);
    loop {
        let page = page(&kit, &kit.us(), rows(97, 0), start).await;
        assert_eq!(page.total as usize, ROWS);
        by_key.extend(page.items.iter().map(|p| p.patient_id.get()));
        let Some(next) = page.next else { break };
        let (id, key) = next.split_once(' ').unwrap();
        start = PageStart::After(key.to_owned(), id.parse().unwrap());
    }
    assert_eq!(by_key, expected, "by key");
    let beyond = page(
        &kit,
        &kit.us(),
        rows(50, i32::MAX as u32),
        PageStart::Offset,
    )
    .await;
    assert_eq!((beyond.items.len(), beyond.total as usize), (0, ROWS));
}

pub async fn pat_3_polish_letters_stand_in_the_same_order_everywhere(kit: Kit) {
    let names = [
        "Lis",
        "Łaba",
        "Zoń",
        "Lach",
        "Żak",
        "ćma",
        "Cis",
        "ÓWCZAREK",
    ];
    for (n, name) in names.iter().enumerate() {
        kit.add(&kit.us(), &person(name, "Anna", &n.to_string()))
            .await;
    }
    let page = page(&kit, &kit.us(), rows(50, 0), PageStart::Offset).await;
    let order: Vec<&str> = page.items.iter().map(|p| p.family_name.as_str()).collect();
    let expected = [
        "Cis",
        "ćma",
        "Łaba",
        "Lach",
        "Lis",
        "ÓWCZAREK",
        "Żak",
        "Zoń",
    ];
    assert_eq!(order, expected);
}

pub async fn pat_7_every_word_leads_to_the_patient(kit: Kit) {
    let owner = Kit::owner("Kowalski", "Jan");
    kit.add(&kit.us(), &animal(&owner, "Burek", "A-77")).await;
    let mut lucja = person("Żółć", "Łucja", "P-7K3M-9QX2");
    lucja.birth_date = Some("1980-05-17".parse().unwrap());
    lucja.phone = Some("+48 600 100 200".to_owned());
    kit.add(&kit.us(), &lucja).await;
    kit.add(&kit.us(), &person("Kowal", "Borys", "B-1")).await;
    kit.add(&kit.them(), &person("Kowalska", "Burka", "FOREIGN"))
        .await;
    let burek = vec!["A-77".to_owned()];
    let her = vec!["P-7K3M-9QX2".to_owned()];
    for (typed, expected) in [
        ("kow bur", &burek),
        ("BUR KOW", &burek),
        ("616093900012345", &burek),
        ("601 222 333", &burek),
        ("+48 601222333", &burek),
        ("lucja", &her),
        ("ŁUCJA ŻÓŁĆ", &her),
        ("zolc luc", &her),
        ("zo\u{301}l", &her),
        ("7k3m9", &vec![]),
        ("p7k3m", &her),
        ("P-7K3M", &her),
        ("1980-05-17", &her),
        ("17.05.1980", &her),
        ("600100200", &her),
        ("burka", &vec![]),
        ("nobody", &vec![]),
        ("", &vec![]),
        ("%_'\"; --", &vec![]),
    ] {
        assert_eq!(&found(&kit, &kit.us(), typed).await, expected, "{typed}");
    }
    let both = found(&kit, &kit.us(), "kow").await;
    assert_eq!(both, ["B-1", "A-77"], "the nearest word first");
}

pub async fn pat_7_words_follow_a_changed_patient(kit: Kit) {
    let before = person("Panna", "Anna", "1");
    kit.add(&kit.us(), &before).await;
    let after = Patient {
        family_name: "Mężatka".to_owned(),
        ..before
    };
    kit.change(&kit.us(), async |work| work.patients().update(&after).await)
        .await
        .unwrap();
    assert!(found(&kit, &kit.us(), "panna").await.is_empty());
    assert_eq!(found(&kit, &kit.us(), "mezatka").await, ["1"]);
}

pub async fn pat_8_counts_stand_beside_the_list(kit: Kit) {
    let (none, two) = (person("A", "A", "0"), person("B", "B", "2"));
    kit.add(&kit.us(), &none).await;
    kit.add(&kit.us(), &two).await;
    let clinician: UserId = kit.ours.1;
    let starts = [-300, -200, -100];
    kit.change(&kit.us(), async |work| {
        let mut last = None;
        for start in starts {
            let visit_id = VisitId::new(Uuid::now_v7());
            work.visits()
                .insert(&NewVisit {
                    visit_id,
                    patient_id: two.patient_id,
                    clinician_id: clinician,
                    reason: String::new(),
                    started_at: at(start),
                })
                .await?;
            last = work.visits().find(visit_id).await?;
        }
        let last = last.unwrap();
        work.visits().transition(&last, VisitEvent::Cancel).await?;
        Ok(())
    })
    .await
    .unwrap();
    let listed = page(&kit, &kit.us(), rows(50, 0), PageStart::Offset)
        .await
        .items;
    let counts: Vec<_> = listed
        .iter()
        .map(|p| (p.visit_count, p.last_visit_at))
        .collect();
    assert_eq!(counts, [(0, None), (2, Some(at(-200)))]);
    let mut work = kit.read(&kit.us()).await;
    let banner = work.patients().visit_counts(two.patient_id).await.unwrap();
    assert_eq!(
        (banner.visits, banner.open, banner.last_visit_at),
        (2, 2, Some(at(-200)))
    );
}

pub async fn pat_9_an_owner_shows_all_animals(kit: Kit) {
    let owner = Kit::owner("Kowalski", "Jan");
    for name in ["Burek", "Azor", "Ćwirek"] {
        kit.add(&kit.us(), &animal(&owner, name, name)).await;
    }
    kit.add(
        &kit.us(),
        &animal(&Kit::owner("Kowalska", "Ewa"), "Rex", "Rex"),
    )
    .await;
    let mut work = kit.read(&kit.us()).await;
    let animals = work.patients().animals_of(owner.owner_id).await.unwrap();
    let names: Vec<&str> = animals.iter().map(|a| a.given_name.as_str()).collect();
    assert_eq!(names, ["Azor", "Burek", "Ćwirek"]);
    let found = work
        .patients()
        .search_owners("kowalski j", 20)
        .await
        .unwrap();
    assert_eq!(found, [owner]);
    assert_eq!(
        work.patients()
            .search_owners("kowalsk", 20)
            .await
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        work.patients()
            .search_owners("kowalsk", 1)
            .await
            .unwrap()
            .len(),
        1
    );
}

pub async fn iam_12_restricted_patients_are_in_no_list_count_or_search(kit: Kit) {
    let owner = Kit::owner("Sekret", "Jan");
    let mut hidden = animal(&owner, "Tajny", "HIDDEN");
    hidden.restricted = true;
    kit.add(&kit.us(), &hidden).await;
    kit.add(&kit.us(), &person("Jawny", "Jan", "OPEN")).await;
    let visit = VisitId::new(Uuid::now_v7());
    let new = NewVisit {
        visit_id: visit,
        patient_id: hidden.patient_id,
        clinician_id: kit.ours.1,
        reason: String::new(),
        started_at: at(0),
    };
    kit.change(&kit.us(), async |work| work.visits().insert(&new).await)
        .await
        .unwrap();
    for (actor, sees) in [(kit.us(), true), (kit.desk(), false)] {
        let listed = page(&kit, &actor, rows(50, 0), PageStart::Offset).await;
        assert_eq!(
            (listed.total, listed.items.len()),
            if sees { (2, 2) } else { (1, 1) }
        );
        assert_eq!(!found(&kit, &actor, "tajny").await.is_empty(), sees);
        let mut work = kit.read(&actor).await;
        let patients = work.patients();
        assert_eq!(
            patients.find(hidden.patient_id).await.unwrap().is_some(),
            sees
        );
        assert_eq!(
            patients.find_by_mrn("HIDDEN").await.unwrap().is_some(),
            sees
        );
        assert_eq!(
            patients.animals_of(owner.owner_id).await.unwrap().len() == 1,
            sees
        );
        assert_eq!(work.visits().find(visit).await.unwrap().is_some(), sees);
        let visits = work
            .visits()
            .page(&Default::default(), rows(50, 0))
            .await
            .unwrap();
        assert_eq!(
            (visits.total, visits.items.len()),
            if sees { (1, 1) } else { (0, 0) }
        );
    }
    let update = kit
        .change(&kit.desk(), async |work| {
            work.patients().update(&hidden).await
        })
        .await
        .unwrap();
    assert_eq!(update, Stored::Stale, "out of reach is as good as gone");
    // Whoever becomes open is counted from then on.
    let shown = Patient {
        restricted: false,
        ..hidden
    };
    kit.change(&kit.us(), async |work| work.patients().update(&shown).await)
        .await
        .unwrap();
    assert_eq!(
        page(&kit, &kit.desk(), rows(50, 0), PageStart::Offset)
            .await
            .total,
        2
    );
}

pub async fn pat_13_sources_are_remembered_once(kit: Kit) {
    let (first, second) = (person("A", "A", "1"), person("B", "B", "2"));
    kit.add(&kit.us(), &first).await;
    kit.add(&kit.us(), &second).await;
    kit.change(&kit.us(), async |work| {
        work.patients()
            .set_source("file:1", first.patient_id)
            .await?;
        work.patients()
            .set_source("file:1", second.patient_id)
            .await
    })
    .await
    .unwrap();
    let mut work = kit.read(&kit.us()).await;
    let source = work.patients().by_source("file:1").await.unwrap();
    assert_eq!(source, Some(first.patient_id));
    let distinct: HashSet<_> = [source, work.patients().by_source("file:2").await.unwrap()].into();
    assert_eq!(distinct.len(), 2, "another record is not known");
}

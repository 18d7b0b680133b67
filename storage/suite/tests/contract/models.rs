use super::visits;
use praxis_domain::{
    models::model::{
        Connection, ConnectionId, ConnectionKind, ModelCall, ModelCallId, ModelChain, ModelPrice,
        ModelSettings, ModelStep, ModelTask, NotAsked,
    },
    scribe::{
        model::EvidenceSpan,
        suggestions::{Suggestion, SuggestionId, SuggestionKind},
    },
    visits::model::{Provenance, VisitId},
};
use praxis_suite::{Kit, at};
use uuid::Uuid;

fn new(name: &str) -> Connection {
    Connection {
        connection_id: ConnectionId::new(Uuid::now_v7()),
        name: name.to_owned(),
        kind: ConnectionKind::OpenaiCompatible,
        base_url: "http://localhost:1234/v1".to_owned(),
        model: "żółw-7b".to_owned(),
        has_key: false,
        enabled: true,
        patience_seconds: 60,
        version: 1,
        created_at: at(0),
    }
}

async fn added(kit: &Kit, name: &str) -> Connection {
    let connection = new(name);
    kit.change(&kit.us(), async |work| {
        work.models().insert_connection(&connection).await
    })
    .await
    .unwrap();
    connection
}

pub async fn aia_6_a_connection_comes_back_changes_once_and_goes(kit: Kit) {
    let one = added(&kit, "LM Studio").await;
    let change = |version| Connection {
        name: "Ollama".to_owned(),
        enabled: false,
        version,
        ..one.clone()
    };
    let update = async |version| {
        let changed = change(version);
        kit.change(&kit.us(), async |work| {
            work.models().update_connection(&changed).await
        })
        .await
        .unwrap()
    };
    let stored = update(1).await.unwrap();
    assert_eq!(stored, change(2));
    assert_eq!(update(1).await, None, "somebody else was faster");
    let mut work = kit.read(&kit.us()).await;
    assert_eq!(work.models().connections().await.unwrap(), [stored]);
    drop(work);
    let gone = kit
        .change(&kit.us(), async |work| {
            work.models().delete_connection(one.connection_id).await
        })
        .await;
    assert!(gone.unwrap());
    let mut work = kit.read(&kit.us()).await;
    assert_eq!(work.models().connections().await.unwrap(), []);
}

pub async fn aia_7_a_sealed_key_is_kept_beside_its_connection(kit: Kit) {
    let id = added(&kit, "one").await.connection_id;
    kit.change(&kit.us(), async |work| {
        work.models().set_key(id, Some((&[1, 2, 3], "key 1"))).await
    })
    .await
    .unwrap();
    let mut work = kit.read(&kit.us()).await;
    let models = work.models();
    assert_eq!(models.sealed_key(id).await.unwrap().unwrap(), [1, 2, 3]);
    assert!(models.connection(id).await.unwrap().unwrap().has_key);
    assert_eq!(models.sealed_by().await.unwrap(), ["key 1"]);
    drop(work);
    let mut theirs = kit.read(&kit.them()).await;
    assert_eq!(theirs.models().sealed_key(id).await.unwrap(), None);
    drop(theirs);
    kit.change(&kit.us(), async |work| {
        work.models().set_key(id, None).await
    })
    .await
    .unwrap();
    let mut work = kit.read(&kit.us()).await;
    assert_eq!(work.models().sealed_key(id).await.unwrap(), None);
    assert!(!work.models().connection(id).await.unwrap().unwrap().has_key);
}

pub async fn aia_7_a_sealed_key_is_kept_by_its_address(kit: Kit) {
    let set = async |address: &str, sealed: Option<(&[u8], &str)>| {
        kit.change(&kit.us(), async |work| {
            work.service_keys().set_sealed_key(address, sealed).await
        })
        .await
        .unwrap();
    };
    set("https://b.example", Some((&[1], "key 1"))).await;
    set("https://a.example", Some((&[2], "key 1"))).await;
    set("https://b.example", Some((&[3], "key 2"))).await;
    let mut work = kit.read(&kit.us()).await;
    let kept = work.service_keys().sealed_keys().await.unwrap();
    let expected = [("https://a.example", 2), ("https://b.example", 3)];
    assert_eq!(kept, expected.map(|(at, key)| (at.to_owned(), vec![key])));
    let mut by = work.service_keys().sealing_keys().await.unwrap();
    by.sort();
    assert_eq!(by, ["key 1", "key 2"]);
    drop(work);
    let mut theirs = kit.read(&kit.them()).await;
    assert!(
        theirs
            .service_keys()
            .sealed_keys()
            .await
            .unwrap()
            .is_empty()
    );
    drop(theirs);
    set("https://a.example", None).await;
    let mut work = kit.read(&kit.us()).await;
    assert_eq!(work.service_keys().sealed_keys().await.unwrap().len(), 1);
}

pub async fn aic_7_settings_are_closed_until_somebody_opens_them(kit: Kit) {
    let one = added(&kit, "one").await.connection_id;
    let mut work = kit.read(&kit.us()).await;
    let settings = work.models().settings().await.unwrap();
    assert_eq!(settings, ModelSettings::default());
    assert!(settings.local_only && settings.mask_identifiers);
    drop(work);
    let chosen = ModelSettings {
        local_only: false,
        own_hosts: vec!["gpu.lan".to_owned()],
        chains: vec![ModelChain {
            task: ModelTask::Draft,
            connections: vec![one],
        }],
        ..settings
    };
    let save = async |settings: &ModelSettings| {
        kit.change(&kit.us(), async |work| {
            work.models().save_settings(settings).await
        })
        .await
        .unwrap()
    };
    assert!(save(&chosen).await);
    assert!(!save(&chosen).await, "the version is taken");
    let mut work = kit.read(&kit.us()).await;
    let stored = work.models().settings().await.unwrap();
    assert_eq!(
        stored,
        ModelSettings {
            version: 1,
            ..chosen
        }
    );
    drop(work);
    assert!(save(&stored).await);
    let mut theirs = kit.read(&kit.them()).await;
    assert!(theirs.models().settings().await.unwrap().local_only);
}

pub async fn aic_7_what_is_sent_is_shown_to_each_person_and_place(kit: Kit) {
    let id = added(&kit, "one").await.connection_id;
    let (us, user) = (kit.us(), kit.ours.1);
    for _ in 0..2 {
        kit.change(&us, async |work| work.models().mark_shown(user, id).await)
            .await
            .unwrap();
    }
    let mut work = kit.read(&us).await;
    assert_eq!(work.models().shown_to(user).await.unwrap(), [id]);
    drop(work);
    kit.change(&us, async |work| work.models().forget_shown(id).await)
        .await
        .unwrap();
    let mut work = kit.read(&us).await;
    assert_eq!(work.models().shown_to(user).await.unwrap(), []);
}

fn call(
    task: ModelTask,
    visit_id: Option<VisitId>,
    model: Option<&str>,
    tokens: Option<u32>,
) -> ModelCall {
    ModelCall {
        call_id: ModelCallId::new(Uuid::now_v7()),
        task,
        visit_id,
        asked_at: at(100),
        steps: vec![ModelStep {
            connection_id: ConnectionId::new(Uuid::now_v7()),
            name: "x".to_owned(),
            model: "m".to_owned(),
            host: "localhost".to_owned(),
            not_asked: Some(NotAsked::Resting),
            problem: None,
            attempts: 0,
            elapsed_ms: 0,
        }],
        model: model.map(str::to_owned),
        prompt_tokens: tokens,
        answer_tokens: tokens,
        first_piece_ms: Some(10),
        total_ms: 30,
    }
}

pub async fn aia_16_what_was_asked_adds_up_by_model(kit: Kit) {
    let patient = visits::patient(&kit).await;
    let visit = visits::visit(&kit, patient, 0).await.visit_id;
    let about = call(ModelTask::Draft, Some(visit), Some("b"), Some(5));
    for one in [
        call(ModelTask::Chat, None, Some("a"), Some(100)),
        call(ModelTask::Chat, None, Some("a"), None),
        call(ModelTask::Chat, None, None, None),
        about.clone(),
    ] {
        kit.change(&kit.us(), async |work| {
            work.models().insert_call(&one, kit.ours.1).await
        })
        .await
        .unwrap();
    }
    let mut work = kit.read(&kit.us()).await;
    let models = work.models();
    assert_eq!(
        models.latest_call(visit, ModelTask::Draft).await.unwrap(),
        Some(about)
    );
    assert_eq!(
        models.latest_call(visit, ModelTask::Suggest).await.unwrap(),
        None
    );
    let latest = models.latest_chat(kit.ours.1).await.unwrap().unwrap();
    assert_eq!((latest.task, latest.visit_id), (ModelTask::Chat, None));
    let usage = models.usage(at(0), at(101)).await.unwrap();
    let counted: Vec<_> = usage
        .iter()
        .map(|one| {
            (
                one.model.as_str(),
                one.calls,
                one.prompt_tokens,
                one.uncounted,
                one.total_ms,
            )
        })
        .collect();
    assert_eq!(counted, [("a", 2, 100, 1, 30), ("b", 1, 5, 0, 30)]);
    assert_eq!(models.usage(at(0), at(100)).await.unwrap(), []);
    drop(work);
    let mut theirs = kit.read(&kit.them()).await;
    assert_eq!(theirs.models().usage(at(0), at(101)).await.unwrap(), []);
    let theirs_or_ours = [kit.theirs.1, kit.ours.1];
    for user in theirs_or_ours {
        assert_eq!(theirs.models().latest_chat(user).await.unwrap(), None);
    }
    assert_eq!(
        theirs
            .models()
            .latest_call(visit, ModelTask::Draft)
            .await
            .unwrap(),
        None
    );
}

pub async fn aia_16_prices_are_replaced_as_a_whole(kit: Kit) {
    let price = |model: &str| ModelPrice {
        model: model.to_owned(),
        prompt_price: 125,
        answer_price: 1000,
        currency: "EUR".to_owned(),
    };
    for prices in [
        vec![price("a"), price("b")],
        vec![price("b"), price("c")],
        vec![],
    ] {
        kit.change(&kit.us(), async |work| {
            work.models().set_prices(&prices).await
        })
        .await
        .unwrap();
        let mut work = kit.read(&kit.us()).await;
        assert_eq!(work.models().prices().await.unwrap(), prices);
    }
}

pub async fn aic_2_a_suggestion_is_decided_once(kit: Kit) {
    let patient = visits::patient(&kit).await;
    let visit = visits::visit(&kit, patient, 0).await;
    let suggestion = |text: &str| Suggestion {
        suggestion_id: SuggestionId::new(Uuid::now_v7()),
        visit_id: visit.visit_id,
        kind: SuggestionKind::FollowUp,
        text: text.to_owned(),
        reason: "Żeby sprawdzić.".to_owned(),
        evidence: vec![EvidenceSpan {
            segment: 0,
            start: 0,
            end: 3,
        }],
        provenance: Provenance {
            provider: "x".to_owned(),
            model: "m".to_owned(),
            prompt_version: Some("suggest-1".to_owned()),
            drafted_at: at(5),
        },
        decision: None,
    };
    let made = [suggestion("one"), suggestion("two")];
    kit.change(&kit.us(), async |work| {
        work.scribe().insert_suggestions(&visit, &made).await
    })
    .await
    .unwrap();
    let mut work = kit.read(&kit.us()).await;
    assert_eq!(
        work.scribe().suggestions(visit.visit_id).await.unwrap(),
        made
    );
    drop(work);
    let decide = async |actor, taken| {
        kit.change(&actor, async |work| {
            let id = made[1].suggestion_id;
            work.scribe().decide(&visit, id, taken, kit.ours.1).await
        })
        .await
        .unwrap()
    };
    assert!(
        !decide(kit.them(), true).await,
        "another clinic decides nothing"
    );
    assert!(decide(kit.us(), true).await);
    assert!(!decide(kit.us(), false).await, "it was decided");
    let mut work = kit.read(&kit.us()).await;
    let stored = work.scribe().suggestions(visit.visit_id).await.unwrap();
    let taken: Vec<_> = stored
        .iter()
        .map(|one| one.decision.as_ref().map(|d| d.taken))
        .collect();
    assert_eq!(taken, [None, Some(true)]);
    drop(work);
    let mut theirs = kit.read(&kit.them()).await;
    assert_eq!(
        theirs.scribe().suggestions(visit.visit_id).await.unwrap(),
        []
    );
}

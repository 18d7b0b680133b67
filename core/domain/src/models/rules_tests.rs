use super::*;
use crate::models::model::ConnectionId;
use uuid::Uuid;

fn now() -> Timestamp {
    Timestamp::new("2026-11-21T08:00:00Z".parse().unwrap())
}

fn at(base_url: &str) -> Connection {
    Connection {
        connection_id: ConnectionId::new(Uuid::from_u128(1)),
        name: "x".into(),
        kind: ConnectionKind::OpenaiCompatible,
        base_url: base_url.into(),
        model: "m".into(),
        has_key: false,
        enabled: true,
        patience_seconds: 60,
        version: 1,
        created_at: now(),
    }
}

#[test]
fn aic_7_what_is_outside_needs_the_clinic_the_patient_and_an_informed_person() {
    let outside = at("https://api.example.com/v1");
    let shown: HashSet<_> = [outside.connection_id].into();
    let open = ModelSettings {
        local_only: false,
        own_hosts: vec!["gpu.clinic.lan".into()],
        ..ModelSettings::default()
    };
    let closed = ModelSettings {
        own_hosts: open.own_hosts.clone(),
        ..ModelSettings::default()
    };
    let all = Permitted {
        consent: true,
        shown: shown.clone(),
    };
    let unasked = Permitted {
        consent: false,
        shown,
    };
    let unseen = Permitted {
        consent: true,
        shown: HashSet::new(),
    };
    let none = Permitted::default();
    let off = Connection {
        enabled: false,
        ..at("http://localhost/")
    };
    for (connection, settings, permitted, found) in [
        (&outside, &open, &all, Ok(Reach::Anywhere)),
        (&outside, &closed, &all, Err(NotAsked::LocalOnly)),
        (&outside, &open, &unasked, Err(NotAsked::NoConsent)),
        (&outside, &open, &unseen, Err(NotAsked::NotShown)),
        (
            &at("http://localhost:1"),
            &closed,
            &none,
            Ok(Reach::ThisMachine),
        ),
        (
            &at("https://GPU.clinic.lan./v1"),
            &closed,
            &none,
            Ok(Reach::Anywhere),
        ),
        (
            &at("https://x.gpu.clinic.lan/v1"),
            &closed,
            &none,
            Err(NotAsked::LocalOnly),
        ),
        (
            &at("https://gpu.clinic.lan@evil.example"),
            &closed,
            &none,
            Err(NotAsked::LocalOnly),
        ),
        (&off, &open, &all, Err(NotAsked::Disabled)),
    ] {
        assert_eq!(
            admit(connection, settings, permitted),
            found,
            "{}",
            connection.base_url
        );
    }
    assert_eq!(
        admit(&outside, &ModelSettings::default(), &all),
        Err(NotAsked::LocalOnly),
        "a clinic that decided nothing sends nothing"
    );
}

#[test]
fn aia_6_an_address_is_checked() {
    for (url, good) in [
        ("http://localhost:1234/v1", true),
        (" https://api.openai.com/v1 ", true),
        ("http://192.168.0.7:8000", true),
        ("http://gpu:8000", true),
        ("http://gpu.clinic.lan", true),
        ("http://api.example.com", false),
        ("http://8.8.8.8", false),
        ("https://key@api.example.com", false),
        ("https://api.example.com/?key=abc", false),
        ("ftp://api.example.com", false),
        ("api.example.com/v1/", true),
        ("localhost:1234", true),
        ("https://", false),
        ("", false),
    ] {
        assert_eq!(check_base_url(url).is_ok(), good, "{url}");
    }
    assert_eq!(
        check_base_url(" localhost:1234/v1/ ").unwrap(),
        "http://localhost:1234/v1"
    );
    for kind in [
        ConnectionKind::OpenaiCompatible,
        ConnectionKind::Openai,
        ConnectionKind::Anthropic,
        ConnectionKind::Gemini,
        ConnectionKind::Ollama,
    ] {
        assert!(check_base_url(usual_base_url(kind)).is_ok());
    }
}

#[test]
fn aic_7_a_list_of_own_hosts_holds_hosts_only() {
    let hosts = |list: &[&str]| {
        check_own_hosts(
            &list
                .iter()
                .map(|host| (*host).to_owned())
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(
        hosts(&["GPU.lan", " gpu.lan. ", "", "10.0.0.7"]).unwrap(),
        ["10.0.0.7", "gpu.lan"]
    );
    for bad in [
        "http://gpu.lan",
        "gpu.lan/v1",
        "a@b",
        "gpu.lan:80",
        "a b",
        "?",
    ] {
        assert!(hosts(&[bad]).is_err(), "{bad}");
    }
    assert!(check_own_hosts(&vec!["a".to_owned(); 51]).is_err());
}

#[test]
fn aic_3_what_follows_a_failure() {
    let after_wait = |problem, seconds, attempts| {
        let retry_after = Some(Duration::from_secs(seconds));
        after(
            Unanswered {
                problem,
                retry_after,
            },
            attempts,
            false,
        )
    };
    let plain = |problem: ModelProblem, attempts, began| after(problem.into(), attempts, began);
    assert_eq!(
        after_wait(ModelProblem::Busy, 1, 1),
        Next::Again(Duration::from_secs(1))
    );
    assert_eq!(
        after_wait(ModelProblem::Busy, 3 * 86_400, 1),
        Next::Onward,
        "three days"
    );
    assert_eq!(after_wait(ModelProblem::Busy, 1, 2), Next::Onward);
    assert_eq!(
        after_wait(ModelProblem::Broken, 0, 1),
        Next::Again(Duration::ZERO)
    );
    assert_eq!(
        plain(ModelProblem::Unreachable, 1, false),
        Next::Again(SHORT_WAIT)
    );
    for problem in [
        ModelProblem::Late,
        ModelProblem::KeyRefused,
        ModelProblem::UnknownModel,
        ModelProblem::QuestionTooLong,
        ModelProblem::Refused,
        ModelProblem::Unreadable,
        ModelProblem::Empty,
        ModelProblem::WrongForm,
        ModelProblem::Forbidden,
    ] {
        assert_eq!(plain(problem, 1, false), Next::Onward, "{problem:?}");
        assert_eq!(plain(problem, 1, true), Next::End, "{problem:?}");
    }
}

#[test]
fn aic_3_what_fails_again_and_again_is_left_alone_for_a_while() {
    let mut health = Health::default();
    for _ in 0..2 {
        health.failed(now(), ModelProblem::Late);
        health.failed(now(), ModelProblem::WrongForm);
    }
    assert_eq!(
        health.resting_until(now()),
        None,
        "the question's fault does not count"
    );
    health.failed(now(), ModelProblem::Unreachable);
    let later = now().plus_seconds(31);
    assert_eq!(health.resting_until(now()), Some(now().plus_seconds(30)));
    assert_eq!(health.resting_until(later), None);
    health.failed(later, ModelProblem::Unreachable);
    assert!(
        health.resting_until(later).is_some(),
        "one more failure is enough"
    );
    health.answered(later, 12);
    assert_eq!((health.resting_until(later), health.problem), (None, None));
    assert_eq!(
        (health.answered_at, health.latency_ms),
        (Some(later), Some(12))
    );
}

#[test]
fn aia_16_a_price_is_that_of_exactly_the_model() {
    let prices = [ModelPrice {
        model: "gpt-5".into(),
        prompt_price: 125,
        answer_price: 1_000,
        currency: "USD".into(),
    }];
    let usage = |model: &str, prompt_tokens, answer_tokens| ModelUsage {
        model: model.into(),
        calls: 1,
        prompt_tokens,
        answer_tokens,
        uncounted: 0,
        first_piece_ms: None,
        total_ms: 1,
        cost: None,
        currency: None,
    };
    for (model, prompt, answer, cost) in [
        ("gpt-5", 1_000_000, 0, Some(125)),
        ("gpt-5", 1_000_000, 1_000_000, Some(1_125)),
        ("gpt-5", 1, 0, Some(1)),
        ("gpt-5", 0, 0, Some(0)),
        ("gpt-5", u32::MAX, u32::MAX, Some(4_831_839)),
        ("gpt-5-mini", 1_000_000, 0, None),
        ("GPT-5", 1_000_000, 0, None),
        ("", 1, 1, None),
    ] {
        let mut used = usage(model, prompt, answer);
        price(&mut used, &prices);
        assert_eq!(used.cost, cost, "{model} {prompt} {answer}");
        assert_eq!(used.currency.is_some(), cost.is_some());
    }
}

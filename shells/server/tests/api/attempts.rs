//! Passwords and how often they may be guessed.

use crate::{
    access::sign_in,
    kit::{Kit, PASSWORD},
};
use praxis_domain::access::rules::ADDRESS_ATTEMPTS_MAX;
use serde_json::json;

crate::on_both! {
    iam_9_the_sixth_attempt_waits_even_with_the_right_password,
    iam_9_guesses_at_the_same_moment_are_counted_too,
    iam_9_many_accounts_from_one_address_wait_as_well,
    iam_9_weak_passwords_are_refused_and_none_is_stored,
}

pub async fn iam_9_the_sixth_attempt_waits_even_with_the_right_password(kit: Kit) {
    for login in ["admin.ours", "nobody.at.all"] {
        for n in 0..5 {
            let answer = sign_in(&kit, login, "wrong wrong").await;
            assert_eq!(answer.status, 401, "{login} {n}");
        }
        sign_in(&kit, login, PASSWORD)
            .await
            .failed(429, "TooManyRequests");
    }
    sign_in(&kit, "clinician.ours", PASSWORD).await.ok();
    let kit = kit.restart().await;
    sign_in(&kit, "ADMIN.OURS", PASSWORD)
        .await
        .failed(429, "TooManyRequests");
    kit.clock.advance(15 * 60 + 1);
    sign_in(&kit, "admin.ours", PASSWORD).await.ok();
    // A success forgets the failures before it.
    for _ in 0..4 {
        sign_in(&kit, "admin.ours", "wrong wrong")
            .await
            .failed(401, "Unauthenticated");
    }
    sign_in(&kit, "admin.ours", PASSWORD).await.ok();
    sign_in(&kit, "admin.ours", "wrong wrong")
        .await
        .failed(401, "Unauthenticated");
    kit.end().await;
}

pub async fn iam_9_guesses_at_the_same_moment_are_counted_too(kit: Kit) {
    let guesses = (0..15).map(|_| sign_in(&kit, "admin.ours", "wrong wrong"));
    let answers = futures::future::join_all(guesses).await;
    let tried = answers.iter().filter(|answer| answer.status == 401).count();
    let waiting = answers.iter().filter(|answer| answer.status == 429).count();
    assert_eq!((tried, waiting), (5, 10));
    kit.end().await;
}

pub async fn iam_9_many_accounts_from_one_address_wait_as_well(kit: Kit) {
    let (mut refused, mut waits) = (0, 0);
    for n in 0..60 {
        let answer = sign_in(&kit, &format!("guess{n}"), "wrong wrong").await;
        match answer.status {
            401 => refused += 1,
            429 => waits += 1,
            other => panic!("{other}: {}", answer.text),
        }
    }
    assert_eq!(
        (refused, waits),
        (ADDRESS_ATTEMPTS_MAX, 60 - ADDRESS_ATTEMPTS_MAX)
    );
    sign_in(&kit, "admin.ours", PASSWORD)
        .await
        .failed(429, "TooManyRequests");
    kit.end().await;
}

pub async fn iam_9_weak_passwords_are_refused_and_none_is_stored(kit: Kit) {
    let admin = kit.ours.admin();
    let create = async |login: &str, password: &str| {
        let new =
            json!({"login": login, "display_name": "N", "roles": ["viewer"], "password": password});
        kit.post(admin, "/v1/users", new).await
    };
    for (password, rule) in [
        ("short", "too_short"),
        ("password", "too_common"),
        ("new.user", "too_common"),
    ] {
        let failure = create("new.user", password).await.failed(400, "Validation");
        assert_eq!(
            (&failure["field"], &failure["rule"]),
            (&json!("password"), &json!(rule))
        );
    }
    let long = "x".repeat(129);
    assert_eq!(
        create("new.user", &long).await.failed(400, "Validation")["rule"],
        "too_long"
    );
    create("new.user", "a good long one").await.ok();
    create("NEW.user", "a good long one")
        .await
        .failed(409, "Conflict");
    let raw = kit.place.raw().await;
    let clear = "SELECT count(*) FROM users WHERE password_hash LIKE '%good long%'";
    assert_eq!(raw.number(clear).await, 0);
    kit.end().await;
}

//! Set-up, signing in, sessions.

use crate::kit::{FRIEND, Kit, PASSWORD, text};
use praxis_domain::access::model::Role;
use praxis_runtime::{NoCode, PrintedCode, SystemRandom};
use serde_json::{Value, json};
use std::sync::Arc;

crate::on_both! {
    iam_1_the_set_up_works_once,
    iam_1_ten_set_ups_at_once_make_one_clinic,
    iam_2_unknown_and_wrong_are_answered_alike,
    iam_2_signing_out_kills_the_token,
    iam_4_a_refresh_token_works_once_and_its_theft_ends_all,
    iam_5_the_cookie_is_kept_from_pages_and_other_sites,
    iam_5_idle_and_absolute_limits_end_a_session,
    iam_5_a_screen_that_nobody_touches_runs_out,
    iam_10_a_deactivated_user_is_out_at_once,
    iam_10_a_changed_role_counts_from_the_next_request,
    iam_15_whoever_is_signed_in_sees_it,
    plt_10_only_named_origins_are_let_in,
    plt_12_every_answer_carries_the_security_headers,
}

fn set_up(login: &str) -> Value {
    json!({"organization_name": "Przychodnia", "display_name": "Dr. A", "login": login, "password": PASSWORD})
}

pub async fn sign_in(kit: &Kit, login: &str, password: &str) -> crate::kit::Answer {
    let typed = json!({"login": login, "password": password});
    kit.post("", "/v1/auth/login", typed).await
}

pub async fn iam_1_the_set_up_works_once(kit: Kit) {
    let status = kit.get("", "/v1/setup/status").await.ok();
    assert_eq!(status["needed"], false);
    kit.post("", "/v1/setup/initialize", set_up("late"))
        .await
        .failed(409, "Conflict");
    sign_in(&kit, "late", PASSWORD)
        .await
        .failed(401, "Unauthenticated");
    let (kind, kit_clock) = (kit.place.kind(), kit.clock.clone());
    kit.end().await;
    let gate = Arc::new(PrintedCode::new(kit_clock.as_ref(), &SystemRandom));
    let kit = Kit::empty(kind, gate.clone()).await.unwrap();
    let status = kit.get("", "/v1/setup/status").await.ok();
    assert_eq!(
        (&status["needed"], &status["code_required"]),
        (&json!(true), &json!(true))
    );
    let mut input = set_up("first");
    for code in [Value::Null, json!(""), json!("0123")] {
        input["code"] = code;
        kit.post("", "/v1/setup/initialize", input.clone())
            .await
            .failed(400, "Validation");
    }
    input["code"] = json!(gate.code());
    let made = kit.post("", "/v1/setup/initialize", input).await.ok();
    let token = text(&made["token"]);
    let me = kit.get(&token, "/v1/auth/me").await.ok();
    assert_eq!(me["user"]["roles"], json!(["admin", "clinician"]));
    kit.end().await;
}

pub async fn iam_1_ten_set_ups_at_once_make_one_clinic(kit: Kit) {
    let kind = kit.place.kind();
    kit.end().await;
    let kit = Kit::empty(kind, Arc::new(NoCode)).await.unwrap();
    let tries = (0..10).map(|n| {
        let input = set_up(&format!("admin{n}"));
        let kit = &kit;
        async move { kit.post("", "/v1/setup/initialize", input).await }
    });
    let answers = futures::future::join_all(tries).await;
    let mut made = 0;
    for answer in answers {
        match answer.status {
            201 => made += 1,
            409 => {}
            other => panic!("{other}: {}", answer.text),
        }
    }
    assert_eq!(made, 1);
    let raw = kit.place.raw().await;
    assert_eq!(raw.number("SELECT count(*) FROM organizations").await, 1);
    assert_eq!(raw.number("SELECT count(*) FROM users").await, 1);
    kit.end().await;
}

pub async fn iam_2_unknown_and_wrong_are_answered_alike(kit: Kit) {
    let mut texts = vec![];
    for login in ["admin.ours", "nobody.at.all"] {
        let mut failure = sign_in(&kit, login, "wrong wrong")
            .await
            .failed(401, "Unauthenticated");
        failure["reference"] = Value::Null;
        texts.push(failure);
    }
    assert_eq!(texts[0], texts[1]);
    let signed_in = sign_in(&kit, "ADMIN.OURS", PASSWORD).await.ok();
    assert_eq!(signed_in["me"]["user"]["login"], "admin.ours");
    assert_eq!(text(&signed_in["token"]).len(), 64);
    let raw = kit.place.raw().await;
    let stored = raw
        .text("SELECT password_hash FROM users WHERE login = 'admin.ours'")
        .await;
    assert!(stored.starts_with("$argon2id$"), "{stored}");
    kit.end().await;
}

pub async fn iam_2_signing_out_kills_the_token(kit: Kit) {
    let signed_in = sign_in(&kit, "admin.ours", PASSWORD).await.ok();
    let token = text(&signed_in["token"]);
    kit.get(&token, "/v1/auth/me").await.ok();
    let out = kit.post(&token, "/v1/auth/logout", json!({})).await;
    assert!(
        out.header("set-cookie").contains("Max-Age=0"),
        "{:?}",
        out.headers
    );
    out.ok();
    kit.get(&token, "/v1/auth/me")
        .await
        .failed(401, "Unauthenticated");
    let refresh = json!({"refresh_token": signed_in["refresh_token"]});
    kit.post("", "/v1/auth/token", refresh)
        .await
        .failed(401, "Unauthenticated");
    kit.end().await;
}

pub async fn iam_4_a_refresh_token_works_once_and_its_theft_ends_all(kit: Kit) {
    let first = sign_in(&kit, "clinician.ours", PASSWORD).await.ok();
    let exchange = async |token: &Value| {
        kit.post("", "/v1/auth/token", json!({ "refresh_token": token }))
            .await
    };
    let second = exchange(&first["refresh_token"]).await.ok();
    assert_ne!(first["token"], second["token"]);
    kit.get(&text(&first["token"]), "/v1/auth/me")
        .await
        .failed(401, "Unauthenticated");
    kit.get(&text(&second["token"]), "/v1/auth/me").await.ok();
    exchange(&first["refresh_token"])
        .await
        .failed(401, "Unauthenticated");
    kit.get(&text(&second["token"]), "/v1/auth/me")
        .await
        .failed(401, "Unauthenticated");
    exchange(&second["refresh_token"])
        .await
        .failed(401, "Unauthenticated");
    // Both at once: at most one has a living session, and nothing breaks.
    let third = sign_in(&kit, "clinician.ours", PASSWORD).await.ok();
    let tries = futures::future::join_all((0..6).map(|_| exchange(&third["refresh_token"]))).await;
    let mut fresh = vec![];
    for answer in tries {
        match answer.status {
            200 => fresh.push(text(&answer.body["token"])),
            401 => {}
            other => panic!("{other}: {}", answer.text),
        }
    }
    assert!(fresh.len() <= 1, "{} tokens of one", fresh.len());
    kit.end().await;
}

pub async fn iam_5_the_cookie_is_kept_from_pages_and_other_sites(kit: Kit) {
    let typed = json!({"login": "admin.ours", "password": PASSWORD}).to_string();
    let login = |site: &str| {
        kit.request("", "POST", "/v1/auth/login")
            .header("content-type", "application/json")
            .header("x-praxis-session", "cookie")
            .header("sec-fetch-site", site)
            .body(typed.clone())
    };
    for site in ["cross-site", "same-site", "none"] {
        kit.send(login(site)).await.failed(403, "Forbidden");
    }
    let answer = kit.send(login("same-origin")).await;
    assert_eq!(
        (&answer.body["token"], &answer.body["refresh_token"]),
        (&json!(""), &json!(""))
    );
    let cookie = answer.header("set-cookie").to_owned();
    for word in [
        "__Host-praxis=",
        "Path=/",
        "Secure",
        "HttpOnly",
        "SameSite=Strict",
    ] {
        assert!(cookie.contains(word), "{word} in {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let with = |method: &str, path: &str, headers: &[(&str, &str)]| {
        let mut request = kit.request("", method, path).header("cookie", &cookie);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request
    };
    let host = kit.server.base.clone();
    kit.send(with("GET", "/v1/auth/me", &[])).await.ok();
    let body = r#"{"kind":"human","family_name":"N","given_name":"A","sex":"female"}"#;
    let json = ("content-type", "application/json");
    for (headers, status) in [
        (vec![json], 403),
        (vec![json, ("sec-fetch-site", "cross-site")], 403),
        (vec![json, ("origin", "https://evil.example")], 403),
        (vec![json, ("origin", "null")], 403),
        (
            vec![
                ("content-type", "text/plain"),
                ("sec-fetch-site", "same-origin"),
            ],
            400,
        ),
        (vec![json, ("sec-fetch-site", "same-origin")], 201),
        (vec![json, ("origin", host.as_str())], 201),
        (
            vec![json, ("sec-fetch-site", "cross-site"), ("origin", FRIEND)],
            201,
        ),
    ] {
        let request = with("POST", "/v1/ehr/patients", &headers).body(body);
        let answer = kit.send(request).await;
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.text);
    }
    kit.end().await;
}

pub async fn iam_5_idle_and_absolute_limits_end_a_session(kit: Kit) {
    let token = text(&sign_in(&kit, "admin.ours", PASSWORD).await.ok()["token"]);
    kit.clock.advance(59 * 60);
    kit.get(&token, "/v1/auth/me").await.ok();
    kit.clock.advance(59 * 60);
    kit.get(&token, "/v1/auth/me").await.ok();
    kit.clock.advance(60 * 60);
    kit.get(&token, "/v1/auth/me")
        .await
        .failed(401, "Unauthenticated");
    let signed_in = sign_in(&kit, "admin.ours", PASSWORD).await.ok();
    let token = text(&signed_in["token"]);
    for _ in 0..23 {
        kit.clock.advance(30 * 60);
        kit.get(&token, "/v1/auth/me").await.ok();
    }
    kit.clock.advance(30 * 60);
    kit.get(&token, "/v1/auth/me")
        .await
        .failed(401, "Unauthenticated");
    let refresh = json!({"refresh_token": signed_in["refresh_token"]});
    kit.post("", "/v1/auth/token", refresh)
        .await
        .failed(401, "Unauthenticated");
    kit.end().await;
}

pub async fn iam_5_a_screen_that_nobody_touches_runs_out(kit: Kit) {
    let token = text(&sign_in(&kit, "admin.ours", PASSWORD).await.ok()["token"]);
    let by_itself = async || {
        let request = kit.request(&token, "GET", "/v1/auth/me");
        kit.send(request.header("x-praxis-unattended", "1")).await
    };
    // Others work, and the screen follows what they do.
    for _ in 0..3 {
        kit.clock.advance(19 * 60);
        by_itself().await.ok();
    }
    kit.clock.advance(3 * 60);
    by_itself().await.failed(401, "Unauthenticated");
    kit.end().await;
}

pub async fn iam_10_a_deactivated_user_is_out_at_once(kit: Kit) {
    let admin = kit.ours.admin();
    let new = json!({"login": "new.user", "display_name": "N", "roles": ["clinician"], "password": "a good long one"});
    let user = kit.post(admin, "/v1/users", new).await.ok();
    let session = sign_in(&kit, "new.user", "a good long one").await.ok();
    let token = text(&session["token"]);
    kit.get(&token, "/v1/ehr/patients").await.ok();
    let active = format!("/v1/users/{}/active", text(&user["user_id"]));
    let change = json!({"version": 1, "active": false});
    let changed = kit.post(admin, &active, change.clone()).await.ok();
    assert_eq!(
        (&changed["active"], &changed["version"]),
        (&json!(false), &json!(2))
    );
    kit.get(&token, "/v1/ehr/patients")
        .await
        .failed(401, "Unauthenticated");
    let refresh = json!({"refresh_token": session["refresh_token"]});
    kit.post("", "/v1/auth/token", refresh)
        .await
        .failed(401, "Unauthenticated");
    sign_in(&kit, "new.user", "a good long one")
        .await
        .failed(401, "Unauthenticated");
    let stale = kit
        .post(admin, &active, change)
        .await
        .failed(409, "Conflict");
    assert_eq!(stale["current"]["version"], 2);
    let back = json!({"version": 2, "active": true});
    kit.post(admin, &active, back).await.ok();
    sign_in(&kit, "new.user", "a good long one").await.ok();
    kit.get(&token, "/v1/ehr/patients")
        .await
        .failed(401, "Unauthenticated");
    let me = kit.ours.member(Role::Admin).user.user_id;
    let myself = json!({"version": 1, "active": false});
    kit.post(admin, &format!("/v1/users/{me}/active"), myself)
        .await
        .failed(409, "Conflict");
    kit.end().await;
}

pub async fn iam_10_a_changed_role_counts_from_the_next_request(kit: Kit) {
    let viewer = kit.ours.member(Role::Viewer);
    let path = format!("/v1/users/{}", viewer.user.user_id);
    let change = json!({"version": 1, "display_name": "V", "roles": ["auditor", "auditor"]});
    kit.get(&viewer.token, "/v1/audit")
        .await
        .failed(403, "Forbidden");
    let changed = kit.put(kit.ours.admin(), &path, change).await.ok();
    assert_eq!(changed["roles"], json!(["auditor"]));
    kit.get(&viewer.token, "/v1/audit").await.ok();
    kit.get(&viewer.token, "/v1/ehr/patients")
        .await
        .failed(403, "Forbidden");
    kit.end().await;
}

pub async fn iam_15_whoever_is_signed_in_sees_it(kit: Kit) {
    let me = kit
        .get(kit.ours.token(Role::FrontDesk), "/v1/auth/me")
        .await
        .ok();
    assert_eq!(me["user"]["login"], "front_desk.ours");
    assert_eq!(me["organization"]["name"], "ours");
    assert_eq!(
        me["permissions"],
        json!(["job:read", "patient:read", "patient:write"])
    );
    let chosen = json!({"preferences": {"language": "pl", "theme": "dark", "single_keys": false}});
    kit.put(kit.ours.admin(), "/v1/auth/me/preferences", chosen.clone())
        .await
        .ok();
    let me = kit.get(kit.ours.admin(), "/v1/auth/me").await.ok();
    assert_eq!(me["preferences"], chosen["preferences"]);
    let kit = kit.restart().await;
    let me = kit.get(kit.ours.admin(), "/v1/auth/me").await.ok();
    assert_eq!(
        me["preferences"], chosen["preferences"],
        "the session outlives the process"
    );
    kit.end().await;
}

pub async fn plt_10_only_named_origins_are_let_in(kit: Kit) {
    for (origin, allowed) in [
        (FRIEND, FRIEND),
        ("https://evil.example", ""),
        ("https://friend.example.evil.example", ""),
        ("http://friend.example", ""),
        ("null", ""),
    ] {
        for (method, path) in [("GET", "/v1/setup/status"), ("OPTIONS", "/v1/ehr/patients")] {
            let answer = kit
                .send(kit.request("", method, path).header("origin", origin))
                .await;
            assert_eq!(
                answer.header("access-control-allow-origin"),
                allowed,
                "{origin} {method}"
            );
            let credentials = if allowed.is_empty() { "" } else { "true" };
            assert_eq!(
                answer.header("access-control-allow-credentials"),
                credentials
            );
            assert!(
                answer.header("vary").to_lowercase().contains("origin"),
                "{:?}",
                answer.headers
            );
        }
    }
    kit.end().await;
}

pub async fn plt_12_every_answer_carries_the_security_headers(kit: Kit) {
    for path in [
        "/v1/setup/status",
        "/v1/nothing",
        "/v1/users",
        "/health/live",
        "/openapi.json",
        "/",
    ] {
        let response = kit.request("", "GET", path).send().await.unwrap();
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .map_or("", |v| v.to_str().unwrap())
        };
        let policy = header("content-security-policy");
        assert!(
            policy.contains("default-src 'self'") && !policy.contains("unsafe-eval"),
            "{path}: {policy}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        if path.starts_with("/v1") {
            assert_eq!(header("cache-control"), "no-store", "{path}");
        }
    }
    kit.end().await;
}

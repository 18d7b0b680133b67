//! Every route as every role.

use crate::kit::{Kit, nothing, operations, sample};
use praxis_domain::access::model::Role;
use praxis_kernel::Meta;
use serde_json::Value;
use std::path::PathBuf;

crate::on_both! {
    iam_12_every_route_as_every_role,
    iam_12_permissions_that_a_caller_claims_change_nothing,
    plt_2_every_operation_has_its_route,
    iam_2_no_session_no_answer,
}

fn allowed(kit: &Kit, meta: &Meta, role: Role) -> (bool, bool) {
    let member = kit.ours.member(role);
    if matches!(meta.allow, "public" | "signed_in") {
        return (true, true);
    }
    let policy = kit.server.runtime.policy();
    let decision = policy.decide(&member.user.roles, meta.allow);
    (decision.allowed, decision.sees_restricted)
}

fn matrix(kit: &Kit) -> String {
    let mut text = "# Who may call what\n\nGenerated from the policies and checked by calling every route as every role; `PRAXIS_GENERATE=1 cargo test -p praxis-server` writes it anew.\n\n`yes`: allowed. `open`: allowed, but restricted patients do not exist for this role. `–`: 403.\n\n| operation | permission |".to_owned();
    for role in Role::ALL {
        text += &format!(" {} |", role.word());
    }
    text += &format!("\n|---|---|{}\n", "---|".repeat(Role::ALL.len()));
    for meta in operations() {
        text += &format!("| `{}` | `{}` |", meta.id, meta.allow);
        for role in Role::ALL {
            text += match allowed(kit, meta, role) {
                (true, true) => " yes |",
                (true, false) => " open |",
                (false, _) => " – |",
            };
        }
        text += "\n";
    }
    text
}

pub async fn iam_12_every_route_as_every_role(kit: Kit) {
    for meta in operations() {
        let input = sample(meta, &nothing);
        for role in Role::ALL {
            let member = kit.ours.member(role);
            // A session of its own, because signing out ends it.
            let token = kit.session(&kit.ours, member.user.user_id).await;
            let answer = kit.call(&token, meta, &input).await;
            let what = format!("{} as {}: {}", meta.id, role.word(), answer.text);
            if allowed(&kit, meta, role).0 {
                assert_ne!(answer.status, 403, "{what}");
                let public = meta.allow == "public";
                assert!(public || answer.status != 401, "{what}");
            } else {
                assert_eq!(answer.status, 403, "{what}");
            }
        }
    }
    let text = matrix(&kit);
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../api/authorisation.md");
    if std::env::var_os("PRAXIS_GENERATE").is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        kept, text,
        "api/authorisation.md is stale: PRAXIS_GENERATE=1 writes it anew"
    );
    kit.end().await;
}

pub async fn iam_12_permissions_that_a_caller_claims_change_nothing(kit: Kit) {
    let viewer = kit.ours.token(Role::Viewer);
    for path in [
        "/v1/users",
        "/v1/users?required_permission=none",
        "/v1/audit",
    ] {
        let request = kit
            .request(viewer, "GET", path)
            .header("x-required-permission", "none")
            .header("x-permission", "user:read")
            .header("x-user-role", "admin")
            .header(
                "x-organization-id",
                kit.theirs.organization.organization_id.to_string(),
            );
        let answer = kit.send(request).await;
        assert!(
            matches!(answer.status, 400 | 403),
            "{path}: {}",
            answer.text
        );
    }
    // A field that would name another clinic or role is not known.
    let body = serde_json::json!({"kind": "human", "family_name": "A", "given_name": "B", "sex": "female",
        "organization_id": kit.theirs.organization.organization_id.to_string()});
    let failure = kit.post(kit.ours.admin(), "/v1/ehr/patients", body).await;
    assert_eq!(failure.failed(400, "Validation")["rule"], "unknown_field");
    kit.end().await;
}

pub async fn plt_2_every_operation_has_its_route(kit: Kit) {
    for meta in operations() {
        let token = kit
            .session(&kit.ours, kit.ours.member(Role::Admin).user.user_id)
            .await;
        let answer = kit.call(&token, meta, &sample(meta, &nothing)).await;
        assert_ne!(answer.status, 405, "{}", meta.id);
        let missing = answer.body["message"] == "There is no such route.";
        assert!(!missing, "{} is not mounted", meta.id);
    }
    let document = kit.get("", "/openapi.json").await.ok();
    let published: usize = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .map(|path| path.as_object().unwrap().len())
        .sum();
    assert_eq!(
        published,
        operations().len(),
        "the document names each of them"
    );
    kit.get("", "/v1/nothing").await.failed(404, "NotFound");
    let answer = kit
        .ask(kit.ours.admin(), "PATCH", "/v1/users", Value::Null)
        .await;
    assert_eq!(answer.status, 405);
    kit.end().await;
}

pub async fn iam_2_no_session_no_answer(kit: Kit) {
    for meta in operations() {
        if meta.allow == "public" {
            continue;
        }
        for token in ["", "not a token", &"f".repeat(64)] {
            let answer = kit.call(token, meta, &sample(meta, &nothing)).await;
            answer.failed(401, "Unauthenticated");
        }
    }
    for token in ["", "nonsense"] {
        kit.get(token, "/v1/events")
            .await
            .failed(401, "Unauthenticated");
    }
    kit.end().await;
}

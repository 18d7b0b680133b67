//! What the window may do, compared with what was approved; and how the session is kept.

use crate::{app::is_ours, generate::catalogue, instance, session::Keeper};
use praxis_features::for_each_operation;
use praxis_kernel::{Operation, SessionEffect};
use serde_json::{Value, json};
use std::{any::TypeId, fs, path::PathBuf};

fn read(file: &str) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("praxis-desktop-{name}-{}", std::process::id()));
    let _absent = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

#[test]
fn plt_12_the_window_may_do_what_was_approved_and_no_more() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("capabilities");
    let files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(files, ["main.json"]);
    let capability = read("capabilities/main.json");
    assert_eq!(capability["windows"], json!(["main"]));
    assert_eq!(capability["permissions"], json!([]));
    for widening in ["remote", "webviews", "platforms"] {
        assert_eq!(capability.get(widening), None, "{widening}");
    }
}

#[test]
fn plt_12_the_content_security_policy_is_the_approved_one() {
    let configuration = read("tauri.conf.json");
    let app = &configuration["app"];
    assert_eq!(app["withGlobalTauri"], json!(false));
    assert_eq!(
        app["windows"],
        json!([]),
        "windows are opened in app.rs, where navigation is bounded"
    );
    assert_eq!(
        app["security"],
        json!({
            "freezePrototype": true,
            "csp": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ipc: http://ipc.localhost",
            "dangerousDisableAssetCspModification": ["style-src"],
            "capabilities": ["main"]
        })
    );
    assert_eq!(
        configuration["build"],
        json!({ "frontendDist": "../../ui/dist" })
    );
    assert_eq!(configuration.get("plugins"), None);
}

#[test]
fn plt_12_the_window_does_not_leave_the_app() {
    let ours = |url: &str| is_ours(&url.parse().unwrap());
    assert!(ours("tauri://localhost/#/patients"));
    assert!(
        ours("blob:tauri://localhost/3d1a"),
        "a file that a page made"
    );
    for foreign in [
        "https://example.org/",
        "http://localhost:8090/",
        "tauri://elsewhere/",
        "file:///etc/passwd",
        "data:text/html,hello",
        "about:blank",
        "blob:https://example.org/3d1a",
    ] {
        assert!(!ours(foreign), "{foreign}");
    }
}

#[test]
fn iam_15_every_operation_that_starts_a_session_answers_with_tokens_that_are_taken_out() {
    macro_rules! starts {
        ($($kind:ident $name:ident: $operation:ty,)*) => {
            vec![$( (
                <$operation as Operation>::META,
                TypeId::of::<<$operation as Operation>::Output>(),
            ) ),*]
        };
    }
    let signed_in = TypeId::of::<praxis_domain::access::model::SignedIn>();
    for (meta, output) in for_each_operation!(starts) {
        let starts = meta.session == Some(SessionEffect::Starts);
        assert_eq!(starts, output == signed_in, "{}", meta.id);
    }
}

#[cfg(unix)]
#[test]
fn iam_15_the_session_outlives_the_app_in_a_file_of_its_owner_and_ends_with_it() {
    use std::os::unix::fs::PermissionsExt;
    let data = folder("session");
    let meta = |id: &str| catalogue().into_iter().find(|meta| meta.id == id).unwrap();
    let mut answer: praxis_domain::access::model::SignedIn = serde_json::from_value(json!({
        "token": "t".repeat(64),
        "refresh_token": "r".repeat(64),
        "me": {
            "user": {
                "user_id": "0193a5c0-0000-7000-8000-000000000001", "login": "anna", "display_name": "Anna",
                "roles": ["admin"], "active": true, "version": 1, "created_at": "2026-01-01T00:00:00Z"
            },
            "organization": { "organization_id": "0193a5c0-0000-7000-8000-000000000002", "name": "Clinic" },
            "permissions": [],
            "session": { "expires_at": "2026-01-02T00:00:00Z", "idle_seconds": 900 },
            "preferences": { "language": null, "theme": "system", "single_keys": true }
        }
    }))
    .unwrap();

    let keeper = Keeper::open(&data);
    assert_eq!(keeper.token(), None);
    assert!(keeper.settle(&meta("sign_in"), &mut answer));
    assert_eq!(
        (answer.token.as_str(), answer.refresh_token.as_str()),
        ("", "")
    );
    assert_eq!(keeper.token(), Some("t".repeat(64)));
    let mode = fs::metadata(data.join("session"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);

    let again = Keeper::open(&data);
    assert_eq!(again.token(), Some("t".repeat(64)));
    let mut refresh = praxis_features::access::sign_in::RefreshSession {
        refresh_token: String::new(),
    };
    again.lend(&mut refresh);
    assert_eq!(refresh.refresh_token, "r".repeat(64));

    assert!(again.settle(&meta("sign_out"), &mut ()));
    assert_eq!(again.token(), None);
    assert!(!data.join("session").exists());
    fs::remove_dir_all(data).unwrap();
}

#[test]
fn plt_1_a_second_start_on_the_same_data_asks_for_the_first_window() {
    let data = folder("instance");
    let first = instance::claim(&data).unwrap().unwrap();
    let (came, comes) = std::sync::mpsc::channel();
    first.on_second_start(move || came.send(()).unwrap());
    assert!(instance::claim(&data).unwrap().is_none());
    #[cfg(unix)]
    comes
        .recv_timeout(std::time::Duration::from_secs(5))
        .unwrap();
    drop(first);
    assert!(instance::claim(&data).unwrap().is_some());
    fs::remove_dir_all(data).unwrap();
}

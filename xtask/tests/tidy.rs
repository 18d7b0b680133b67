//! The invariants of ARCHITECTURE.md, as tests.

use praxis_domain::{
    scribe::recordings::states::RecordingStatus, visits::states::VisitStatus,
    workflows::states::JobStatus,
};
use praxis_kernel::Machine;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use xtask::{
    repository::{files, is_test, root, without_tests},
    traceability,
};

/// Which of our crates each crate may name. A crate that is missing here fails the test.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("core/macros", &[]),
    ("core/kernel", &["macros"]),
    ("core/domain", &["kernel"]),
    ("core/drafter", &["kernel", "domain"]),
    ("core/audio", &[]),
    ("core/print", &["kernel", "domain"]),
    ("data", &["kernel", "domain"]),
    ("interop", &["kernel", "domain"]),
    ("adapters/keychain", &["kernel", "domain"]),
    ("adapters/network", &["domain"]),
    ("adapters/models/testkit", &["domain"]),
    ("adapters/models", &["domain", "network"]),
    ("adapters/speech", &["domain", "audio", "network"]),
    ("adapters/microphone", &["kernel"]),
    ("adapters/whisper", &[]),
    (
        "core/features",
        &["kernel", "domain", "interop", "demo", "audio", "print"],
    ),
    ("storage/sqlite", &["kernel", "domain"]),
    ("storage/postgres", &["kernel", "domain"]),
    ("storage/suite", &["kernel", "domain", "sqlite", "postgres"]),
    (
        "core/runtime",
        &[
            "kernel", "domain", "features", "drafter", "sqlite", "postgres", "keychain", "speech",
            "network", "models",
        ],
    ),
    (
        "shells/server",
        &["kernel", "domain", "features", "runtime"],
    ),
    (
        "shells/desktop",
        &[
            "kernel",
            "domain",
            "features",
            "runtime",
            "microphone",
            "whisper",
        ],
    ),
    (
        "shells/cli",
        &[
            "kernel", "domain", "features", "runtime", "server", "interop", "drafter", "models",
            "whisper",
        ],
    ),
    ("xtask/queries", &[]),
    (
        "xtask",
        &[
            "kernel", "domain", "features", "drafter", "interop", "audio", "network", "model",
            "server", "runtime", "sqlite", "postgres",
        ],
    ),
];

#[test]
fn plt_6_dependencies_point_one_way() {
    let name = Regex::new(r"(?m)^praxis-([a-z]+)\b").unwrap();
    let allowed: BTreeMap<&str, &[&str]> = MAY_KNOW.iter().copied().collect();
    let mut seen = 0;
    for (path, text) in files("", &["Cargo.toml"]) {
        let Some(folder) = path.strip_suffix("/Cargo.toml") else {
            continue;
        };
        let may = allowed
            .get(folder)
            .unwrap_or_else(|| panic!("{folder} is not in the list of who may know whom"));
        let production = text.split("[dev-dependencies]").next().unwrap();
        for capture in name.captures_iter(production.split("[dependencies]").nth(1).unwrap_or("")) {
            let known = capture.get(1).unwrap().as_str();
            assert!(
                may.contains(&known),
                "{folder} must not know praxis-{known}"
            );
        }
        seen += 1;
    }
    assert!(seen >= 13, "only {seen} crates were found");
}

#[test]
fn plt_6_inner_layers_name_no_outer_technology() {
    for (below, banned) in [
        (
            "core/kernel/src",
            "sqlx|axum|tauri|hyper|reqwest|std::fs|std::net",
        ),
        (
            "core/domain/src",
            "sqlx|axum|tauri|hyper|reqwest|std::fs|std::net|tokio",
        ),
        (
            "core/drafter/src",
            "sqlx|axum|tauri|hyper|reqwest|std::net|tokio",
        ),
        (
            "core/print/src",
            "sqlx|axum|tauri|hyper|reqwest|std::fs|std::net|tokio",
        ),
        (
            "core/features/src",
            "sqlx|axum|tauri|hyper|reqwest|std::fs|std::net",
        ),
        ("shells/server/src", "sqlx"),
        ("shells/desktop/src", "sqlx"),
    ] {
        let banned = Regex::new(&format!(r"\b({banned})\b")).unwrap();
        let all = files(below, &[".rs"]);
        for (path, text) in &all {
            for line in without_tests(text).lines() {
                let code = line.split("//").next().unwrap();
                assert!(!banned.is_match(code), "{path}: {line}");
            }
        }
    }
}

#[test]
fn dev_2_every_operation_is_in_the_catalogue() {
    let list = std::fs::read_to_string(root().join("core/features/src/catalogue.rs")).unwrap();
    let listed: BTreeSet<String> = Regex::new(r"(?:call|stream) (\w+): \$crate::([\w:]+)::(\w+),")
        .unwrap()
        .captures_iter(&list)
        .map(|capture| {
            assert_eq!(capture[1], capture[3], "an operation has one name");
            capture[1].to_owned()
        })
        .collect();
    let operation = Regex::new(r"(?s)#\[operation\((.*?)\)\]\s*pub async fn (\w+)").unwrap();
    let mut written = BTreeSet::new();
    for (_, text) in files("core/features/src", &[".rs"]) {
        for capture in operation.captures_iter(&text) {
            assert!(
                written.insert(capture[2].to_owned()),
                "{} twice",
                &capture[2]
            );
        }
    }
    assert!(written.len() > 40, "{} operations", written.len());
    assert_eq!(listed, written);
}

#[test]
fn wfl_2_one_statement_changes_each_state() {
    let change = Regex::new(r"(?i)SET\s+status\s*=").unwrap();
    let mut found = vec![];
    for (path, text) in files("", &[".rs", ".sql"]) {
        if !is_test(&path) {
            found.extend(change.find_iter(&text).map(|_| path.clone()));
        }
    }
    assert_eq!(
        found,
        [
            "storage/queries/jobs.rs",
            "storage/queries/recordings.rs",
            "storage/queries/visits.rs"
        ]
    );
}

#[test]
fn dev_7_files_stay_short() {
    for (path, text) in files("", &[".rs", ".ts", ".tsx", ".mjs", ".py", ".css", ".sh"]) {
        let head: String = text.lines().take(3).collect();
        let generated = head.to_lowercase().contains("generated");
        let lines = text.lines().count();
        assert!(generated || lines <= 500, "{path} has {lines} lines");
    }
}

#[test]
fn every_test_engine_statement_is_written_once() {
    for engine in ["sqlite", "postgres"] {
        for (path, text) in files(&format!("storage/{engine}/src"), &[".rs"]) {
            let allowed = path.contains("/engine");
            assert!(
                allowed || !text.contains("sqlx::"),
                "{path} holds a statement of its own"
            );
        }
    }
    let pairs = |engine: &str| -> Vec<String> {
        files(&format!("storage/{engine}/migrations"), &[".sql"])
            .into_iter()
            .filter_map(|(path, _)| path.rsplit('/').next().map(str::to_owned))
            .collect()
    };
    assert_eq!(
        pairs("sqlite"),
        pairs("postgres"),
        "migrations come in pairs"
    );
}

#[test]
fn nothing_unfinished_is_kept() {
    let banned = Regex::new(
        r"\bTODO\b|\bFIXME\b|unimplemented!|todo!\(|dbg!\(|Uuid::nil\(\)|default_user|console\.log",
    )
    .unwrap();
    for (path, text) in files("", &[".rs", ".ts", ".tsx"]) {
        if is_test(&path) {
            continue;
        }
        for line in without_tests(&text).lines() {
            // The start of a page is no record's identifier.
            let start_of_a_page =
                path.ends_with("patients_search.rs") && line.contains("PageStart::Offset");
            assert!(start_of_a_page || !banned.is_match(line), "{path}: {line}");
        }
    }
}

/// Where a provider of models may be named: what kinds there are, how each is spoken to, and the
/// screens on which a person chooses one.
const NAME_PROVIDERS: &[&str] = &[
    "core/domain/src/models/",
    "adapters/models/",
    "adapters/speech/src/service.rs",
    "shells/cli/src/draft_model.rs",
    "ui/src/api/bindings.ts",
    "ui/src/shared/i18n/ids.ts",
    "ui/src/locales/",
    "ui/src/features/models/components/",
];

#[test]
fn aic_3_no_other_place_names_a_provider() {
    let names = Regex::new("(?i)open_?ai|anthropic|gemini|ollama|llama").unwrap();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (path, text) in files("", &[".rs", ".ts", ".tsx", ".sql"]) {
        let tests = is_test(&path) || path.starts_with("ui/e2e/") || path.starts_with("xtask/");
        let allowed = NAME_PROVIDERS.iter().find(|one| path.starts_with(**one));
        for line in without_tests(&text).lines().filter(|_| !tests) {
            let code = line.split("//").next().unwrap();
            if names.is_match(code) {
                assert!(allowed.is_some(), "{path}: {line}");
                seen.extend(allowed.copied());
            }
        }
    }
    assert!(
        seen.len() >= 4,
        "the names were looked for in vain: {seen:?}"
    );
}

/// The audit log keeps plain words, so that rows of every version can be read; screens have words in
/// the reader's language for each that the program writes.
#[test]
fn obs_4_screens_have_words_for_whatever_the_audit_log_says() {
    let catalogue = std::fs::read_to_string(root().join("ui/src/locales/en/audit.po")).unwrap();
    let mut written: BTreeSet<(&str, String)> = BTreeSet::new();
    for (kind, place) in [
        ("outcome", r#"(?:Touched::one|touch_\w+)\(\s*"([\w ]+)""#),
        ("outcome", r#"\boutcome: "([\w ]+)""#),
        (
            "resource",
            r#"(?:Touched::one|touch_\w+)\(\s*[^,]+,\s*"([\w ]+)""#,
        ),
        (
            "resource",
            r#"(?:Touched::list\(\s*|\bresource: )"([\w ]+)""#,
        ),
        ("origin", r#"(?:\borigin: |\bORIGIN: &str = )"([\w ]+)""#),
    ] {
        let place = Regex::new(place).unwrap();
        for (path, text) in files("", &[".rs"]) {
            if !is_test(&path) {
                let words = place.captures_iter(without_tests(&text));
                written.extend(words.map(|found| (kind, found[1].to_owned())));
            }
        }
    }
    fn events<M: Machine>() -> impl Iterator<Item = (&'static str, String)> {
        let words = M::EVENTS.iter().map(|event| M::event_word(*event));
        words.map(|word| ("outcome", word.to_owned()))
    }
    written.extend(events::<VisitStatus>());
    written.extend(events::<JobStatus>());
    written.extend(events::<RecordingStatus>());
    assert!(written.len() > 45, "only {written:?} were found");
    for (kind, word) in written {
        let id = format!("msgid \"audit.{kind}.{}\"", word.replace(' ', "_"));
        assert!(catalogue.contains(&id), "ui/src/locales has no {id}");
    }
}

#[test]
fn a_delivered_requirement_has_a_test() {
    let tests = traceability::tests();
    let delivered = traceability::delivered();
    assert!(!delivered.is_empty(), "docs/requirements.md names none");
    for row in &delivered {
        assert!(
            tests.contains_key(row),
            "{}-{} is called delivered without a test",
            row.0,
            row.1
        );
    }
}

#[test]
fn dev_8_documents_name_only_what_exists() {
    let path_like = Regex::new(
        r"`((?:core|adapters|storage|shells|ui|xtask|interop|data|api|docs|bench|e2e|scripts)/[\w./-]*)`",
    )
    .unwrap();
    let command = Regex::new(r"`make ([a-z-]+)`").unwrap();
    let makefile = std::fs::read_to_string(root().join("Makefile")).unwrap();
    let mut checked = 0;
    for (path, text) in files("", &[".md"]) {
        if path.starts_with("data/") || path.starts_with("ui/node_modules") {
            continue;
        }
        for capture in path_like.captures_iter(&text) {
            let named = root().join(&capture[1]);
            assert!(
                named.exists(),
                "{path} names {}, which does not exist",
                &capture[1]
            );
            checked += 1;
        }
        for capture in command.captures_iter(&text) {
            let target = format!("\n{}:", &capture[1]);
            assert!(
                makefile.contains(&target),
                "{path} names make {}",
                &capture[1]
            );
            checked += 1;
        }
    }
    assert!(checked > 20, "only {checked} names were found");
}

#[test]
fn dev_5_one_command_for_everything_by_every_usual_name() {
    let text = |path: &str| std::fs::read_to_string(root().join(path)).unwrap();
    let (makefile, readme) = (text("Makefile"), text("README.md"));
    for name in [
        "run",
        "test",
        "desktop",
        "bench",
        "lint",
        "generate",
        "build-backend",
        "test-backend",
        "db-migrate",
        "db-reset",
    ] {
        assert!(makefile.contains(&format!("\n{name}:")), "no make {name}");
        assert!(
            readme.contains(&format!("make {name}")),
            "README: make {name}"
        );
    }
    let scripts: serde_json::Value = serde_json::from_str(&text("ui/package.json")).unwrap();
    assert!(scripts["scripts"]["check:all"].is_string());
    let check = text(".ci/run");
    assert!(check.contains("make test"), "CI runs something else");
}

#[test]
fn dev_1_generated_documents_are_current() {
    for (path, text) in xtask::generate::texts().unwrap() {
        let kept = std::fs::read_to_string(root().join(path)).unwrap_or_default();
        assert!(kept == text, "{path} is stale: run `make generate`");
    }
}

#[test]
fn plt_5_statements_fit_both_schemas() {
    if std::env::var_os("PRAXIS_TEST_POSTGRES_URL").is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "PRAXIS_TEST_POSTGRES_URL is not set"
        );
        eprintln!("SKIPPED: PRAXIS_TEST_POSTGRES_URL is not set, statements were not checked anew");
        return;
    }
    xtask_queries::run(true).unwrap();
}

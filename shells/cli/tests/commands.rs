//! Commands as somebody types them.

#![allow(clippy::unwrap_used)]

use std::process::Command;

#[test]
fn dev_5_migrate_makes_a_database_and_finds_it_up_to_date() {
    let folder = std::env::temp_dir().join(format!("praxis-migrate-{}", std::process::id()));
    for _ in 0..2 {
        let done = Command::new(env!("CARGO_BIN_EXE_praxis"))
            .args(["migrate", "--data"])
            .arg(&folder)
            .env_remove("PRAXIS_DATABASE_URL")
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
        assert_eq!(done.stdout, b"The database is up to date.\n");
        assert!(folder.join("praxis.db").exists());
    }
    // What cannot be a data folder is said in words.
    let refused = Command::new(env!("CARGO_BIN_EXE_praxis"))
        .args(["migrate", "--data"])
        .arg(folder.join("praxis.db"))
        .env_remove("PRAXIS_DATABASE_URL")
        .output()
        .unwrap();
    assert!(!refused.status.success());
    let words = String::from_utf8(refused.stderr).unwrap();
    assert!(
        words.contains("data folder cannot be made or used"),
        "{words}"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

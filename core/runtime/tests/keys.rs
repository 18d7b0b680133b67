//! A computer without a keychain: a passphrase is chosen, and asked for at the next start. The test
//! starts itself again where no keychain can be reached.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use praxis_domain::vault::{
    model::{KeyFault, KeyLocation},
    ports::Purpose,
};
use praxis_kernel::{FailureType, Secret};
use praxis_runtime::{Configuration, KeyPlace, NoCode, Runtime};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

const AS: &str = "PRAXIS_TEST_AS";
const RIGHT: &str = "zażółć gęślą jaźń";

#[test]
fn vlt_1_without_a_keychain_a_passphrase_is_chosen_once_and_asked_for_afterwards() {
    if let Some(data) = std::env::var_os(AS) {
        let tokio = tokio::runtime::Runtime::new().unwrap();
        return tokio.block_on(choose_and_enter(data.into()));
    }
    let folder = std::env::temp_dir().join(format!("praxis-keys-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let name = "vlt_1_without_a_keychain_a_passphrase_is_chosen_once_and_asked_for_afterwards";
    let ended = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(AS, &folder)
        .env("XDG_RUNTIME_DIR", &folder)
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .status();
    fs::remove_dir_all(&folder).unwrap();
    assert!(ended.unwrap().success());
}

async fn start(data: &Path) -> Arc<Runtime> {
    let mut configuration = Configuration::new(data.to_owned(), Arc::new(NoCode));
    configuration.keys = KeyPlace::Keychain;
    Runtime::start(configuration).await.unwrap()
}

fn typed(passphrase: &str) -> Secret {
    Secret::new(passphrase.to_owned())
}

async fn choose_and_enter(data: PathBuf) {
    let file = data.join("praxis-passphrase.key");
    let runtime = start(&data).await;
    let (keys, sealer) = (&runtime.services().keys, &runtime.services().sealer);
    let now = keys.state();
    assert_eq!(now.location, KeyLocation::PassphraseFile);
    assert_eq!(now.fault, Some(KeyFault::NotChosen));
    let refused = sealer.seal(Purpose::ProviderSecret, b"", b"text");
    assert_eq!(refused.unwrap_err().r#type(), FailureType::Unavailable);
    let early = keys.open(&typed(RIGHT)).await.unwrap_err();
    assert_eq!(early.r#type(), FailureType::Conflict);
    let short = keys.choose(&typed("eleven char")).await.unwrap_err();
    assert_eq!(short.r#type(), FailureType::Validation);
    assert!(!file.exists());

    keys.choose(&typed(RIGHT)).await.unwrap();
    assert_eq!(keys.state().fault, None);
    let sealed = sealer.seal(Purpose::ProviderSecret, b"", b"text").unwrap();
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(!data.join("praxis.key").exists());
    let again = keys.choose(&typed("another passphrase")).await.unwrap_err();
    assert_eq!(again.r#type(), FailureType::Conflict);
    runtime.stop().await;

    let runtime = start(&data).await;
    let (keys, sealer) = (&runtime.services().keys, &runtime.services().sealer);
    assert_eq!(keys.state().fault, Some(KeyFault::Locked));
    assert!(sealer.open(Purpose::ProviderSecret, b"", &sealed).is_err());
    let wrong = keys.open(&typed("zażółć gęślą jaźn")).await.unwrap_err();
    assert_eq!(wrong.r#type(), FailureType::Validation);
    keys.open(&typed(RIGHT)).await.unwrap();
    let opened = sealer.open(Purpose::ProviderSecret, b"", &sealed).unwrap();
    assert_eq!(opened, b"text");
    runtime.stop().await;
}

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use specta::Type;
use std::fmt;
use zeroize::Zeroizing;

/// Something that is typed and must not be seen again: a passphrase, a key. Wiped when dropped, and
/// never printed.
#[derive(Clone, PartialEq, Eq, Type, JsonSchema)]
#[schemars(with = "String", extend("format" = "password"))]
pub struct Secret(#[specta(type = String)] Zeroizing<String>);

impl Secret {
    /// Takes what was typed.
    pub fn new(typed: String) -> Self {
        Self(Zeroizing::new(typed))
    }
    /// What was typed.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Secret")
    }
}

/// Inputs can be written as they were sent.
impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vlt_1_a_secret_is_not_printed() {
        let secret: Secret = serde_json::from_str("\"canary\"").unwrap();
        assert_eq!(secret.reveal(), "canary");
        assert!(!format!("{secret:?}").contains("canary"));
    }
}

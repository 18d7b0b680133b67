//! What logins, names and passwords must be.

use crate::text::fold;
use praxis_kernel::{Failure, Rule};

/// Shortest password, in characters (ASVS 5.0, 6.2.1).
pub const PASSWORD_MIN: usize = 8;
/// Longest password, in characters; more would only burn time in hashing.
pub const PASSWORD_MAX: usize = 128;
/// Failures within [`ATTEMPT_WINDOW_SECONDS`] after which even the right password waits.
pub const ATTEMPTS_MAX: u32 = 5;
/// Failures from one address, over all accounts.
pub const ADDRESS_ATTEMPTS_MAX: u32 = 20;
/// How long failures count, in seconds.
pub const ATTEMPT_WINDOW_SECONDS: i64 = 15 * 60;
/// Without use for so many seconds, a session ends.
pub const IDLE_SECONDS: u32 = 60 * 60;
/// A session ends after so many seconds, whatever happens.
pub const ABSOLUTE_SECONDS: i64 = 12 * 60 * 60;

/// Passwords that everybody tries first, and words that stand on the login page.
const COMMON: &[&str] = &[
    "password",
    "password1",
    "passw0rd",
    "12345678",
    "123456789",
    "1234567890",
    "qwertyui",
    "qwerty123",
    "qwertyuiop",
    "11111111",
    "00000000",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "letmein1",
    "welcome1",
    "trustno1",
    "superman",
    "abcd1234",
    "abc12345",
    "1q2w3e4r",
    "1qaz2wsx",
    "zaq12wsx",
    "changeme",
    "administrator",
    "admin123",
    "praxis123",
    "praxispraxis",
    "clinic123",
    "przychodnia",
    "haslo123",
    "haslo1234",
    "polska123",
    "87654321",
    "88888888",
    "asdfghjk",
    "computer",
    "michelle",
    "jennifer",
    "whatever",
];

/// Checks a new password: length, and that it is not one of those everybody tries.
pub fn check_password(password: &str, login: &str) -> Result<(), Failure> {
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        return Err(Failure::validation(
            "password",
            Rule::TooShort,
            "The password needs at least 8 characters.",
        ));
    }
    if length > PASSWORD_MAX {
        return Err(Failure::validation(
            "password",
            Rule::TooLong,
            "The password has at most 128 characters.",
        ));
    }
    let folded = fold(password);
    if COMMON.contains(&folded.as_str()) || folded == fold(login) {
        return Err(Failure::validation(
            "password",
            Rule::TooCommon,
            "This password is among the first that anybody would try.",
        ));
    }
    Ok(())
}

/// Checks a name that is shown: not blank, at most 200 characters, no control characters.
pub fn check_name(field: &'static str, name: &str) -> Result<String, Failure> {
    crate::patients::rules::required(field, name, 200)
}

/// Checks a login: 2 to 100 characters without spaces.
pub fn check_login(login: &str) -> Result<String, Failure> {
    let login = crate::patients::rules::required("login", login, 100)?;
    if login.chars().count() < 2 || login.chars().any(char::is_whitespace) {
        return Err(Failure::validation(
            "login",
            Rule::Malformed,
            "A login has at least 2 characters and no spaces.",
        ));
    }
    Ok(login)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iam_9_short_long_and_common_passwords_are_refused() {
        for (password, fine) in [
            ("1234567", false),
            ("żółć-żółć", true),
            ("Password", false),
            ("haslo123", false),
            ("anna.nowak", false),
            ("correct horse battery staple", true),
        ] {
            assert_eq!(
                check_password(password, "Anna.Nowak").is_ok(),
                fine,
                "{password}"
            );
        }
        assert!(check_password(&"x".repeat(129), "a").is_err());
    }
}

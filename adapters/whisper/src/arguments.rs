use crate::Problem;
use std::{ffi::OsString, path::PathBuf};

/// The word that makes the program a worker.
const WORD: &str = "speech-worker";

/// How a worker was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arguments {
    /// The file of the model.
    pub model: PathBuf,
    /// What is spoken, as `en` or `pl`; found out for each utterance when absent.
    pub language: Option<String>,
}

impl Arguments {
    /// What stands behind the program's name; none when it was not started as a worker.
    pub fn of(mut arguments: impl Iterator<Item = OsString>) -> Option<Result<Self, Problem>> {
        (arguments.next()? == WORD).then(|| Self::options(arguments))
    }

    fn options(mut arguments: impl Iterator<Item = OsString>) -> Result<Self, Problem> {
        let (mut model, mut language) = (None, None);
        while let Some(option) = arguments.next() {
            let value = arguments.next().ok_or(Problem::Usage)?;
            match option.to_str() {
                Some("--model") => model = Some(PathBuf::from(value)),
                Some("--language") => {
                    language = Some(value.into_string().map_err(|_| Problem::Usage)?);
                }
                _ => return Err(Problem::Usage),
            }
        }
        let model = model.ok_or(Problem::Usage)?;
        Ok(Self { model, language })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_worker_is_a_worker() {
        let of = |words: &str| Arguments::of(words.split_whitespace().map(OsString::from));
        assert!(of("").is_none() && of("serve --model a").is_none());
        for wrong in ["", "--model", "--language pl", "--model a --size 3"] {
            let arguments = of(&format!("speech-worker {wrong}"));
            assert!(matches!(arguments, Some(Err(Problem::Usage))), "{wrong}");
        }
        let both = of("speech-worker --language pl --model a")
            .unwrap()
            .unwrap();
        assert_eq!(
            (both.model, both.language),
            ("a".into(), Some("pl".to_owned()))
        );
        assert_eq!(
            of("speech-worker --model a").unwrap().unwrap().language,
            None
        );
    }
}

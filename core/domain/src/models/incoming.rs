//! The lists of an answer while it is still coming, so that screens can show a draft part by part.

/// Hears an answer piece by piece and finds each list of its object as soon as that is whole.
/// It reads no more than brackets and quotes; whether a list is of the right form is for others.
#[derive(Debug, Default)]
pub struct Incoming {
    depth: usize,
    quoted: bool,
    escaped: bool,
    /// The latest text in quotes of the object itself: the name of the list that follows.
    name: String,
    list: String,
}

impl Incoming {
    /// Hears the next piece; answers the lists that end in it, each with its name.
    pub fn hear(&mut self, piece: &str) -> Vec<(String, String)> {
        let mut whole = vec![];
        for letter in piece.chars() {
            if self.depth > 1 {
                self.list.push(letter);
            }
            if self.quoted {
                self.inside_quotes(letter);
                continue;
            }
            match letter {
                '{' | '[' if self.depth > 0 || letter == '{' => {
                    self.depth += 1;
                    if self.depth == 2 {
                        self.list = String::from(letter);
                    }
                }
                '}' | ']' if self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 1 && letter == ']' {
                        whole.push((self.name.clone(), std::mem::take(&mut self.list)));
                    }
                }
                '"' if self.depth > 0 => {
                    self.quoted = true;
                    if self.depth == 1 {
                        self.name.clear();
                    }
                }
                _ => {}
            }
        }
        whole
    }

    fn inside_quotes(&mut self, letter: char) {
        match letter {
            _ if self.escaped => self.escaped = false,
            '\\' => self.escaped = true,
            '"' => {
                self.quoted = false;
                return;
            }
            _ => {}
        }
        if self.depth == 1 {
            self.name.push(letter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ANSWER: &str = r#"Here it is: ```json
{"subjective": [{"text": "Says \"no [pain]\" {now}.", "turns": [1, 2]}], "objective": [], "other": {"a": [1]}, "plan": [3]} Bye [1]"#;

    fn lists(pieces: &[&str]) -> Vec<(String, String)> {
        let mut incoming = Incoming::default();
        pieces.iter().flat_map(|one| incoming.hear(one)).collect()
    }

    fn expected() -> Vec<(String, String)> {
        [
            (
                "subjective",
                r#"[{"text": "Says \"no [pain]\" {now}.", "turns": [1, 2]}]"#,
            ),
            ("objective", "[]"),
            ("plan", "[3]"),
        ]
        .map(|(name, list)| (name.to_owned(), list.to_owned()))
        .to_vec()
    }

    #[test]
    fn aic_1_each_list_is_found_when_its_bracket_closes() {
        assert_eq!(lists(&[ANSWER]), expected());
        let mut incoming = Incoming::default();
        assert_eq!(incoming.hear(r#"{"plan": [{"text": "A"}"#), []);
        let plan = ("plan".to_owned(), r#"[{"text": "A"}]"#.to_owned());
        assert_eq!(incoming.hear("]"), [plan]);
    }

    proptest! {
        #[test]
        fn aic_1_however_an_answer_is_cut_the_lists_are_the_same(size in 1_usize..9) {
            let letters: Vec<String> = ANSWER.chars().map(String::from).collect();
            let pieces: Vec<String> = letters.chunks(size).map(<[String]>::concat).collect();
            let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
            prop_assert_eq!(lists(&pieces), expected());
        }

        #[test]
        fn aic_5_any_text_is_heard_without_a_panic(text in r#"[\[\]{}"\\a:, ]{0,60}"#) {
            for (_, list) in lists(&[&text]) {
                let whole = list.starts_with(['[', '{']) && list.ends_with(']');
                prop_assert!(whole, "{}", list);
            }
        }
    }
}

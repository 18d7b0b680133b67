//! Contractions written out.

/// Contractions and what they stand for; `'s` and `'d` depend on what follows.
fn expand(word: &str, next: &str) -> Option<Vec<String>> {
    let own = |parts: &[&str]| Some(parts.iter().map(|part| (*part).to_owned()).collect());
    match word {
        "can't" => return own(&["cannot"]),
        "won't" => return own(&["will", "not"]),
        "ain't" => return own(&["is", "not"]),
        "let's" => return own(&["let", "us"]),
        "gonna" => return own(&["going", "to"]),
        "wanna" => return own(&["want", "to"]),
        "gotta" => return own(&["have", "to"]),
        "lemme" => return own(&["let", "me"]),
        "'cause" | "cuz" => return own(&["because"]),
        "y'all" => return own(&["you"]),
        _ => {}
    }
    if let Some(head) = word.strip_suffix("n't") {
        return own(&[head, "not"]);
    }
    for (ending, whole) in [
        ("'re", "are"),
        ("'ve", "have"),
        ("'ll", "will"),
        ("'m", "am"),
    ] {
        if let Some(head) = word.strip_suffix(ending).filter(|head| !head.is_empty()) {
            return own(&[head, whole]);
        }
    }
    let perfect = matches!(
        next,
        "been"
            | "gotten"
            | "had"
            | "got"
            | "gone"
            | "become"
            | "done"
            | "started"
            | "improved"
            | "worsened"
    );
    if let Some(head) = word.strip_suffix("'s") {
        let pronoun = [
            "it",
            "that",
            "he",
            "she",
            "there",
            "what",
            "here",
            "where",
            "who",
            "how",
            "everything",
            "something",
            "nothing",
            "everyone",
        ]
        .contains(&head);
        // `blood pressure's a little high` is no possessive.
        let verb = pronoun
            || matches!(
                next,
                "a" | "an"
                    | "the"
                    | "not"
                    | "been"
                    | "elevated"
                    | "normal"
                    | "fine"
                    | "pretty"
                    | "very"
                    | "still"
                    | "doing"
                    | "going"
            );
        return if verb {
            own(&[head, if perfect { "has" } else { "is" }])
        } else {
            None
        };
    }
    if let Some(head) = word.strip_suffix("'d") {
        return own(&[
            head,
            if perfect || next == "better" {
                "had"
            } else {
                "would"
            },
        ]);
    }
    None
}

/// All contractions written out.
pub fn expanded(words: &[String]) -> Vec<String> {
    let mut out = Vec::with_capacity(words.len() + 4);
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).map_or("", String::as_str);
        match expand(word, next) {
            Some(parts) => out.extend(parts),
            None => out.push(word.clone()),
        }
    }
    out
}

//! Whether an answer says yes or no to the question before it.

use super::findings::singular;
use super::polarity::{Polarity, has_cue, scopes};
use super::words::{Kind, Word};

const FILLERS: [&str; 26] = [
    "um",
    "uh",
    "oh",
    "well",
    "okay",
    "ok",
    "so",
    "hmm",
    "hm",
    "like",
    ",",
    ".",
    "gosh",
    "ah",
    "er",
    "you",
    "know",
    "mm",
    "actually",
    "honestly",
    "thankfully",
    "fortunately",
    "luckily",
    "doctor",
    "doc",
    "...",
];

const NO: [&str; 14] = [
    "no", "nope", "nah", "naw", "none", "never", "uh-uh", "nuh-uh", "negative", "nothing",
    "neither", "huh-uh", "nada", "mm-mm",
];

const YES: [&str; 15] = [
    "yes",
    "yeah",
    "yep",
    "yup",
    "yea",
    "uh-huh",
    "mm-hmm",
    "mhm",
    "definitely",
    "absolutely",
    "sometimes",
    "occasionally",
    "unfortunately",
    "certainly",
    "aye",
];

/// Openings of several words that say no, longest first.
const NO_PHRASES: [&str; 33] = [
    "not that i know of",
    "not that i can think of",
    "not that i can remember",
    "not that i'm aware of",
    "not that i remember",
    "not that i recall",
    "not that i can recall",
    "not that i noticed",
    "not that i've noticed",
    "not that i have noticed",
    "not that i am aware of",
    "not to my knowledge",
    "absolutely not",
    "definitely not",
    "certainly not",
    "of course not",
    "not at all",
    "not really",
    "not any",
    "not a",
    "i have not",
    "i haven't",
    "i do not",
    "i don't",
    "i did not",
    "i didn't",
    "i am not",
    "i'm not",
    "i've not",
    "i've never",
    "i have never",
    "i was not",
    "i wasn't",
];

/// The same for an animal or a child, whose keeper answers.
const NO_OTHERS: [&str; 8] = [
    "hasn't", "doesn't", "isn't", "wasn't", "didn't", "haven't", "don't", "aren't",
];

const YES_PHRASES: [&str; 18] = [
    "i do",
    "i have",
    "i am",
    "i did",
    "i was",
    "of course",
    "a little bit",
    "a little",
    "a bit",
    "quite a bit",
    "a lot",
    "every once in a while",
    "every now and then",
    "it does",
    "it is",
    "all the time",
    "he does",
    "she does",
];

/// Words that take an answer back, wholly or in part.
const HEDGES: [&str; 44] = [
    "quit",
    "stopped",
    "stop",
    "but",
    "except",
    "just",
    "only",
    "unless",
    "other",
    "maybe",
    "though",
    "however",
    "although",
    "apart",
    "besides",
    "aside",
    "usually",
    "before",
    "until",
    "occasionally",
    "sometimes",
    "anymore",
    "recently",
    "lately",
    "yet",
    "currently",
    "always",
    "often",
    "much",
    "too",
    "very",
    "than",
    "once",
    "used",
    "possibly",
    "guess",
    "slight",
    "slightly",
    "mild",
    "probably",
    "perhaps",
    "today",
    "unsure",
    "almost",
];

/// Words that put a yes into the past, or into somebody else.
const PAST: [&str; 14] = [
    "ago", "past", "used", "before", "kid", "child", "younger", "once", "anymore", "gone",
    "stopped", "quit", "resolved", "last",
];

/// Relatives: what they have, the patient has not.
pub const KIN: [&str; 32] = [
    "mother",
    "father",
    "mom",
    "dad",
    "brother",
    "sister",
    "son",
    "daughter",
    "wife",
    "husband",
    "aunt",
    "uncle",
    "grandmother",
    "grandfather",
    "grandma",
    "grandpa",
    "cousin",
    "family",
    "parents",
    "mum",
    "partner",
    "kids",
    "children",
    "brothers",
    "sisters",
    "boyfriend",
    "girlfriend",
    "friend",
    "roommate",
    "nephew",
    "niece",
    "twin",
];

/// True when the text speaks of a relative.
pub fn mentions_kin(words: &[Word]) -> bool {
    words.iter().any(|word| {
        let text = word.text.strip_suffix("'s").unwrap_or(&word.text);
        KIN.contains(&text)
    })
}

/// Reads an answer. `question` is what was asked; an answer that comes back to its words decides by what it says there.
pub fn classify(question: &[Word], answer: &[Word]) -> Polarity {
    let said: Vec<Word> = answer
        .iter()
        .filter(|word| word.is_spoken() || word.text == ".")
        .cloned()
        .collect();
    let Some((opening, rest)) = opening(&said) else {
        return Polarity::Unclear;
    };
    let asked_negatively = has_cue(question);
    match opening {
        Polarity::Negated if contradicts_no(question, rest) => Polarity::Unclear,
        Polarity::Affirmed if asked_negatively || contradicts_yes(rest) => Polarity::Unclear,
        other => other,
    }
}

/// The first words that decide, and what follows them.
fn opening(said: &[Word]) -> Option<(Polarity, &[Word])> {
    let skip = said
        .iter()
        .take_while(|word| FILLERS.contains(&word.text.as_str()))
        .count();
    let said = said.get(skip..)?;
    let first = said.first()?.text.as_str();
    for phrase in NO_PHRASES {
        if let Some(used) = begins(said, phrase) {
            return Some((Polarity::Negated, &said[used..]));
        }
    }
    if NO.contains(&first)
        && !said
            .get(1)
            .is_some_and(|word| matches!(word.text.as_str(), "doubt" | "longer" | "more"))
    {
        return Some((Polarity::Negated, &said[1..]));
    }
    let denies = said
        .get(1)
        .is_some_and(|word| NO_OTHERS.contains(&word.text.as_str()));
    if denies && matches!(first, "he" | "she" | "it" | "they" | "we") {
        return Some((Polarity::Negated, &said[2..]));
    }
    if YES.contains(&first) {
        return Some((Polarity::Affirmed, &said[1..]));
    }
    for phrase in YES_PHRASES {
        if let Some(used) = begins(said, phrase) {
            return Some((Polarity::Affirmed, &said[used..]));
        }
    }
    None
}

fn begins(said: &[Word], phrase: &str) -> Option<usize> {
    let mut used = 0;
    for part in phrase.split(' ') {
        if said.get(used)?.text != part {
            return None;
        }
        used += 1;
    }
    Some(used)
}

/// A no stands when nothing after it takes it back or names what was asked without a negation.
fn contradicts_no(question: &[Word], rest: &[Word]) -> bool {
    // What a relative has is no exception to the patient's own no.
    let own: &[Word] = match rest.iter().position(|word| word.text == "but") {
        Some(at) if mentions_kin(&rest[at..]) && !rest[at..].iter().any(is_first_person) => {
            &rest[..at]
        }
        _ => rest,
    };
    if own
        .iter()
        .any(|word| HEDGES.contains(&word.text.as_str()) || YES.contains(&word.text.as_str()))
    {
        return true;
    }
    let covered = scopes(own);
    let asked: Vec<&str> = question
        .iter()
        .filter(|word| word.text.len() > 3)
        .map(|word| singular(&word.text))
        .collect();
    let mut affirmed = own
        .iter()
        .zip(&covered)
        .filter(|(word, covered)| !**covered && word.kind == Kind::Word);
    affirmed.any(|(word, _)| asked.contains(&singular(&word.text)) && !is_common(&word.text))
        || affirms_again(own, &covered)
}

fn is_first_person(word: &Word) -> bool {
    matches!(
        word.text.as_str(),
        "i" | "i'm" | "i've" | "me" | "my" | "i'll" | "i'd"
    ) && word.text != "my"
}

/// Words that every question has.
fn is_common(word: &str) -> bool {
    const COMMON: [&str; 24] = [
        "have", "been", "that", "your", "with", "anything", "like", "this", "what", "about",
        "does", "when", "there", "ever", "other", "these", "those", "they", "where", "having",
        "okay", "some", "else", "right",
    ];
    COMMON.contains(&word)
}

/// `no, it does` and `no, I do have some`.
fn affirms_again(own: &[Word], covered: &[bool]) -> bool {
    own.windows(2).enumerate().any(|(at, pair)| {
        let subject = matches!(pair[0].text.as_str(), "i" | "it" | "he" | "she" | "they");
        let verb = matches!(
            pair[1].text.as_str(),
            "do" | "does" | "did" | "have" | "has" | "get" | "gets" | "had"
        );
        let negated = covered[at + 1] || own.get(at + 2).is_some_and(|_| covered[at + 2]);
        subject && verb && !negated
    })
}

/// A yes stands when nothing after it negates, belongs to the past or to somebody else.
fn contradicts_yes(rest: &[Word]) -> bool {
    has_cue(rest)
        || mentions_kin(rest)
        || rest.iter().any(|word| PAST.contains(&word.text.as_str()))
        || rest.iter().any(|word| {
            matches!(
                word.text.as_str(),
                "but" | "except" | "unless" | "maybe" | "think"
            )
        })
}

/// Words that open a question which yes or no can answer.
const ASKING: [&str; 33] = [
    "do", "does", "did", "are", "is", "have", "has", "had", "any", "was", "were", "can", "could",
    "would", "will", "how", "what", "when", "where", "which", "who", "why", "you", "ever",
    "anything", "so", "and", "or", "haven't", "don't", "isn't", "aren't", "whats",
];

/// True when the words ask something: a question mark, or, in a transcript without marks, the opening of a question.
pub fn is_question(words: &[Word]) -> bool {
    if words.last().is_some_and(|word| word.text == "?") {
        return true;
    }
    if words.iter().any(|word| word.text == ".") {
        return false;
    }
    let skip = words
        .iter()
        .take_while(|word| FILLERS.contains(&word.text.as_str()) && word.text != "you")
        .count();
    let rest = &words[skip..];
    let asks = |at: usize| {
        rest.get(at)
            .is_some_and(|word| ASKING.contains(&word.text.as_str()))
    };
    let direct = asks(0) && !matches!(rest[0].text.as_str(), "you" | "so" | "and" | "or" | "no");
    direct || (asks(0) && asks(1)) || asks_late(words)
}

/// `alright and any other symptoms`: a question behind words that only lead to it. What such words lead to is more
/// often told than asked, so only openings that tell nothing count.
fn asks_late(words: &[Word]) -> bool {
    const LEADING: [&str; 13] = [
        "alright", "all", "right", "and", "sure", "there", "tell", "me", "now", "then", "yeah",
        "great", "good",
    ];
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let skip = (0..words.len())
        .take_while(|at| {
            LEADING.contains(&text(*at)) || FILLERS.contains(&text(*at)) && text(*at) != "you"
        })
        .count();
    let person = matches!(text(skip + 1), "you" | "he" | "she" | "they");
    text(skip) == "any"
        || person && matches!(text(skip), "do" | "does" | "did" | "have" | "has" | "are")
}

#[cfg(test)]
mod tests {
    use super::super::words::split;
    use super::*;

    #[test]
    fn knows_a_question_without_marks() {
        for (text, expected) in [
            ("alright and any other symptoms like a cough", true),
            ("there so tell me have you experienced numbness", true),
            ("sure any problems sleeping", true),
            ("alright and what we'll do is an x-ray", false),
            ("and then you have some swelling", false),
            ("all right knee pain", false),
        ] {
            assert_eq!(is_question(&split(text)), expected, "{text}");
        }
    }

    #[test]
    fn reads_answers() {
        use Polarity::{Affirmed, Negated, Unclear};
        for (question, answer, expected) in [
            ("any fever ?", "none whatsoever", Negated),
            ("any fever ?", "not really", Negated),
            ("any fever ?", "uh-uh", Negated),
            ("have you had a fever ?", "i have n't", Negated),
            (
                "any history of diabetes ?",
                "no, but my brother does",
                Negated,
            ),
            ("any fever ?", "no . no none whatsoever .", Negated),
            ("any fever ?", "not that i know of", Negated),
            ("any fever ?", "no , just when i am tired", Unclear),
            ("any fever ?", "no, only at night", Unclear),
            ("any fever ?", "yeah , no", Unclear),
            ("any fever ?", "yes , every night", Affirmed),
            ("any fever ?", "uh , yes , i do", Affirmed),
            ("any diabetes ?", "yes , my mother has it", Unclear),
            ("you have no fever ?", "yes", Unclear),
            ("you have no fever ?", "no", Negated),
            ("do you smoke ?", "not anymore", Unclear),
            ("any pain ?", "no , the pain is in my back", Unclear),
            ("any pain ?", "not really , a little pain", Unclear),
            ("has he been vomiting ?", "he has n't", Negated),
            ("do you drink ?", "no longer", Unclear),
            ("any fever ?", "", Unclear),
            ("any fever ?", "żadnej", Unclear),
            ("any fever ?", "no i do n't", Negated),
        ] {
            assert_eq!(
                classify(&split(question), &split(answer)),
                expected,
                "{answer}"
            );
        }
    }
}

//! From the persons of a talk to the third person of a note.

use praxis_domain::scribe::model::{PatientFacts, PatientKind, Sex, Speaker, Transcript};

use crate::parent;

/// Stands for the patient as the subject at the head of a sentence; the layout decides what it becomes.
pub const SUBJECT: &str = "\u{1}";

/// How a note calls whom it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pronouns {
    /// `she`
    pub subject: &'static str,
    /// `her`
    pub object: &'static str,
    /// `her`
    pub possessive: &'static str,
    /// `herself`
    pub reflexive: &'static str,
    /// What stands at the head of a sentence.
    pub full: &'static str,
    /// The pronoun takes a plural verb.
    pub plural: bool,
    /// Whoever says `I` speaks for the patient, and is named wherever the patient would have a pronoun.
    pub speaks_for: bool,
}

const SHE: Pronouns = pronouns("she", "her", "her", "herself", false);
const HE: Pronouns = pronouns("he", "him", "his", "himself", false);
const THEY: Pronouns = pronouns("they", "them", "their", "themselves", true);

const fn pronouns(
    subject: &'static str,
    object: &'static str,
    possessive: &'static str,
    reflexive: &'static str,
    plural: bool,
) -> Pronouns {
    Pronouns {
        subject,
        object,
        possessive,
        reflexive,
        full: "the patient",
        plural,
        speaks_for: false,
    }
}

const OWNER: Pronouns = speaker_for("the owner", "the owner's");
const PARENT: Pronouns = speaker_for("the parent", "the parent's");

const fn speaker_for(name: &'static str, possessive: &'static str) -> Pronouns {
    Pronouns {
        subject: name,
        object: name,
        possessive,
        reflexive: "themselves",
        full: name,
        plural: false,
        speaks_for: true,
    }
}

impl Pronouns {
    /// Whoever says `I` on the patient's side: the patient, a parent, or the owner of the animal.
    pub fn of(transcript: &Transcript, facts: &PatientFacts) -> Self {
        if facts.kind == PatientKind::Human && parent::speaks(transcript) {
            return PARENT;
        }
        Self::alone(facts)
    }

    /// As far as the record tells, without the conversation.
    fn alone(facts: &PatientFacts) -> Self {
        if facts.kind == PatientKind::Animal {
            return OWNER;
        }
        match facts.sex {
            Sex::Female => SHE,
            Sex::Male => HE,
            // `They` in a following clause claims nothing.
            Sex::Other | Sex::Unknown => THEY,
        }
    }
}

/// Verbs in the form that follows `I`, which get an ending in the third person.
const VERBS: &str = "wish want need feel think get take know notice work live drink smoke eat try use like keep find see hear say \
 tell make give come run walk sit stand sleep lie start stop help hurt wake wear play exercise check monitor remember believe \
 understand hope guess suppose plan love hate enjoy tend seem look sound turn move lift bend reach climb breathe cough wheeze \
 sneeze vomit urinate pee bleed itch burn ache suffer struggle manage follow call ask visit travel drive ride swim lose gain \
 weigh eat cook watch avoid limit skip forget miss agree prefer wonder worry experience describe report deny receive stay spend \
 buy pay hold carry push pull pop crack throw fall trip slip miss study teach own belong mean put let cut hit rely depend show \
 stretch rest relax treat apply rub ice elevate wrap require appear continue change increase decrease go do have";

/// True for a verb in the form that follows `I`.
pub fn is_base(verb: &str) -> bool {
    VERBS.split_ascii_whitespace().any(|known| known == verb)
}

/// Forms that may as well be the past; `I put ice on it` stays as it is.
const SAME_IN_PAST: [&str; 6] = ["put", "let", "cut", "hit", "read", "hurt"];

/// The verb as it follows `he`.
fn third(verb: &str) -> Option<String> {
    let special = match verb {
        "have" => "has",
        "do" => "does",
        "am" => "is",
        "are" => "is",
        "were" => "was",
        "go" => "goes",
        _ if SAME_IN_PAST.contains(&verb) || !is_base(verb) => return None,
        _ => "",
    };
    if !special.is_empty() {
        return Some(special.to_owned());
    }
    let hissing = ["s", "sh", "ch", "x", "z"]
        .iter()
        .any(|end| verb.ends_with(end));
    let consonant_y = verb
        .strip_suffix('y')
        .filter(|head| !head.ends_with(['a', 'e', 'o', 'u']));
    Some(match consonant_y {
        Some(head) => format!("{head}ies"),
        None if hissing => format!("{verb}es"),
        None => format!("{verb}s"),
    })
}

/// Words that may stand between a subject and its verb.
const ADVERBS: [&str; 24] = [
    "really",
    "just",
    "also",
    "usually",
    "still",
    "always",
    "never",
    "only",
    "actually",
    "probably",
    "even",
    "sometimes",
    "definitely",
    "often",
    "mostly",
    "currently",
    "typically",
    "occasionally",
    "now",
    "generally",
    "all",
    "both",
    "certainly",
    "kind",
];

/// Rewrites a sentence into the third person. The words are expanded and in lower case.
pub fn third_person(words: &[String], speaker: Speaker, who: &Pronouns) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    // While set, verbs of the patient are being conjugated; true for a plural subject.
    let mut agrees: Option<bool> = None;
    let mut present = false;
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).map_or("", String::as_str);
        let before = out.last().map_or("", String::as_str).to_owned();
        if let Some(plural) = agrees {
            if let Some(verb) = agree(word, plural) {
                present = true;
                agrees = None;
                out.push(verb);
                continue;
            }
            if !ADVERBS.contains(&word.as_str()) && !word.ends_with("ly") {
                agrees = None;
            }
        } else if present
            && matches!(before.as_str(), "and" | "or" | "but")
            && !SAME_IN_PAST.contains(&word.as_str())
            && !who.plural
            && is_base(word)
        {
            out.extend(third(word));
            continue;
        }
        if matches!(word.as_str(), "they" | "we" | "he" | "she" | "there") {
            present = false;
        }
        let place = if out.is_empty() {
            Place::Head
        } else {
            Place::Inside
        };
        match replace(word, &before, next, speaker, who, place) {
            Some(Replacement::Subject(text, plural)) => {
                agrees = Some(plural);
                out.push(text);
            }
            Some(Replacement::Word(text)) => out.push(text),
            None => out.push(word.clone()),
        }
    }
    if who.plural || speaker != Speaker::Patient {
        out
    } else {
        unplural(out)
    }
}

/// The verb after a subject in the third person; a verb that has only one form stays.
fn agree(word: &str, plural: bool) -> Option<String> {
    if plural {
        return match word {
            "am" => Some("are".to_owned()),
            "was" => Some("were".to_owned()),
            _ => None,
        };
    }
    third(word)
}

/// Inverted verbs: `do I`, `am I`.
fn unplural(words: Vec<String>) -> Vec<String> {
    words
        .into_iter()
        .map(|word| if word == "am" { "is".to_owned() } else { word })
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Head,
    Inside,
}

enum Replacement {
    Subject(String, bool),
    Word(String),
}

fn replace(
    word: &str,
    before: &str,
    next: &str,
    speaker: Speaker,
    who: &Pronouns,
    place: Place,
) -> Option<Replacement> {
    let word_of = |text: &str| Some(Replacement::Word(text.to_owned()));
    let subject = || {
        Some(match place {
            Place::Head => Replacement::Subject(SUBJECT.to_owned(), false),
            Place::Inside => Replacement::Subject(who.subject.to_owned(), who.plural),
        })
    };
    if speaker == Speaker::Patient {
        return match word {
            "i" => subject(),
            "me" => word_of(who.object),
            "my" => word_of(who.possessive),
            "mine" => word_of(if who.speaks_for {
                who.possessive
            } else {
                "their own"
            }),
            "myself" => word_of(who.reflexive),
            "we" => word_of("they"),
            "us" => word_of("them"),
            "our" => word_of("their"),
            "ourselves" => word_of("themselves"),
            _ => None,
        };
    }
    match word {
        "you" if is_subject(before, next) => subject(),
        "you" => word_of(if before.is_empty() {
            "the patient"
        } else {
            who.object
        }),
        "your" => word_of(who.possessive),
        "yours" => word_of("their own"),
        "yourself" => word_of(who.reflexive),
        "i" => word_of("I"),
        _ => None,
    }
}

/// `you` is the subject before a verb, or behind a conjunction.
fn is_subject(before: &str, next: &str) -> bool {
    const AUXILIARY: [&str; 26] = [
        "are",
        "have",
        "can",
        "will",
        "should",
        "need",
        "may",
        "might",
        "would",
        "could",
        "had",
        "were",
        "do",
        "did",
        "must",
        "want",
        "also",
        "just",
        "still",
        "really",
        "already",
        "never",
        "said",
        "mentioned",
        "take",
        "get",
    ];
    const JOINS: [&str; 17] = [
        "", "if", "when", "that", "because", "think", "as", "while", "since", "what", "how",
        "where", "once", "until", "after", "before", "so",
    ];
    let objective = matches!(
        before,
        "for"
            | "had"
            | "let"
            | "make"
            | "made"
            | "got"
            | "ask"
            | "asked"
            | "to"
            | "with"
            | "on"
            | "get"
            | "give"
            | "put"
            | "see"
            | "have"
            | "help"
            | "of"
            | "refer"
            | "send"
            | "want"
            | "start"
            | "prescribe"
            | "recommend"
            | "order"
            | "treat"
            | "continue"
            | "keep"
            | "switch"
            | "write"
            | "offer"
    );
    !objective && (AUXILIARY.contains(&next) || JOINS.contains(&before) || is_base(next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contractions::expanded;

    fn said(text: &str, speaker: Speaker, sex: Sex, kind: PatientKind) -> String {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let who = Pronouns::alone(&PatientFacts { kind, sex });
        third_person(&expanded(&words), speaker, &who)
            .join(" ")
            .replace(SUBJECT, "the patient")
    }

    #[test]
    fn aic_3_speaks_in_the_third_person() {
        use Speaker::{Clinician, Patient};
        for (text, speaker, sex, expected) in [
            (
                "i've had my knee pain",
                Patient,
                Sex::Female,
                "the patient has had her knee pain",
            ),
            (
                "i take it and go to bed",
                Patient,
                Sex::Male,
                "the patient takes it and goes to bed",
            ),
            (
                "when i wake up i don't know",
                Patient,
                Sex::Female,
                "when she wakes up she does not know",
            ),
            (
                "it hurts me when i'm working",
                Patient,
                Sex::Unknown,
                "it hurts them when they are working",
            ),
            (
                "you're taking your lisinopril",
                Clinician,
                Sex::Male,
                "the patient is taking his lisinopril",
            ),
            (
                "i want to see you in two weeks",
                Clinician,
                Sex::Male,
                "I want to see him in two weeks",
            ),
            ("i haven't", Patient, Sex::Other, "the patient has not"),
        ] {
            assert_eq!(
                said(text, speaker, sex, PatientKind::Human),
                expected,
                "{text}"
            );
        }
        let owner = said(
            "he ate my sock and i pulled it out",
            Patient,
            Sex::Male,
            PatientKind::Animal,
        );
        assert_eq!(owner, "he ate the owner's sock and the owner pulled it out");
    }
}

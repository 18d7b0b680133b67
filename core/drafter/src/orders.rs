//! What a clinician orders: a drug, a test, a referral, the next visit.
//!
//! Whoever speaks an order expects it in the plan, however short the talk or odd the sentence. The words are read as
//! the rewriting leaves them before the persons change: lower case, contractions written out, numbers as digits.

use std::sync::LazyLock;

use praxis_domain::scribe::{
    answers::{KIN, is_question},
    drugs::is_drug,
    model::Speaker,
    words::{Word, split},
};
use regex::Regex;

use crate::text::Sentence;

/// Verbs of ordering.
const VERBS: &str = "take|start|begin|restart|resume|continue|keep|stay|stop|discontinue|hold|avoid|skip|increase|decrease|reduce|lower|raise|double\
|halve|cut|wean|taper|bump|switch|change|replace|put|place|give|prescribe|order|add|try|use|apply|treat|refill|renew|send|get|do|go|write|finish\
|complete|obtain|check|recheck|repeat|schedule|draw|run|perform|arrange|book|refer|consult|see|follow|come|return|call|recommend|suggest|need|no more|alternate|make|meet|have";

/// Who is going to do something, as far as the verb: `we will`, `you can`, `i advised you to`.
const SUBJECT: &str = r"\b(?:i am|we are)\b|\b(?:i|we) (?:will|would|shall|should|can|could|need|have|want|would like|recommend|suggest|advise|do)\b\
|\byou (?:will|can|could|should|may|must|need|have to|are going)\b|\b(?:advised|want|like|need|have|recommend|encourage) (?:for )?you\b|\blet us\b|\blet me\b|\bplan is\b|\bno need\b|\byou (?:do|would|will) not (?:need|have)\b|\b(?:it|that) (?:will|is going to)\b";

/// Words between the two.
const BETWEEN: &str = r"(?: (?:,|just|also|probably|definitely|actually|really|still|only|then|now|please|instead|again|maybe|first|likely|simply|certainly\
|to|not|never|go|ahead|and|going|try|trying|like|want|need|have|you|will|be|able|by|that|we|should|it|is|do|happy))*";

/// A verb with its subject, or a bare one at the head of a clause.
static FRAME_RE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?P<subject>{SUBJECT}){BETWEEN} (?P<verb>(?:{VERBS}|(?:tak|start|continu|stopp|hold|increas|decreas|reduc|lower|switch|chang|putt|plac|giv|prescrib|order|add|try|us|treat|send|gett|do|check|repeat|schedul|referr)ing|an? prescription|be)\b)\
|\b(?:i|we|you) (?P<wish>need|recommend|suggest|want|would like)\b\
|(?:^|\b(?:and|then|so|but)\b|,)(?:no ,)?(?: ?(?:,|then|please|just|also|do not|never))* ?\b(?P<bare>{VERBS})\b"
    ).replace("\\\n", ""))
    .ok()
});

/// What is ordered besides drugs.
const TESTS: [&str; 35] = [
    "x-ray",
    "xray",
    "mri",
    "ct",
    "cat",
    "ultrasound",
    "ekg",
    "ecg",
    "echo",
    "echocardiogram",
    "lab",
    "labs",
    "bloodwork",
    "cbc",
    "cmp",
    "bmp",
    "a1c",
    "panel",
    "urinalysis",
    "culture",
    "biopsy",
    "test",
    "tests",
    "scan",
    "screening",
    "colonoscopy",
    "endoscopy",
    "mammogram",
    "emg",
    "spirometry",
    "holter",
    "swab",
    "doppler",
    "imaging",
    "tsh",
];

/// Names of those to whom patients are sent.
const SPECIALISTS: &str = r"\b(?:cardiolog|neurolog|orthop|gastroenterolog|dermatolog|endocrinolog|rheumatolog|psychiatr|psycholog|physical therap|physiotherap|occupational therap|podiatr|urolog|surgeon|oncolog|nephrolog|pulmonolog|nutrition|dietiti|counsel|allergist|ophthalmolog|optometr|gyn[ae]|hematolog|specialist|rehab|ent\b)";

static SPECIALIST_RE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(SPECIALISTS).ok());

/// When somebody is to come again.
static WHEN_RE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:in|after|within|next|every) (?:\S+ ){0,4}?(?:days?|weeks?|months?|years?)\b|\btomorrow\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b").ok()
});

/// Drugs by what they are, where no name is said.
const KINDS: [&str; 26] = [
    "antibiotic",
    "antibiotics",
    "steroid",
    "steroids",
    "inhaler",
    "cream",
    "ointment",
    "drops",
    "vaccine",
    "shot",
    "booster",
    "injection",
    "injections",
    "statin",
    "antihistamine",
    "diuretic",
    "antidepressant",
    "anti-inflammatory",
    "anti-inflammatories",
    "painkiller",
    "painkillers",
    "nsaids",
    "pill",
    "insulin",
    "laxative",
    "nebulizer",
];

/// Units in which drugs are dosed, as they are spoken and as they are written.
pub const UNITS: [&str; 22] = [
    "mg",
    "milligram",
    "milligrams",
    "mcg",
    "microgram",
    "micrograms",
    "g",
    "gram",
    "grams",
    "unit",
    "units",
    "puff",
    "puffs",
    "ml",
    "milliliter",
    "milliliters",
    "drop",
    "drops",
    "tablet",
    "tablets",
    "capsule",
    "capsules",
];

/// Words between a verb and what it orders, at most.
const REACH: usize = 18;

/// First words of what leads to a bare verb: `for your knee , take`, `if it hurts , take`.
const LEADS: [&str; 13] = [
    "for",
    "from",
    "in",
    "as",
    "regarding",
    "with",
    "if",
    "when",
    "once",
    "before",
    "after",
    "until",
    "at",
];

/// What `let me` orders.
const LET_ME: [&str; 12] = [
    "start",
    "prescribe",
    "order",
    "refer",
    "send",
    "give",
    "add",
    "increase",
    "decrease",
    "put",
    "switch",
    "refill",
];

/// What has just been ordered: `I have sent it to your pharmacy`.
static DONE_RE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|, )(?:i|we) have (?:already |just |also )*(?:sent|called in|prescribed|ordered|put in|placed)\b").ok()
});

/// What has a time of its own and is no order of now.
static EARLIER_RE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:last|ago|before|when|came|prior|previously|already had)\b").ok()
});

/// True for a sentence in which a clinician orders something.
pub fn is_order(text: &str) -> bool {
    is_just_done(text) || is_directed(text)
}

fn is_just_done(text: &str) -> bool {
    let is = |pattern: &LazyLock<Option<Regex>>| {
        pattern
            .as_ref()
            .is_some_and(|pattern| pattern.is_match(text))
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    is(&DONE_RE) && !is(&EARLIER_RE) && (is_medicine(&words) || is_tested(&words))
}

/// Somebody is to do something, and it is what is ordered.
fn is_directed(text: &str) -> bool {
    let Some(frame) = FRAME_RE.as_ref() else {
        return false;
    };
    let first = text.split(' ').next().unwrap_or_default();
    let mut directed = LEADS.contains(&first);
    for found in frame.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let subject = found.name("subject");
        // A bare verb orders at the head, or behind another one that does: `you get up and take` only tells.
        directed |= subject.or(found.name("wish")).is_some() || whole.start() == 0;
        let Some(verb) = found
            .name("verb")
            .or(found.name("bare"))
            .or(found.name("wish"))
            .filter(|_| directed)
        else {
            continue;
        };
        // `You need` orders, `you want` does not; `let me get` and `let me check` belong to the examination.
        let phrase = whole.as_str();
        let wishes = phrase.starts_with("you ") && found.name("wish").is_some();
        let examines = phrase.starts_with("let me") && !LET_ME.contains(&verb.as_str());
        if wishes && verb.as_str() != "need" || examines {
            continue;
        }
        let before: Vec<&str> = text[..whole.start()].split_whitespace().collect();
        let after: Vec<&str> = text[verb.end()..].split_whitespace().take(REACH).collect();
        let seen = subject.is_some_and(|subject| subject.as_str().ends_with(" can"));
        // `We are going to , do you take` breaks off and asks.
        let asks = ["do you", "are you"]
            .iter()
            .any(|asks| phrase.contains(asks));
        if !asks && !is_told(&before) && orders(verb.as_str(), seen, &after) {
            return true;
        }
    }
    false
}

/// What was said, or belongs to another person, is no order of now.
fn is_told(before: &[&str]) -> bool {
    const TELLING: [&str; 8] = [
        "said",
        "told",
        "mentioned",
        "says",
        "know",
        "whether",
        "wondering",
        "asked",
    ];
    before
        .iter()
        .rev()
        .take(3)
        .any(|word| TELLING.contains(word) || KIN.contains(word))
}

/// True when the words behind a verb are what such a verb orders; `we can see you` only looks.
fn orders(verb: &str, seen: bool, after: &[&str]) -> bool {
    let is = |pattern: &LazyLock<Option<Regex>>, count: usize| {
        let near = after[..count.min(after.len())].join(" ");
        pattern
            .as_ref()
            .is_some_and(|pattern| pattern.is_match(&near))
    };
    let near =
        |count: usize, list: &[&str]| after.iter().take(count).any(|word| list.contains(word));
    match verb {
        "refer" | "referring" => true,
        "consult" => near(6, &["to", "with", "for"]),
        "follow" => near(2, &["up"]),
        "come" | "return" | "call" => {
            near(3, &["back", "me", "us", "to", "in"]) && is(&WHEN_RE, 12)
        }
        "have" => {
            !near(
                1,
                &["taken", "given", "started", "put", "tried", "used", "been"],
            ) && is_medicine(&after[..after.len().min(2)])
        }
        "meet" => is(&WHEN_RE, 8),
        "schedule" | "make" | "arrange" | "book" | "scheduling"
            if near(6, &["appointment", "visit", "follow-up"]) =>
        {
            true
        }
        "go" if near(6, &["er", "emergency", "hospital"]) => true,
        "see" if near(1, &["you"]) => !seen && is(&WHEN_RE, 10),
        "see" => is(&SPECIALIST_RE, 5) && !near(1, &["how", "if", "what", "whether", "that"]),
        "be" => is_dosed(after),
        "go" if near(1, &["over", "through"]) => false,
        "get" | "getting" | "need" => {
            is_tested(after) || is_medicine(after) || is(&SPECIALIST_RE, 8)
        }
        "do" | "doing" | "go" | "run" | "want" | "would like" | "obtain" | "check" | "checking"
        | "recheck" | "repeat" | "repeating" | "schedule" | "scheduling" | "draw" | "perform"
        | "arrange" | "book" | "complete" => {
            is_tested(after) || is_dosed(after) || is(&SPECIALIST_RE, 8)
        }
        "order" | "ordering" | "send" | "sending" | "place" | "placing" | "put" | "putting"
        | "recommend" | "suggest" | "add" | "adding" | "write" | "try" | "trying" => {
            is_tested(after)
                || is_medicine(after)
                || is(&SPECIALIST_RE, 8)
                || near(6, &["referral", "consult"])
        }
        _ => is_medicine(after),
    }
}

/// What is said of a child or an animal, as if it were said to a patient.
static OF_ANOTHER_RE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:he|she|they) (will|can|could|should|may|must|needs? to|has to|have to)\b")
        .ok()
});

/// True for an order to whoever speaks for the patient: `he can have paracetamol`.
pub fn is_order_for(text: &str) -> bool {
    let said = OF_ANOTHER_RE.as_ref().map(|said| {
        said.replace_all(text, "you ${1}")
            .replace("needs to", "need to")
    });
    said.is_some_and(|said| is_order(&said.replace("has to", "have to")))
}

/// A drug by its name or by what it is, or a dose.
fn is_medicine(words: &[&str]) -> bool {
    words
        .iter()
        .any(|word| is_drug(word) || is_drug(word.trim_end_matches('s')) || KINDS.contains(word))
        || is_dosed(words)
}

/// A number with a unit of drugs.
fn is_dosed(words: &[&str]) -> bool {
    words
        .windows(2)
        .any(|pair| pair[0].starts_with(|c: char| c.is_ascii_digit()) && UNITS.contains(&pair[1]))
        && !words.iter().any(|word| matches!(*word, "sodium" | "salt"))
}

fn is_tested(words: &[&str]) -> bool {
    let near = &words[..words.len().min(10)];
    let blood = |pair: &[&str]| {
        pair[0] == "blood"
            && matches!(
                pair[1],
                "work" | "test" | "tests" | "count" | "cultures" | "drawn" | "draw"
            )
    };
    near.iter().any(|word| TESTS.contains(word)) || near.windows(2).any(blood)
}

/// The drugs, numbers and tests of an order: a second one that has no other is the same again.
pub fn keys(words: &[String]) -> Vec<&str> {
    words
        .iter()
        .map(String::as_str)
        .filter(|word| {
            is_drug(word) || TESTS.contains(word) || word.starts_with(|c: char| c.is_ascii_digit())
        })
        .collect()
}

/// A drug with its dose and no verb: what goes on with an order just before, or with `for the pain`.
pub fn continues(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.len() <= REACH
        && is_dosed(&words)
        && words.iter().any(|word| is_drug(word))
        && !words
            .iter()
            .any(|word| matches!(*word, "you" | "was" | "were" | "been" | "had" | "i" | "we"))
}

/// What refuses an order right after it.
static REFUSED_RE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)\b(?:i\ (?:do\ not|don't|do\ n't)\ (?:really\ |even\ )?want\ (?:to\ (?:take|start|do|have)|that|it|any)|i(?:'d|\ would)\ (?:rather|prefer)\ not|i(?:'m|\ am)\ allergic\ to
          |i\ (?:can't|cannot|can\ not|won't|will\ not|am\ not\ going\ to)\ (?:take|do|have|tolerate)|no\ (?:thanks|thank\ you)|not\ going\ to\ (?:take|do)|i\ refuse)",
    )
    .ok()
});

/// What a clinician takes an order back with.
static BACK_RE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?:oh|okay|well|no|wait|sorry|actually|um|uh|,)\s*)*(?:actually\b.*\b(?:not|instead|hold\ off|rather|skip)\b|scratch that|never mind|on second thought|(?:let us|let's|we will|we'll|we) (?:not|will not|won't)\b (?:do|start|take|give|use) (?:that|it)\b|forget that|strike that)",
    )
    .ok()
});

/// True when the patient refuses the order in the next turn, or the clinician takes it back at once.
pub fn is_rejected(all: &[Sentence], at: usize) -> bool {
    let own = &all[at];
    let next = all[at + 1..]
        .iter()
        .take_while(|next| next.segment <= own.segment + 1)
        .take(4);
    let is = |pattern: &LazyLock<Option<Regex>>, text: &str| {
        pattern
            .as_ref()
            .is_some_and(|pattern| pattern.is_match(text))
    };
    let mut turn = next.take_while(|next| next.speaker != Speaker::Unknown);
    turn.any(|next| {
        let text: Vec<&str> = next.words.iter().map(|word| word.text.as_str()).collect();
        let text = text.join(" ");
        if next.speaker == own.speaker {
            next.segment == own.segment && is(&BACK_RE, &text)
        } else {
            is(&REFUSED_RE, &text)
        }
    })
}

/// A question behind an order: `… once a day , and does that sound okay`.
static ASKED_RE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:(?: and| so| but| okay| alright| ,)+ (?:does (?:that|this|it)|is that|is this|are you|do you|have you|would you|can you|could you|how does|how do|any (?:other )?questions|what questions)\b.*| ?(?:how )?does that sound\b.*)$").ok()
});

/// The words before a question, and whether one was there.
pub fn without_question(text: &str) -> (&str, bool) {
    let asked = ASKED_RE.as_ref().and_then(|asked| asked.find(text));
    match asked.filter(|asked| asked.start() > 0) {
        Some(asked) => (&text[..asked.start()], true),
        None => (text, false),
    }
}

/// True for a question. `Okay?` behind an order only asks for consent, and `you can take` without a mark tells.
pub fn asks(sentence: &Sentence, shaped: &str) -> bool {
    const ASKING: [&str; 9] = [
        "do", "are", "is", "can", "could", "should", "would", "does", "have",
    ];
    let word = |word: Option<&Word>| word.map_or(String::new(), |word| word.text.clone());
    let first = word(sentence.words.first());
    let consent = matches!(
        word(sentence.words.last()).as_str(),
        "okay" | "ok" | "alright"
    );
    if sentence.marked {
        return !consent || ASKING.contains(&first.as_str());
    }
    is_question(&split(shaped)) && !shaped.starts_with("you ") && !shaped.starts_with("do not ")
}

//! Symptoms and findings that are asked for by name, with the body system they belong to.
//!
//! The list was written for this program; it holds what a review of systems asks.

use super::words::Word;
use std::{collections::HashMap, sync::LazyLock};

/// Every term with its system, by the singular of its first word.
static BY_HEAD: LazyLock<HashMap<&str, Vec<(&str, usize)>>> = LazyLock::new(|| {
    let mut map: HashMap<&str, Vec<(&str, usize)>> = HashMap::new();
    for (system, (_, terms)) in SYSTEMS.iter().enumerate() {
        for term in *terms {
            let head = singular(term.split(' ').next().unwrap_or(term));
            map.entry(head).or_default().push((term, system));
        }
    }
    map
});

/// Body systems in the order of a review of systems.
pub const SYSTEMS: [(&str, &[&str]); 13] = [
    (
        "Constitutional",
        &[
            "weight change",
            "fluid retention",
            "fever",
            "chill",
            "fatigue",
            "tiredness",
            "weight loss",
            "weight gain",
            "night sweat",
            "sweat",
            "sweating",
            "malaise",
            "loss of appetite",
            "appetite loss",
            "weakness",
            "tired",
            "feverish",
            "unexplained weight loss",
            "unexpected weight loss",
            "body ache",
            "lethargy",
            "lethargic",
            "hot flash",
            "fatigued",
            "loss of weight",
            "temperature",
        ],
    ),
    (
        "HEENT",
        &[
            "headache",
            "sore throat",
            "runny nose",
            "nasal congestion",
            "congestion",
            "hearing loss",
            "blurry vision",
            "blurred vision",
            "vision change",
            "double vision",
            "vision problem",
            "loss of vision",
            "ear pain",
            "earache",
            "ear ache",
            "sinus pain",
            "sinus pressure",
            "nosebleed",
            "difficulty swallowing",
            "trouble swallowing",
            "problem swallowing",
            "hoarseness",
            "ringing in the ears",
            "ringing in your ears",
            "tinnitus",
            "stuffy nose",
            "sneezing",
            "neck stiffness",
            "stiff neck",
            "change in vision",
            "change in your vision",
            "visual change",
            "eye pain",
            "itchy eye",
            "watery eye",
            "swollen gland",
            "postnasal drip",
            "eye discharge",
            "ear discharge",
            "photophobia",
            "neck pain",
            "migraine",
        ],
    ),
    (
        "Cardiovascular",
        &[
            "chest pain",
            "chest pressure",
            "chest tightness",
            "palpitation",
            "heart palpitation",
            "leg swelling",
            "swelling in your legs",
            "swelling in your feet",
            "swelling of your legs",
            "swelling in the legs",
            "swelling in your ankles",
            "swelling of the legs",
            "swollen leg",
            "swollen ankle",
            "racing heart",
            "heart racing",
            "fluttering",
            "lower extremity swelling",
            "lower extremity edema",
            "chest discomfort",
            "irregular heartbeat",
            "edema",
            "leg edema",
            "tightness in your chest",
            "pain in your chest",
            "ankle swelling",
            "heart murmur",
            "chest pains",
        ],
    ),
    (
        "Respiratory",
        &[
            "shortness of breath",
            "short of breath",
            "cough",
            "coughing",
            "wheezing",
            "wheeze",
            "trouble breathing",
            "difficulty breathing",
            "problem breathing",
            "breathing problem",
            "hard time breathing",
            "breathing trouble",
            "breathing difficulty",
            "shortness breath",
            "sputum",
            "phlegm",
            "coughing up blood",
            "breathlessness",
            "breathless",
            "snoring",
        ],
    ),
    (
        "Gastrointestinal",
        &[
            "nausea",
            "vomiting",
            "nauseous",
            "nauseated",
            "diarrhea",
            "diarrhoea",
            "constipation",
            "abdominal pain",
            "stomach pain",
            "belly pain",
            "heartburn",
            "reflux",
            "acid reflux",
            "blood in your stool",
            "blood in the stool",
            "blood in your stools",
            "bloody stool",
            "black stool",
            "tarry stool",
            "bloating",
            "bloated",
            "throwing up",
            "blood in stool",
            "rectal bleeding",
            "loose stool",
            "stomach ache",
            "stomach cramp",
            "vomit",
            "hernia",
            "upset stomach",
            "abdominal cramping",
            "tummy pain",
            "jaundice",
            "change in bowel habit",
            "indigestion",
        ],
    ),
    (
        "Genitourinary",
        &[
            "burning with urination",
            "burning when you urinate",
            "pain with urination",
            "painful urination",
            "blood in your urine",
            "blood in the urine",
            "blood in urine",
            "urinary frequency",
            "urinary urgency",
            "frequent urination",
            "burning urination",
            "urinary symptom",
            "urinary problem",
            "incontinence",
            "difficulty urinating",
            "trouble urinating",
            "problem urinating",
            "vaginal bleeding",
            "vaginal discharge",
            "burning when you pee",
            "pain when you urinate",
            "dysuria",
            "hematuria",
            "urinary burning",
            "bladder problem",
            "kidney stone",
            "loss of bladder control",
            "loss of bowel control",
        ],
    ),
    (
        "Musculoskeletal",
        &[
            "flank pain",
            "joint pain",
            "back pain",
            "muscle ache",
            "muscle pain",
            "stiffness",
            "muscle cramp",
            "cramping",
            "joint swelling",
            "joint stiffness",
            "swelling",
            "knee pain",
            "hip pain",
            "shoulder pain",
            "leg pain",
            "muscle weakness",
            "foot pain",
            "calf pain",
            "cramp",
            "ankle pain",
            "wrist pain",
            "elbow pain",
            "arm pain",
            "hand pain",
            "morning stiffness",
            "locking",
            "popping",
            "joint ache",
            "muscle soreness",
            "low back pain",
            "lower back pain",
            "swollen joint",
            "body aches",
            "limping",
            "lameness",
        ],
    ),
    (
        "Skin",
        &[
            "rash",
            "itching",
            "itchiness",
            "redness",
            "bruising",
            "skin change",
            "lesion",
            "hives",
            "bruise",
            "dry skin",
            "blister",
            "skin rash",
            "hair loss",
            "itchy",
            "wound",
            "drainage",
            "pus",
            "sore",
            "ulcer",
            "lump",
            "discharge",
        ],
    ),
    (
        "Neurological",
        &[
            "dizziness",
            "dizzy",
            "lightheadedness",
            "lightheaded",
            "light-headedness",
            "light-headed",
            "numbness",
            "tingling",
            "seizure",
            "fainting",
            "passing out",
            "passed out",
            "loss of consciousness",
            "confusion",
            "tremor",
            "vertigo",
            "memory loss",
            "numbing",
            "numb",
            "balance problem",
            "blackout",
            "convulsion",
            "numbness or tingling",
            "pins and needles",
            "slurred speech",
            "memory problem",
            "fainted",
        ],
    ),
    (
        "Psychiatric",
        &[
            "depression",
            "anxiety",
            "depressed",
            "anxious",
            "insomnia",
            "trouble sleeping",
            "difficulty sleeping",
            "suicidal thought",
            "suicidal ideation",
            "mood change",
            "panic attack",
            "suicidal",
            "problem sleeping",
            "hallucination",
            "homicidal ideation",
        ],
    ),
    (
        "Endocrine",
        &[
            "heat intolerance",
            "cold intolerance",
            "excessive thirst",
            "increased thirst",
            "thirsty",
            "increased urination",
        ],
    ),
    (
        "Social",
        &["smoke", "smoking", "drink alcohol", "recreational drug"],
    ),
    (
        "General",
        &[
            "pain",
            "bleeding",
            "injury",
            "trauma",
            "infection",
            "allergy",
            "drug allergy",
            "medication allergy",
        ],
    ),
];

/// Where a finding stands in a sequence of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// First word.
    pub first: usize,
    /// One past the last word.
    pub last: usize,
    /// Place in [`SYSTEMS`].
    pub system: usize,
}

/// A word without the ending of its plural.
pub fn singular(word: &str) -> &str {
    if let Some(head) = word.strip_suffix("ches") {
        return &word[..head.len() + 3 - usize::from(!head.ends_with('a'))];
    }
    for (plural, keep) in [("sses", 2), ("shes", 2)] {
        if word.ends_with(plural) {
            return &word[..word.len() - plural.len() + keep];
        }
    }
    let plain = word.len() > 3 && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    match word.strip_suffix('s') {
        Some(head) if plain && !head.ends_with('\'') => head,
        _ => word,
    }
}

fn matches_at(words: &[Word], at: usize, term: &str) -> Option<usize> {
    let mut here = at;
    for part in term.split(' ') {
        let word = words.get(here)?;
        if word.text != part && singular(&word.text) != singular(part) {
            return None;
        }
        here += 1;
    }
    Some(here)
}

/// Finds the longest findings from left to right.
pub fn find(words: &[Word]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match longest_at(words, at) {
            Some(hit) => {
                at = hit.last;
                found.push(hit);
            }
            None => at += 1,
        }
    }
    found
}

fn longest_at(words: &[Word], at: usize) -> Option<Found> {
    let terms = BY_HEAD.get(singular(&words[at].text))?;
    let mut best: Option<Found> = None;
    for (term, system) in terms {
        let Some(last) = matches_at(words, at, term) else {
            continue;
        };
        if best.is_none_or(|best| last > best.last) {
            best = Some(Found {
                first: at,
                last,
                system: *system,
            });
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::super::words::split;
    use super::*;

    #[test]
    fn finds_the_longest_term() {
        let words = split("any fevers , chest pains or shortness of breath , headaches , rashes");
        let found: Vec<String> = find(&words)
            .iter()
            .map(|hit| {
                let texts: Vec<_> = words[hit.first..hit.last]
                    .iter()
                    .map(|w| w.text.as_str())
                    .collect();
                texts.join(" ")
            })
            .collect();
        assert_eq!(
            found,
            [
                "fevers",
                "chest pains",
                "shortness of breath",
                "headaches",
                "rashes"
            ]
        );
    }

    #[test]
    fn singular_leaves_other_words_alone() {
        for (word, expected) in [
            ("fevers", "fever"),
            ("headaches", "headache"),
            ("rashes", "rash"),
            ("weakness", "weakness"),
            ("diabetes", "diabete"),
            ("is", "is"),
        ] {
            assert_eq!(singular(word), expected);
        }
    }
}

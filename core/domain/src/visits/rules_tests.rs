use super::*;
use crate::visits::model::SentenceId;

fn drafted(text: &str, origin: Origin) -> Sentence {
    Sentence {
        sentence_id: SentenceId::new(uuid::Uuid::nil()),
        text: text.to_owned(),
        draft_text: Some(text.to_owned()),
        origin,
        edited: false,
        evidence: vec![],
        flags: vec![],
        confirmed: false,
    }
}

fn part(sentences: Vec<Sentence>, suggestions: Vec<Sentence>) -> NoteSection {
    NoteSection {
        section: Section::Plan,
        sentences,
        suggestions,
        version: 3,
    }
}

fn texts(sentences: &[Sentence]) -> Vec<&str> {
    sentences.iter().map(|one| one.text.as_str()).collect()
}

#[test]
fn aic_1_only_what_nobody_touched_gives_way_to_another_draft() {
    let talk = |text| drafted(text, Origin::Talk);
    let own = Sentence {
        draft_text: None,
        ..drafted("Own words.", Origin::Yours)
    };
    let confirmed = Sentence {
        confirmed: true,
        ..talk("Confirmed.")
    };
    let changed = Sentence {
        text: "Changed words.".to_owned(),
        ..talk("Drafted words.")
    };
    let accepted = Sentence {
        confirmed: true,
        ..drafted("Accepted suggestion.", Origin::Suggested)
    };
    let stored = part(
        vec![talk("Untouched."), own, confirmed, changed, accepted],
        vec![drafted("Undecided.", Origin::Suggested)],
    );
    let next = [
        talk("New."),
        talk("Confirmed."),
        talk("New."),
        drafted("New, not said.", Origin::Suggested),
    ];
    let taken = taken(&stored, next);
    let left = [
        "Own words.",
        "Confirmed.",
        "Changed words.",
        "Accepted suggestion.",
        "New.",
    ];
    assert_eq!(texts(&taken.sentences), left);
    assert_eq!(texts(&taken.suggestions), ["New, not said."]);
    assert_eq!((taken.section, taken.version), (Section::Plan, 3));
}

#[test]
fn aic_1_the_same_draft_taken_again_changes_only_identifiers() {
    let said = || ["A.", "B."].map(|text| drafted(text, Origin::Talk));
    let once = taken(&part(vec![], vec![]), said());
    let twice = taken(&once, said());
    assert_eq!(texts(&twice.sentences), ["A.", "B."]);
}

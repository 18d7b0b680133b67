//! Conversations without speakers: one microphone, an utterance for each pause.

use super::*;
use crate::{
    model::{Linear, MODELS},
    voices::{Voice, Voices, voices},
};

/// The same conversation as one microphone gives it.
fn unlabelled(transcript: &Transcript) -> Transcript {
    let segments = transcript.segments.iter().map(|segment| Segment {
        speaker: Speaker::Unknown,
        ..segment.clone()
    });
    Transcript {
        segments: segments.collect(),
    }
}

fn heard(transcript: &Transcript) -> Vec<Voice> {
    voices(&transcript.segments, &MODELS.voices)
}

/// As an engine writes it that knows words only, an utterance for each sentence.
const RECORDED: &str = "D: good morning what brings you in today
P: i have had a bad cough for four days
P: and i have been very tired
D: okay have you had any fever or chills
P: no
D: are you taking anything for it
P: i took some ibuprofen but it did not help
D: let me take a listen to your lungs
D: your lungs are clear
D: i think you have a viral bronchitis
D: i want you to take ibuprofen four hundred milligrams every eight hours
D: do you have any questions for me
P: no i think that is everything";

#[test]
fn aic_1_speakers_are_told_from_words_and_turns() {
    for lines in [
        VISIT,
        RECORDED,
        "D: Hi, how are you feeling today?\nP: My back has been hurting since I moved some boxes.\nD: Does the pain go down your leg?\nP: Yes, down my left leg.",
        "D: any chest pain\nP: no i have not had any\nD: and are you still smoking\nP: yeah about ten a day",
        "D: so what can i do for you\nP: well my knee hurts when i walk\nD: on exam there is tenderness over the medial joint line\nD: we will get an x-ray of your knee",
    ] {
        let said = talk(lines);
        let found = heard(&unlabelled(&said));
        for (segment, voice) in said.segments.iter().zip(found) {
            assert_eq!(voice.speaker, segment.speaker, "{}", segment.text);
        }
    }
}

#[test]
fn aic_1_a_conversation_without_speakers_is_drafted() {
    let said = talk(VISIT);
    let made = draft(&unlabelled(&said), &human(Sex::Female));
    for section in Section::ALL {
        let stands = |sentence: &DraftSentence| sentence.section == section;
        assert!(made.sentences.iter().any(stands), "{}", text(&made));
    }
    assert_eq!(text(&made), drafted(VISIT));
}

#[test]
fn aic_1_a_recording_without_marks_is_drafted() {
    let transcript = unlabelled(&talk(RECORDED));
    let made = draft(&transcript, &human(Sex::Female));
    let text = text(&made);
    for expected in [
        "bad cough for 4 days",
        "Denies fever or chills.",
        "Lungs are clear.",
        "ibuprofen 400 mg every 8 hours.",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    for sentence in &made.sentences {
        assert_eq!(sentence.flags, check_in(&transcript, sentence));
    }
}

#[test]
fn aic_2_evidence_points_to_the_utterances_as_they_came() {
    let transcript = unlabelled(&talk(
        "D: what brings you in today\nP: i have had a bad cough\nP: for four days now\nD: okay any fever\nP: no",
    ));
    let made = draft(&transcript, &human(Sex::Male));
    let cough = made
        .sentences
        .iter()
        .find(|sentence| sentence.text.contains("4 days"))
        .unwrap();
    let said: Vec<&str> = cough
        .evidence
        .iter()
        .map(|span| {
            let segment = &transcript.segments[span.segment as usize];
            slice(&segment.text, span.start, span.end).unwrap()
        })
        .collect();
    assert_eq!(said, ["i have had a bad cough", "for four days now"]);
}

#[test]
fn aic_5_an_answer_is_read_to_its_end() {
    for answer in [
        "P: not really\nP: yeah\nP: maybe a bit of fever",
        "P: no\nD: okay\nP: but i had a fever last night",
    ] {
        let lines = format!(
            "D: what brings you in today\nP: my throat hurts when i swallow\nD: have you had any fever\n{answer}\nD: okay let me take a look at your throat"
        );
        let made = draft(&unlabelled(&talk(&lines)), &human(Sex::Female));
        assert!(!text(&made).contains("enies fever"), "{}", text(&made));
    }
}

#[test]
fn aic_5_a_question_without_a_mark_states_nothing() {
    let lines = "D: good morning what brings you in today
P: my neck hurts when i turn my head
D: okay let me take a look at you
D: examination of the cervical spine any pain here now
P: no
D: okay and any chest pain shortness of breath nausea or vomiting
P: no none of that";
    let labelled = talk(lines);
    for conversation in [unlabelled(&labelled), labelled] {
        let made = text(&draft(&conversation, &human(Sex::Female)));
        for stated in ["pain here now", "hest pain shortness"] {
            assert!(!made.contains(stated), "{made}");
        }
    }
}

#[test]
fn aic_5_words_of_an_uncertain_speaker_are_left_out() {
    // Models that say nothing leave both speakers equally likely.
    let models = crate::model::Models::default();
    let said =
        talk("U: the left knee has been swollen for three weeks .\nU: there is no fracture .");
    assert!(
        voices(&said.segments, &models.voices)
            .iter()
            .all(|voice| voice.certainty == 0.5)
    );
    let made = crate::select::draft_with(&said, &human(Sex::Female), &models);
    assert_eq!(text(&made), "");
}

#[test]
fn known_speakers_stay_and_pull_their_neighbours_along() {
    let lines = "U: okay\nU: yes\nO: she fell on monday\nU: alright";
    let mut said = talk(lines);
    let free = heard(&said);
    assert_eq!(
        free[2],
        Voice {
            speaker: Speaker::Other,
            certainty: 1.0
        }
    );
    for speaker in [Speaker::Clinician, Speaker::Patient] {
        said.segments[0].speaker = speaker;
        let held = heard(&said);
        assert_eq!(
            held[0],
            Voice {
                speaker,
                certainty: 1.0
            }
        );
        assert_ne!(
            held[1], free[1],
            "an anchor says something of its neighbour"
        );
        // Nothing is known of who speaks behind a third person.
        assert_eq!(held[3], free[3]);
    }
}

#[test]
fn every_conversation_gets_as_many_voices_as_it_has_segments() {
    let pieces = [
        "yes", "no", "?", ".", "i", "you", "your", "pain", "500", "mg", "do", "n't", "mon-", "ż",
        "\u{301}", "...", "okay", "any", "fever", "",
    ];
    let mut seed = 7u64;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed as usize
    };
    for _ in 0..300 {
        let lines: Vec<String> = (0..next() % 12)
            .map(|_| {
                let words: Vec<&str> = (0..next() % 12)
                    .map(|_| pieces[next() % pieces.len()])
                    .collect();
                format!(
                    "{}: {}",
                    ["D", "P", "O", "U", "U", "U"][next() % 6],
                    words.join(" ")
                )
            })
            .collect();
        let said = talk(&lines.join("\n"));
        let found = heard(&said);
        assert_eq!(found.len(), said.segments.len());
        for (segment, voice) in said.segments.iter().zip(&found) {
            assert!((0.5..=1.0).contains(&voice.certainty), "{voice:?}");
            match segment.speaker {
                Speaker::Unknown => assert!(matches!(
                    voice.speaker,
                    Speaker::Clinician | Speaker::Patient
                )),
                known => assert_eq!(voice.speaker, known),
            }
        }
        let facts = human(Sex::Unknown);
        for sentence in draft(&said, &facts).sentences {
            assert_eq!(sentence.flags, check_in(&said, &sentence));
        }
    }
}

#[test]
fn a_damaged_model_tells_nothing() {
    let three = Linear::read(&[
        3, 0, 0, 128, 63, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]);
    let models = Voices {
        who: three.unwrap(),
        turn: Linear::default(),
    };
    let found = voices(&talk(RECORDED).segments, &models);
    assert!(found.iter().all(|voice| voice.certainty == 1.0));
    let found = voices(&unlabelled(&talk(RECORDED)).segments, &models);
    assert!(found.iter().all(|voice| voice.certainty == 0.5));
}

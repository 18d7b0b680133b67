//! A draft by a model that is named on the command line, for trying and measuring.

use anyhow::{Context, ensure};
use clap::{Args, ValueEnum};
use praxis_domain::{
    models::{
        address::is_loopback,
        answers::{WrongForm, note_schema, read_note},
        masking::Mask,
        model::ConnectionKind,
        ports::{Author, Endpoint, LanguageModels, Message, ProviderKey, Question, Reach, Stop},
        prompts,
        rules::{check_base_url, usual_base_url},
    },
    scribe::model::{DraftSentence, Section, Transcript},
};
use praxis_models::Models;
use std::time::Duration;
use zeroize::Zeroizing;

/// Most tokens of an answer.
const MAX_TOKENS: u32 = 8192;
/// Without the next words for so long, the model is given up.
const SILENCE: Duration = Duration::from_secs(300);

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    OpenaiCompatible,
    Openai,
    Anthropic,
    Gemini,
    Ollama,
}

impl From<Kind> for ConnectionKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::OpenaiCompatible => Self::OpenaiCompatible,
            Kind::Openai => Self::Openai,
            Kind::Anthropic => Self::Anthropic,
            Kind::Gemini => Self::Gemini,
            Kind::Ollama => Self::Ollama,
        }
    }
}

/// Who drafts instead of the built-in drafter.
#[derive(Args)]
pub struct Provider {
    /// A provider of models drafts instead of the built-in drafter
    #[arg(long, value_enum, requires = "model")]
    provider: Option<Kind>,
    /// Its address; the usual one of its kind when left out
    #[arg(long, requires = "provider")]
    base_url: Option<String>,
    /// The model, by the provider's name for it
    #[arg(long, requires = "provider")]
    model: Option<String>,
    /// Environment variable that holds the provider's key
    #[arg(long, requires = "provider")]
    key_env: Option<String>,
    /// Sends the conversation to a provider that is not on this machine
    #[arg(long)]
    allow_outside: bool,
}

impl Provider {
    /// The sentences by the model; none when no provider is named.
    pub async fn draft(
        &self,
        transcript: &Transcript,
        built_in: &[DraftSentence],
    ) -> anyhow::Result<Option<Vec<DraftSentence>>> {
        let (Some(kind), Some(model)) = (self.provider, &self.model) else {
            return Ok(None);
        };
        let endpoint = self.endpoint(kind.into())?;
        let plan_expected = built_in.iter().any(|one| one.section == Section::Plan);
        let read = |answer: &str| read_note(answer, transcript, &Mask::default(), plan_expected);
        let question = Question {
            model: model.clone(),
            instructions: prompts::DRAFT.text.to_owned(),
            messages: vec![Message {
                author: Author::User,
                text: prompts::turns(transcript),
            }],
            schema: Some(("note", note_schema())),
            max_tokens: MAX_TOKENS,
            silence: SILENCE,
        };
        ask(&endpoint, question, &read).await.map(Some)
    }

    fn endpoint(&self, kind: ConnectionKind) -> anyhow::Result<Endpoint> {
        let typed = self.base_url.as_deref().unwrap_or(usual_base_url(kind));
        let base_url = check_base_url(typed).map_err(crate::local::plain)?;
        let here = is_loopback(&base_url);
        ensure!(
            here || self.allow_outside,
            "{base_url} is not on this machine; say --allow-outside to send the conversation there"
        );
        let key = match &self.key_env {
            Some(name) => {
                let key = std::env::var(name).with_context(|| format!("{name} is not set"))?;
                Some(ProviderKey(Zeroizing::new(key.trim().to_owned())))
            }
            None => None,
        };
        Ok(Endpoint {
            kind,
            base_url,
            key,
            reach: if here {
                Reach::ThisMachine
            } else {
                Reach::Anywhere
            },
        })
    }
}

/// Asks, and once more where the answer has not the right form.
async fn ask(
    endpoint: &Endpoint,
    mut question: Question,
    read: &(dyn Fn(&str) -> Result<Vec<DraftSentence>, WrongForm> + Sync),
) -> anyhow::Result<Vec<DraftSentence>> {
    let mut repaired = false;
    loop {
        let mut text = String::new();
        let answer = Models
            .ask(endpoint, &question, &mut |piece| text.push_str(piece))
            .await
            .map_err(|why| anyhow::anyhow!("no draft: {}", why.problem.words()))?;
        ensure!(
            answer.stop == Stop::Finished,
            "no draft: the answer is cut off"
        );
        match read(&text) {
            Ok(sentences) => return Ok(sentences),
            Err(WrongForm(why)) if repaired => anyhow::bail!("no draft: {why}"),
            Err(WrongForm(why)) => {
                repaired = true;
                prompts::mend(&mut question, text, &why);
            }
        }
    }
}

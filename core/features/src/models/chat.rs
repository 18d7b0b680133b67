use super::{Asking, Heard, ask, plan};
use crate::{Ctx, Failure};
use praxis_domain::{
    access::model::UserId,
    models::{
        model::{ModelCall, ModelTask, PlannedStep},
        ports::{Author, Message, Question},
        rules::Permitted,
    },
    store::Work,
};
use praxis_kernel::{Emit, Rule, operation, wire};
use std::time::Duration;

/// Most tokens of an answer.
const MAX_TOKENS: u32 = 4096;
/// Longest conversation, in characters.
const MAX_TEXT: usize = 200_000;

/// Who says a message.
#[wire]
pub enum ChatRole {
    /// Standing instructions; only as the first message.
    System,
    /// Whoever asks.
    User,
    /// The model, earlier.
    Assistant,
}

/// One message.
#[wire]
pub struct ChatMessage {
    /// Who says it.
    pub role: ChatRole,
    /// What.
    pub content: String,
}

/// A question without a patient.
#[wire(input)]
pub struct ChatCompletion {
    /// The conversation; the last message is the user's.
    pub messages: Vec<ChatMessage>,
}

/// A piece of an answer.
#[wire]
pub struct ChatPiece {
    /// The connection that answers.
    pub provider: String,
    /// The next words; all pieces together are the answer.
    pub text: String,
}

/// A whole answer.
#[wire]
pub struct ChatAnswer {
    /// The answer.
    pub content: String,
    /// The connection that gave it.
    pub provider: String,
    /// What became of the question.
    pub call: ModelCall,
}

/// Asks the models of the chat's order, and sends the answer piece by piece. Nothing about a patient may stand in the question: whoever asks sees to that, and where nothing may leave the clinic nothing does.
#[operation(POST "/v1/models/chat", allow = "model:use", changes = [Models], errors = [Unavailable])]
pub async fn chat_completion(
    ctx: &Ctx,
    input: ChatCompletion,
    out: Emit<ChatPiece>,
) -> Result<ChatAnswer, Failure> {
    let question = question(input.messages)?;
    let user = ctx.user()?.user_id;
    let permitted = permitted(ctx.read().await?.as_mut(), user).await?;
    let asked = out
        .relay(|pieces| async move {
            let mut heard = |heard: Heard<'_>| {
                if heard.text.is_empty() {
                    return;
                }
                let (provider, text) = (heard.provider.to_owned(), heard.text.to_owned());
                // The receiver lives as long as this future.
                let _gone = pieces.send(ChatPiece { provider, text });
            };
            let asking = Asking {
                task: ModelTask::Chat,
                visit_id: None,
                permitted,
                question: &move |_| question.clone(),
                read: &|text, _| Ok(text.to_owned()),
                heard: &mut heard,
                relays: true,
            };
            ask(ctx, asking).await
        })
        .await?;
    Ok(ChatAnswer {
        content: asked.read,
        provider: asked.provider,
        call: asked.call,
    })
}

/// No patient is concerned, so nobody's consent is asked.
async fn permitted(work: &mut dyn Work, user: UserId) -> Result<Permitted, Failure> {
    let shown = work.models().shown_to(user).await?;
    Ok(Permitted {
        consent: true,
        shown: shown.into_iter().collect(),
    })
}

/// Nothing is asked.
#[wire(input)]
pub struct PreviewChat {}

/// Which models a free question would go to.
#[wire]
pub struct ChatPreview {
    /// The connections of the chat's order.
    pub steps: Vec<PlannedStep>,
    /// What became of the caller's latest free question.
    pub latest: Option<ModelCall>,
}

/// Shows which models a free question would go to, and why others would not be asked. Nothing is sent.
#[operation(GET "/v1/models/chat", allow = "model:use", reads = [Models])]
pub async fn preview_chat(ctx: &Ctx, _input: PreviewChat) -> Result<ChatPreview, Failure> {
    let user = ctx.user()?.user_id;
    let mut work = ctx.read().await?;
    let permitted = permitted(work.as_mut(), user).await?;
    Ok(ChatPreview {
        steps: plan(ctx, work.as_mut(), ModelTask::Chat, &permitted).await?,
        latest: work.models().latest_chat(user).await?,
    })
}

fn question(messages: Vec<ChatMessage>) -> Result<Question, Failure> {
    let refuse = |rule, words| Failure::validation("messages", rule, words);
    let letters: usize = messages.iter().map(|one| one.content.len()).sum();
    if letters > MAX_TEXT {
        return Err(refuse(
            Rule::TooLong,
            "A conversation is at most 200000 characters long.",
        ));
    }
    let mut instructions = String::new();
    let mut asked = vec![];
    for (at, message) in messages.into_iter().enumerate() {
        let author = match message.role {
            ChatRole::System if at == 0 => {
                instructions = message.content;
                continue;
            }
            ChatRole::System => {
                return Err(refuse(
                    Rule::Inconsistent,
                    "Instructions are the first message.",
                ));
            }
            ChatRole::User => Author::User,
            ChatRole::Assistant => Author::Model,
        };
        let text = message.content;
        asked.push(Message { author, text });
    }
    let last = asked.last().filter(|last| last.author == Author::User);
    if last.is_none_or(|last| last.text.trim().is_empty()) {
        return Err(refuse(Rule::Required, "The last message is a question."));
    }
    Ok(Question {
        model: String::new(),
        instructions,
        messages: asked,
        schema: None,
        max_tokens: MAX_TOKENS,
        silence: Duration::MAX,
    })
}

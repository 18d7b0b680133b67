//! Asking a chain of models: who is asked, in which order, how often, and what is kept of it.

use super::connections::{endpoint, milliseconds};
use crate::{Ctx, Failure};
use praxis_domain::{
    models::{
        answers::WrongForm,
        model::{
            Connection, ModelCall, ModelCallId, ModelSettings, ModelStep, ModelTask, NotAsked,
            PlannedStep,
        },
        ports::{Answer, Endpoint, ModelProblem, Question, Reach, Stop, Unanswered},
        prompts,
        rules::{self, Next, Permitted, QUIET, SIGN_OF_LIFE, after},
    },
    store::Work,
    visits::model::VisitId,
};
use praxis_kernel::{FailureType, Timestamp};
use std::time::Duration;
use tokio::{sync::Notify, time::timeout};

/// What a chain is asked.
pub(crate) struct Asking<'a, T> {
    /// For what.
    pub task: ModelTask,
    /// About which visit.
    pub visit_id: Option<VisitId>,
    /// What may leave the clinic.
    pub permitted: Permitted,
    /// The question; without identifiers where it is told that it goes outside and must be masked.
    pub question: &'a (dyn Fn(bool) -> Question + Send + Sync),
    /// Reads a whole answer; told, as above, whether it was masked.
    pub read: &'a (dyn Fn(&str, bool) -> Result<T, WrongForm> + Send + Sync),
    /// Hears the answer as it comes.
    pub heard: &'a mut (dyn FnMut(Heard<'_>) + Send),
    /// Whether pieces are shown as they come: then nothing is asked again after the first.
    pub relays: bool,
}

/// A piece of an answer as it comes. The first piece of each attempt is empty: what came before it
/// is void.
pub(crate) struct Heard<'a> {
    /// Name of the connection that answers.
    pub provider: &'a str,
    /// Whether it was asked without identifiers.
    pub masked: bool,
    /// The next words.
    pub text: &'a str,
}

/// An answer that was read.
pub(crate) struct Asked<T> {
    /// What was read.
    pub read: T,
    /// Name of the connection that answered.
    pub provider: String,
    /// The model.
    pub model: String,
    /// What is kept of the question.
    pub call: ModelCall,
}

/// A connection that may be asked, or why not.
struct Candidate {
    connection: Connection,
    outside: bool,
    endpoint: Result<Endpoint, NotAsked>,
}

/// One answer, with what it took.
struct Got {
    text: String,
    answer: Answer,
    first_piece: Option<Timestamp>,
}

/// Asks the connections of a task one after the other until one answers in the right form. What
/// happened is kept in any case.
pub(crate) async fn ask<T>(ctx: &Ctx, mut asking: Asking<'_, T>) -> Result<Asked<T>, Failure> {
    let mut work = ctx.read().await?;
    let settings = work.models().settings().await?;
    let (task, permitted) = (asking.task, &asking.permitted);
    let chain = candidates(ctx, work.as_mut(), &settings, task, permitted).await?;
    drop(work);
    let began = ctx.services.clock.now();
    let mut call = ModelCall {
        call_id: ModelCallId::new(ctx.id()),
        task: asking.task,
        visit_id: asking.visit_id,
        asked_at: began,
        steps: vec![],
        model: None,
        prompt_tokens: None,
        answer_tokens: None,
        first_piece_ms: None,
        total_ms: 0,
    };
    let mut found = None;
    let mut chain = chain.into_iter();
    while let Some(candidate) = chain.next() {
        let masked = candidate.outside && settings.mask_identifiers;
        let has_next = chain.as_slice().iter().any(|next| next.endpoint.is_ok());
        let (step, outcome) = ask_one(ctx, &mut asking, &candidate, masked, has_next).await;
        let ends =
            step.problem.is_some() && asking.relays && step.not_asked.is_none() && outcome.began;
        call.steps.push(step);
        if let Some((got, read)) = outcome.found {
            call.model = Some(candidate.connection.model.clone());
            call.prompt_tokens = got.answer.prompt_tokens;
            call.answer_tokens = got.answer.answer_tokens;
            call.first_piece_ms = got.first_piece.map(|at| milliseconds(began, at));
            found = Some((read, candidate.connection));
            break;
        }
        if ends {
            break;
        }
    }
    call.total_ms = milliseconds(began, ctx.services.clock.now());
    keep(ctx, &call).await?;
    match found {
        Some((read, connection)) => Ok(Asked {
            read,
            provider: connection.name,
            model: connection.model,
            call,
        }),
        None => Err(nobody(&call.steps)),
    }
}

async fn keep(ctx: &Ctx, call: &ModelCall) -> Result<(), Failure> {
    let user = ctx.user()?.user_id;
    let mut work = ctx.write().await?;
    work.models().insert_call(call, user).await?;
    work.commit().await
}

/// The connections of the task in their order.
async fn candidates(
    ctx: &Ctx,
    work: &mut dyn Work,
    settings: &ModelSettings,
    task: ModelTask,
    permitted: &Permitted,
) -> Result<Vec<Candidate>, Failure> {
    let order = settings.chains.iter().find(|chain| chain.task == task);
    let order = order.map_or(&[][..], |chain| &chain.connections);
    let mut known = work.models().connections().await?;
    let mut candidates = vec![];
    for id in order {
        let Some(at) = known.iter().position(|one| one.connection_id == *id) else {
            continue;
        };
        let connection = known.swap_remove(at);
        let admitted = rules::admit(&connection, settings, permitted);
        let health = ctx.services.model_health.of(connection.connection_id);
        let admitted = match health.resting_until(ctx.services.clock.now()) {
            Some(_) => admitted.and(Err(NotAsked::Resting)),
            None => admitted,
        };
        let endpoint = match admitted {
            Ok(reach) => open(ctx, work, &connection, reach).await,
            Err(reason) => Err(reason),
        };
        candidates.push(Candidate {
            outside: !rules::is_inside(&connection, settings),
            connection,
            endpoint,
        });
    }
    Ok(candidates)
}

/// Which connections would be asked for a task.
pub(crate) async fn plan(
    ctx: &Ctx,
    work: &mut dyn Work,
    task: ModelTask,
    permitted: &Permitted,
) -> Result<Vec<PlannedStep>, Failure> {
    let settings = work.models().settings().await?;
    let chain = candidates(ctx, work, &settings, task, permitted).await?;
    let step = |candidate: Candidate| PlannedStep {
        connection_id: candidate.connection.connection_id,
        host: rules::host(&candidate.connection.base_url).unwrap_or_default(),
        name: candidate.connection.name,
        model: candidate.connection.model,
        inside: !candidate.outside,
        not_asked: candidate.endpoint.err(),
    };
    Ok(chain.into_iter().map(step).collect())
}

async fn open(
    ctx: &Ctx,
    work: &mut dyn Work,
    connection: &Connection,
    reach: Reach,
) -> Result<Endpoint, NotAsked> {
    // What is wrong with the program's key is logged when it starts, and shown in the settings.
    let opened = endpoint(ctx, work, connection, reach).await;
    opened.map_err(|_| NotAsked::KeyUnreadable)
}

/// What one connection gave.
struct Outcome<T> {
    found: Option<(Got, T)>,
    /// Whether a piece of an answer came.
    began: bool,
}

/// Asks one connection, again where that can help, and once more for a better form. One that hangs
/// is left when it `has_next`, another one that may be asked.
async fn ask_one<T>(
    ctx: &Ctx,
    asking: &mut Asking<'_, T>,
    candidate: &Candidate,
    masked: bool,
    has_next: bool,
) -> (ModelStep, Outcome<T>) {
    let connection = &candidate.connection;
    let mut step = ModelStep {
        connection_id: connection.connection_id,
        name: connection.name.clone(),
        model: connection.model.clone(),
        host: rules::host(&connection.base_url).unwrap_or_default(),
        not_asked: None,
        problem: None,
        attempts: 0,
        elapsed_ms: 0,
    };
    let mut outcome = Outcome {
        found: None,
        began: false,
    };
    let endpoint = match &candidate.endpoint {
        Ok(endpoint) => endpoint,
        Err(reason) => {
            step.not_asked = Some(*reason);
            return (step, outcome);
        }
    };
    let mut question = Question {
        model: connection.model.clone(),
        silence: Duration::from_secs(u64::from(connection.patience_seconds)),
        ..(asking.question)(masked)
    };
    let clock = &ctx.services.clock;
    let start = clock.now();
    let mut repaired = false;
    loop {
        step.attempts += 1;
        let mut heard = |text: &str| {
            outcome.began |= !text.is_empty();
            (asking.heard)(Heard {
                provider: &connection.name,
                masked,
                text,
            });
        };
        let spoke = Notify::new();
        let asked = tokio::select! {
            asked = once(ctx, endpoint, &question, &spoke, &mut heard) => asked,
            () = hangs(ctx, endpoint, &spoke), if has_next => Err(ModelProblem::Late.into()),
        };
        let unanswered = match asked {
            Ok(got) => match (asking.read)(&got.text, masked) {
                Ok(read) => {
                    outcome.found = Some((got, read));
                    break;
                }
                Err(WrongForm(why)) if !repaired && !asking.relays => {
                    repaired = true;
                    prompts::mend(&mut question, got.text, &why);
                    continue;
                }
                Err(_) => ModelProblem::WrongForm.into(),
            },
            Err(unanswered) => unanswered,
        };
        step.problem = Some(unanswered.problem);
        match after(unanswered, step.attempts, asking.relays && outcome.began) {
            Next::Again(wait) => tokio::time::sleep(wait).await,
            Next::Onward | Next::End => break,
        }
    }
    let now = clock.now();
    step.elapsed_ms = milliseconds(start, now);
    let health = &ctx.services.model_health;
    if outcome.found.is_some() {
        step.problem = None;
        health.answered(connection.connection_id, now, step.elapsed_ms);
    } else if let Some(problem) = step.problem {
        health.failed(connection.connection_id, now, problem);
    }
    (step, outcome)
}

async fn once(
    ctx: &Ctx,
    endpoint: &Endpoint,
    question: &Question,
    spoke: &Notify,
    heard: &mut (dyn FnMut(&str) + Send),
) -> Result<Got, Unanswered> {
    let mut text = String::new();
    let mut first_piece = None;
    let clock = &ctx.services.clock;
    heard("");
    let mut piece = |piece: &str| {
        spoke.notify_one();
        first_piece.get_or_insert_with(|| clock.now());
        text.push_str(piece);
        heard(piece);
    };
    let asked = ctx
        .services
        .models
        .ask(endpoint, question, &mut piece)
        .await;
    let answer = asked?;
    match answer.stop {
        Stop::Filtered => Err(ModelProblem::Refused.into()),
        Stop::TooLong => Err(ModelProblem::BrokenOff.into()),
        Stop::Finished if text.trim().is_empty() => Err(ModelProblem::Empty.into()),
        Stop::Finished => Ok(Got {
            text,
            answer,
            first_piece,
        }),
    }
}

/// Ends when the connection says nothing, and its server does not even tell its models: then it
/// hangs. A server that tells them is busy with the question, and is waited for as long as its
/// connection has patience.
async fn hangs(ctx: &Ctx, endpoint: &Endpoint, spoke: &Notify) {
    let mut quiet = QUIET;
    loop {
        if timeout(quiet, spoke.notified()).await.is_ok() {
            quiet = QUIET;
            continue;
        }
        let list = timeout(SIGN_OF_LIFE, ctx.services.models.models(endpoint));
        tokio::select! {
            () = spoke.notified() => quiet = QUIET,
            list = list => match list.map_err(|_| ModelProblem::Late.into()).flatten() {
                Err(unanswered) if rules::is_silence(unanswered.problem) => return,
                _ => quiet *= 2,
            },
        }
    }
}

/// Says of each connection why it gave no answer.
fn nobody(steps: &[ModelStep]) -> Failure {
    let words: Vec<String> = steps
        .iter()
        .map(|step| {
            let why = match (step.not_asked, step.problem) {
                (Some(reason), _) => reason.words(),
                (None, Some(problem)) => problem.words(),
                (None, None) => "no answer",
            };
            format!("{}: {why}", step.name)
        })
        .collect();
    let message = if words.is_empty() {
        "No model is chosen for this.".to_owned()
    } else {
        format!("No model answered. {}.", words.join("; "))
    };
    Failure::new(FailureType::Unavailable, message)
}

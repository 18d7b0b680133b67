//! Asking the models of a task: who may be asked, and what is kept of it.

use super::{
    connections::{endpoint, milliseconds},
    round::{Floor, Round},
};
use crate::{Ctx, Failure};
use praxis_domain::{
    models::{
        answers::WrongForm,
        model::{
            Connection, ModelCall, ModelCallId, ModelSettings, ModelStep, ModelTask, NotAsked,
            PlannedStep,
        },
        ports::{Endpoint, Question, Reach},
        rules::{self, Permitted},
    },
    store::Work,
    visits::model::VisitId,
};
use praxis_kernel::FailureType;

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
#[derive(Clone, Copy)]
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
pub(super) struct Candidate {
    pub connection: Connection,
    /// Whether what it is asked leaves the clinic.
    pub outside: bool,
    pub endpoint: Result<Endpoint, NotAsked>,
}

/// Asks the connections of a task in their order until one answers in the right form. What happened
/// is kept in any case.
pub(crate) async fn ask<T: Send>(ctx: &Ctx, asking: Asking<'_, T>) -> Result<Asked<T>, Failure> {
    let mut work = ctx.read().await?;
    let settings = work.models().settings().await?;
    let (task, permitted) = (asking.task, &asking.permitted);
    let chain = candidates(ctx, work.as_mut(), &settings, task, permitted).await?;
    drop(work);
    let began = ctx.services.clock.now();
    let round = Round {
        ctx,
        settings: &settings,
        question: asking.question,
        read: asking.read,
        relays: asking.relays,
        floor: Floor::new(asking.heard),
    };
    let (steps, found) = round.ask(&chain).await;
    let mut call = ModelCall {
        call_id: ModelCallId::new(ctx.id()),
        task: asking.task,
        visit_id: asking.visit_id,
        asked_at: began,
        steps,
        model: None,
        prompt_tokens: None,
        answer_tokens: None,
        first_piece_ms: None,
        total_ms: milliseconds(began, ctx.services.clock.now()),
    };
    let Some(found) = found else {
        keep(ctx, &call).await?;
        return Err(nobody(&call.steps));
    };
    let connection = &found.candidate.connection;
    call.model = Some(connection.model.clone());
    call.prompt_tokens = found.answer.prompt_tokens;
    call.answer_tokens = found.answer.answer_tokens;
    call.first_piece_ms = found.first_piece.map(|at| milliseconds(began, at));
    keep(ctx, &call).await?;
    Ok(Asked {
        read: found.read,
        provider: connection.name.clone(),
        model: connection.model.clone(),
        call,
    })
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

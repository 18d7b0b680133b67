//! One question to the connections of a chain: who is asked when, and who is let go.

use super::{
    asking::{Candidate, Heard},
    connections::milliseconds,
};
use crate::Ctx;
use futures::{StreamExt, stream::FuturesUnordered};
use praxis_domain::models::{
    answers::WrongForm,
    model::{ConnectionId, ModelSettings, ModelStep},
    ports::{Answer, Endpoint, ModelProblem, Question, Stop, Unanswered},
    prompts,
    rules::{self, Next, QUIET, SIGN_OF_LIFE, SILENCE, after},
};
use praxis_kernel::Timestamp;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{Notify, watch},
    time::{sleep, timeout},
};

/// One question to a chain.
pub(super) struct Round<'a, T> {
    pub ctx: &'a Ctx,
    pub settings: &'a ModelSettings,
    /// The question; told whether it must be masked.
    pub question: &'a (dyn Fn(bool) -> Question + Send + Sync),
    /// Reads a whole answer; told whether it was masked.
    pub read: &'a (dyn Fn(&str, bool) -> Result<T, WrongForm> + Send + Sync),
    /// Whether pieces are shown as they come: then nothing is asked again after the first.
    pub relays: bool,
    pub floor: Floor<'a>,
}

/// An answer that was read, with what it took.
pub(super) struct Found<'c, T> {
    pub candidate: &'c Candidate,
    pub read: T,
    pub answer: Answer,
    pub first_piece: Option<Timestamp>,
}

impl<T: Send> Round<'_, T> {
    /// Asks one after the other; what happened to each, and the first answer that could be read.
    /// Where the clinic wants it, the next one is asked as well while those before it are silent,
    /// and nobody who gives a sign of life is let go before somebody speaks.
    pub async fn ask<'c>(&self, chain: &'c [Candidate]) -> (Vec<ModelStep>, Option<Found<'c, T>>) {
        let mut steps = vec![];
        let mut found = None;
        let mut waiting: VecDeque<usize> = (0..chain.len()).collect();
        let mut running: Vec<usize> = vec![];
        let mut overtaken = vec![];
        let mut asked = FuturesUnordered::new();
        loop {
            let joins = self.may_join(chain, &running, &waiting);
            tokio::select! {
                Some((at, step, answer)) = asked.next() => {
                    let step: ModelStep = step;
                    running.retain(|one| *one != at);
                    if step.problem == Some(ModelProblem::Overtaken) {
                        overtaken.push(at);
                    }
                    steps.push((at, step));
                    found = answer;
                    if found.is_some() {
                        self.floor.take(&chain[at]);
                        break;
                    }
                    let spoke = self.floor.is_held_by(&chain[at]);
                    if spoke && self.relays {
                        break;
                    }
                    if spoke {
                        self.floor.leave();
                    }
                    if !self.floor.is_held() {
                        // Whoever was let go for one that failed may answer after all.
                        overtaken.drain(..).rev().for_each(|at| waiting.push_front(at));
                    }
                    if !running.is_empty() {
                        continue;
                    }
                }
                () = self.floor.silence(), if joins => {
                    if self.relays && self.floor.is_held() {
                        continue;
                    }
                    self.floor.leave();
                }
                else => {}
            }
            while let Some(at) = waiting.pop_front() {
                let may_be_asked = chain[at].endpoint.is_ok();
                asked.push(async move {
                    let (step, found) = self.ask_one(&chain[at], &chain[at + 1..]).await;
                    (at, step, found)
                });
                if may_be_asked {
                    running.push(at);
                    break;
                }
            }
            if asked.is_empty() {
                break;
            }
        }
        // Whoever was silent until now is let go, because another one has the floor.
        while let Some((at, step, _)) = asked.next().await {
            steps.push((at, step));
        }
        steps.sort_by_key(|(at, _)| *at);
        (steps.into_iter().map(|(_, step)| step).collect(), found)
    }

    /// Whether the next one that waits may be asked while others are silent. Nothing leaves the
    /// clinic only because a model within it is slow.
    fn may_join(&self, chain: &[Candidate], running: &[usize], waiting: &VecDeque<usize>) -> bool {
        let mut waiting = waiting.iter().map(|at| &chain[*at]);
        let next = waiting.find(|next| next.endpoint.is_ok());
        self.settings.ask_next_when_silent
            && !running.is_empty()
            && next.is_some_and(|next| !next.outside || running.iter().all(|at| chain[*at].outside))
    }

    /// Asks one connection, again where that can help, and once more for a better form. One that
    /// hangs is left when there are `later` ones, and one that is silent when another speaks.
    async fn ask_one<'c>(
        &self,
        candidate: &'c Candidate,
        later: &[Candidate],
    ) -> (ModelStep, Option<Found<'c, T>>) {
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
        let endpoint = match &candidate.endpoint {
            Ok(endpoint) => endpoint,
            Err(reason) => {
                step.not_asked = Some(*reason);
                return (step, None);
            }
        };
        let has_next = later.iter().any(|next| next.endpoint.is_ok());
        let start = self.ctx.services.clock.now();
        let found = tokio::select! {
            found = self.attempts(candidate, endpoint, has_next, &mut step) => found,
            () = self.floor.lost_by(candidate) => Err(ModelProblem::Overtaken),
        };
        let now = self.ctx.services.clock.now();
        step.elapsed_ms = milliseconds(start, now);
        let health = &self.ctx.services.model_health;
        match &found {
            Ok(_) => health.answered(connection.connection_id, now, step.elapsed_ms),
            Err(problem) => health.failed(connection.connection_id, now, *problem),
        }
        step.problem = found.as_ref().err().copied();
        (step, found.ok())
    }

    async fn attempts<'c>(
        &self,
        candidate: &'c Candidate,
        endpoint: &Endpoint,
        has_next: bool,
        step: &mut ModelStep,
    ) -> Result<Found<'c, T>, ModelProblem> {
        let masked = candidate.outside && self.settings.mask_identifiers;
        let patience = u64::from(candidate.connection.patience_seconds);
        let mut question = Question {
            model: candidate.connection.model.clone(),
            silence: Duration::from_secs(patience),
            ..(self.question)(masked)
        };
        let mut repaired = false;
        loop {
            step.attempts += 1;
            let spoke = Notify::new();
            let mut heard = |text: &str| {
                spoke.notify_one();
                self.floor.hear(candidate, masked, text);
            };
            let asked = tokio::select! {
                asked = once(self.ctx, endpoint, &question, &mut heard) => asked,
                () = hangs(self.ctx, endpoint, &spoke), if has_next => Err(ModelProblem::Late.into()),
            };
            let unanswered = match asked {
                Ok(got) => match (self.read)(&got.text, masked) {
                    Ok(read) => {
                        return Ok(Found {
                            candidate,
                            read,
                            answer: got.answer,
                            first_piece: got.first_piece,
                        });
                    }
                    Err(WrongForm(why)) if !repaired && !self.relays => {
                        repaired = true;
                        prompts::mend(&mut question, got.text, &why);
                        continue;
                    }
                    Err(_) => ModelProblem::WrongForm.into(),
                },
                Err(unanswered) => unanswered,
            };
            let ends = self.relays && self.floor.is_held_by(candidate);
            match after(unanswered, step.attempts, ends) {
                Next::Again(wait) => sleep(wait).await,
                Next::Onward | Next::End => return Err(unanswered.problem),
            }
        }
    }
}

/// Those who are asked at the same time share the floor: whoever says the first word has it, and
/// nobody else is heard.
pub(super) struct Floor<'a> {
    speaker: watch::Sender<Option<ConnectionId>>,
    spoke: Notify,
    hearer: Mutex<Hearer<'a>>,
}

struct Hearer<'a> {
    hears: &'a mut (dyn FnMut(Heard<'_>) + Send),
    /// Who was heard last.
    last: Option<ConnectionId>,
    /// What each said in its latest attempt.
    said: HashMap<ConnectionId, String>,
}

impl<'a> Floor<'a> {
    pub fn new(hears: &'a mut (dyn FnMut(Heard<'_>) + Send)) -> Self {
        Self {
            speaker: watch::Sender::new(None),
            spoke: Notify::new(),
            hearer: Mutex::new(Hearer {
                hears,
                last: None,
                said: HashMap::new(),
            }),
        }
    }

    fn hearer(&self) -> MutexGuard<'_, Hearer<'a>> {
        self.hearer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands a piece on, unless another has the floor; the first one of an attempt is empty. Whoever
    /// comes to speak after another is heard from the beginning.
    fn hear(&self, candidate: &Candidate, masked: bool, text: &str) {
        let connection = &candidate.connection;
        let id = connection.connection_id;
        let mut hearer = self.hearer();
        if self.is_held() && !self.is_held_by(candidate) {
            return;
        }
        let Hearer { hears, last, said } = &mut *hearer;
        let mut hand_on = |text: &str| {
            hears(Heard {
                provider: &connection.name,
                masked,
                text,
            });
        };
        let said = said.entry(id).or_default();
        if text.is_empty() {
            said.clear();
            hand_on("");
        } else {
            self.take(candidate);
            self.spoke.notify_one();
            if *last != Some(id) {
                hand_on("");
                hand_on(said);
            }
            said.push_str(text);
            hand_on(text);
        }
        *last = Some(id);
    }

    /// Ends when nothing was heard for a while.
    async fn silence(&self) {
        while timeout(SILENCE, self.spoke.notified()).await.is_ok() {}
    }

    fn is_held(&self) -> bool {
        self.speaker.borrow().is_some()
    }

    fn is_held_by(&self, candidate: &Candidate) -> bool {
        *self.speaker.borrow() == Some(candidate.connection.connection_id)
    }

    fn take(&self, candidate: &Candidate) {
        self.speaker
            .send_replace(Some(candidate.connection.connection_id));
    }

    fn leave(&self) {
        self.speaker.send_replace(None);
    }

    /// Ends when another one speaks.
    async fn lost_by(&self, candidate: &Candidate) {
        let id = candidate.connection.connection_id;
        let mut speaker = self.speaker.subscribe();
        // The sender lives as long as this future.
        let _closed = speaker
            .wait_for(|speaker| speaker.is_some_and(|speaker| speaker != id))
            .await
            .map(drop);
    }
}

/// One answer, with what it took.
struct Got {
    text: String,
    answer: Answer,
    first_piece: Option<Timestamp>,
}

async fn once(
    ctx: &Ctx,
    endpoint: &Endpoint,
    question: &Question,
    heard: &mut (dyn FnMut(&str) + Send),
) -> Result<Got, Unanswered> {
    let mut text = String::new();
    let mut first_piece = None;
    let clock = &ctx.services.clock;
    heard("");
    let mut piece = |piece: &str| {
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

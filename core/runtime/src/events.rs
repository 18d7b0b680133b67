//! One hub per process: a sequence number, a ring for replay, and live readers.

use praxis_domain::access::model::OrganizationId;
use praxis_features::Events;
use praxis_kernel::{Event, EventFrame};
use serde::{Deserialize, Serialize};
use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
};
use tokio::sync::{Notify, broadcast, mpsc};

/// Frames that a reader who comes back may have missed.
const RING: usize = 512;
/// Frames that a slow reader may lag behind before it is told to read anew.
const LAG: usize = 256;
/// News for other processes that wait to be told at most.
const OUTBOX: usize = 1024;

/// What other processes on the same database should know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// Whose; absent for jobs, which belong to all workers.
    pub organization: Option<OrganizationId>,
    /// What the screens are told; absent when there is work for the workers.
    pub event: Option<Event>,
}

#[derive(Clone)]
struct Addressed {
    /// Absent when every clinic is meant.
    organization: Option<OrganizationId>,
    frame: EventFrame,
}

impl Addressed {
    fn is_for(&self, organization: OrganizationId) -> bool {
        self.organization.is_none_or(|to| to == organization)
    }
}

struct State {
    sequence: u32,
    ring: VecDeque<Addressed>,
}

/// Where events go and come from.
pub struct Hub {
    state: Mutex<State>,
    live: broadcast::Sender<Addressed>,
    jobs: Notify,
    /// Absent where there are no other processes.
    outbox: OnceLock<mpsc::Sender<News>>,
}

/// One reader's view: what it missed first, then what happens.
pub struct Subscription {
    organization: OrganizationId,
    missed: VecDeque<EventFrame>,
    live: broadcast::Receiver<Addressed>,
}

impl Hub {
    /// Counts from `start`. A random one tells a reader of another process, or of this one before
    /// it was started anew, from a reader of this one.
    pub fn new(start: u32) -> Self {
        Self {
            state: Mutex::new(State {
                sequence: start,
                ring: VecDeque::with_capacity(RING),
            }),
            live: broadcast::channel(LAG).0,
            jobs: Notify::new(),
            outbox: OnceLock::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to read after the frame `last`, or with whatever comes next.
    pub fn subscribe(&self, organization: OrganizationId, last: Option<u32>) -> Subscription {
        let state = self.state();
        // Under the lock, so that nothing falls between the replay and the live frames.
        let live = self.live.subscribe();
        let mut missed = VecDeque::new();
        if let Some(last) = last {
            let oldest = state
                .ring
                .front()
                .map_or(state.sequence + 1, |a| a.frame.sequence);
            if last > state.sequence || last.saturating_add(1) < oldest {
                missed.push_back(reload(state.sequence));
            } else {
                missed.extend(
                    state
                        .ring
                        .iter()
                        .filter(|a| a.is_for(organization) && a.frame.sequence > last)
                        .map(|a| a.frame.clone()),
                );
            }
        }
        Subscription {
            organization,
            missed,
            live,
        }
    }
    /// Waits until a job was enqueued or cancelled.
    pub async fn jobs_changed(&self) {
        self.jobs.notified().await;
    }

    /// What is published here from now on, for other processes.
    pub fn gather(&self) -> mpsc::Receiver<News> {
        let (sender, receiver) = mpsc::channel(OUTBOX);
        // Asked for once, when the program starts.
        let _first = self.outbox.set(sender);
        receiver
    }
    fn tell_others(&self, organization: Option<OrganizationId>, event: Option<Event>) {
        if let Some(outbox) = self.outbox.get() {
            // With so many waiting the others are behind as it is, and one more changes little.
            let _full = outbox.try_send(News {
                organization,
                event,
            });
        }
    }
    /// Another process published something.
    pub fn heard(&self, news: News) {
        match news.event {
            Some(event) => self.add(news.organization, event),
            None => self.jobs.notify_one(),
        }
    }
    /// Other processes may have published something that was not heard: all read anew.
    pub fn missed(&self) {
        self.add(None, Event::ProcessingReload);
        self.jobs.notify_one();
    }

    fn add(&self, organization: Option<OrganizationId>, event: Event) {
        let mut state = self.state();
        state.sequence = state.sequence.wrapping_add(1);
        let addressed = Addressed {
            organization,
            frame: EventFrame {
                sequence: state.sequence,
                name: event.topic().to_owned(),
                payload: event,
            },
        };
        if state.ring.len() == RING {
            state.ring.pop_front();
        }
        state.ring.push_back(addressed.clone());
        // Nobody listening is not an error.
        let _readers = self.live.send(addressed);
    }
}

fn reload(sequence: u32) -> EventFrame {
    let payload = Event::ProcessingReload;
    EventFrame {
        sequence,
        name: payload.topic().to_owned(),
        payload,
    }
}

impl Events for Hub {
    fn publish(&self, organization: OrganizationId, event: Event) {
        self.tell_others(Some(organization), Some(event.clone()));
        self.add(Some(organization), event);
    }
    fn jobs_changed(&self) {
        self.tell_others(None, None);
        self.jobs.notify_one();
    }
}

impl Subscription {
    /// The next frame of the reader's clinic; `None` after a `reload` to one who lagged, so that it
    /// connects anew.
    pub async fn next(&mut self) -> Option<EventFrame> {
        if let Some(frame) = self.missed.pop_front() {
            return Some(frame);
        }
        loop {
            match self.live.recv().await {
                Ok(addressed) if addressed.is_for(self.organization) => {
                    return Some(addressed.frame);
                }
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }
}

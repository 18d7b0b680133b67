//! One hub per process: a sequence number, a ring for replay, and live readers.

use praxis_domain::access::model::OrganizationId;
use praxis_features::Events;
use praxis_kernel::{Event, EventFrame};
use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};
use tokio::sync::{Notify, broadcast};

/// Frames that a reader who comes back may have missed.
const RING: usize = 512;
/// Frames that a slow reader may lag behind before it is told to read anew.
const LAG: usize = 256;

#[derive(Clone)]
struct Addressed {
    organization: OrganizationId,
    frame: EventFrame,
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
}

/// One reader's view: what it missed first, then what happens.
pub struct Subscription {
    organization: OrganizationId,
    missed: VecDeque<EventFrame>,
    live: broadcast::Receiver<Addressed>,
}

impl Default for Hub {
    fn default() -> Self {
        Self {
            state: Mutex::new(State {
                sequence: 0,
                ring: VecDeque::with_capacity(RING),
            }),
            live: broadcast::channel(LAG).0,
            jobs: Notify::new(),
        }
    }
}

impl Hub {
    /// Begins to read after the frame `last`, or with whatever comes next.
    pub fn subscribe(&self, organization: OrganizationId, last: Option<u32>) -> Subscription {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // Under the lock, so that nothing falls between the replay and the live frames.
        let live = self.live.subscribe();
        let mut missed = VecDeque::new();
        if let Some(last) = last {
            let oldest = state
                .ring
                .front()
                .map_or(state.sequence + 1, |a| a.frame.sequence);
            if last > state.sequence || last + 1 < oldest {
                missed.push_back(reload(state.sequence));
            } else {
                missed.extend(
                    state
                        .ring
                        .iter()
                        .filter(|a| a.organization == organization && a.frame.sequence > last)
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
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.sequence += 1;
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
    fn jobs_changed(&self) {
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
                Ok(addressed) if addressed.organization == self.organization => {
                    return Some(addressed.frame);
                }
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }
}

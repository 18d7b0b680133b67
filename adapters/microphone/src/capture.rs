use crate::{
    Channels, Event,
    device::{self, Open, lost, silent},
    tape::Tape,
};
use praxis_kernel::{Failure, Timestamp};
use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread::{self, JoinHandle},
    time::Duration,
};

/// How often what was heard is fetched.
const TURN: Duration = Duration::from_millis(50);
/// Turns without any sound after which a device counts as lost: 4 s, or half a second when it complains
/// as well. Counted in turns, not by a clock, so that the computer's sleep is not taken for the device's.
const PATIENCE: u32 = 80;
const PATIENCE_WITH_ERRORS: u32 = 10;
/// How long a device may take to open; a headset without wires needs a few seconds.
const OPENING: Duration = Duration::from_secs(15);

/// A microphone that is being recorded. Dropping it stops.
///
/// Its methods wait until the sink has been called for all that they bring about; call none of them
/// from the sink, nor while holding a lock that the sink takes.
pub struct Capture {
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
}

type Answer = Sender<Result<(), Failure>>;

enum Order {
    Pause(Answer),
    /// None stays with the device of before.
    Resume(Option<Choice>, Answer),
}

/// The identifier of a device; none is the system's default.
type Choice = Option<String>;

impl Capture {
    /// Starts to record the device of that identifier (of [`devices`](crate::devices)), or the
    /// system's default one. `sink` is called from a thread of its own, in order; while it takes its
    /// time, up to 8 seconds of sound wait. `clock` says what time it is, and is asked to find gaps.
    ///
    /// # Errors
    /// `Unavailable` with what to do: no such device, not allowed, in use, or it does not answer.
    pub fn start(
        device: Option<&str>,
        channels: Channels,
        clock: impl Fn() -> Timestamp + Send + 'static,
        sink: impl FnMut(Event) + Send + 'static,
    ) -> Result<Self, Failure> {
        let (orders, received) = channel();
        let listener = Listener {
            choice: None,
            open: None,
            quiet: 0,
            tape: Tape::new(channels),
            clock: Box::new(clock),
            sink: Box::new(sink),
        };
        let thread = thread::Builder::new()
            .name("microphone".to_owned())
            .spawn(move || listener.run(&received))
            .map_err(Failure::internal)?;
        let mut capture = Self {
            orders: Some(orders),
            thread: Some(thread),
        };
        capture.resume_with(device).inspect_err(|_| {
            // Not waited for: it may hang in the device's driver. It ends when the orders end.
            capture.thread = None;
        })?;
        Ok(capture)
    }

    /// Closes the device: nothing is heard until `resume`. What was heard has been delivered when this
    /// returns, as a shorter segment. Does nothing when paused or lost already.
    ///
    /// # Errors
    /// `Internal` when the sink has panicked.
    pub fn pause(&self) -> Result<(), Failure> {
        self.order(Order::Pause)
    }

    /// Opens the same device again after `pause` or [`Event::Lost`]; segments count on. Does nothing
    /// while recording.
    ///
    /// # Errors
    /// As [`Capture::start`]; it stays paused then.
    pub fn resume(&self) -> Result<(), Failure> {
        self.order(|answer| Order::Resume(None, answer))
    }

    /// As `resume`, with another device: that of the identifier, or the system's default one.
    /// While recording, it changes over.
    ///
    /// # Errors
    /// As [`Capture::start`]; it is paused then.
    pub fn resume_with(&self, device: Option<&str>) -> Result<(), Failure> {
        let choice = device.map(str::to_owned);
        self.order(|answer| Order::Resume(Some(choice), answer))
    }

    /// Delivers the rest and ends.
    ///
    /// # Errors
    /// `Internal` when the sink has panicked: then not all was delivered.
    pub fn stop(mut self) -> Result<(), Failure> {
        self.end()
    }

    fn order(&self, order: impl FnOnce(Answer) -> Order) -> Result<(), Failure> {
        let (Some(orders), false) = (&self.orders, self.is_here()) else {
            return Err(ended());
        };
        let (answer, answered) = channel();
        orders.send(order(answer)).map_err(|_| ended())?;
        match answered.recv_timeout(OPENING) {
            Ok(result) => result,
            Err(RecvTimeoutError::Timeout) => Err(silent()),
            Err(RecvTimeoutError::Disconnected) => Err(ended()),
        }
    }

    /// Whether this is the sink's own thread, which cannot wait for itself.
    fn is_here(&self) -> bool {
        let own = self.thread.as_ref().map(|thread| thread.thread().id());
        own == Some(thread::current().id())
    }

    fn end(&mut self) -> Result<(), Failure> {
        // A thread that hangs in the device's driver is left to end by itself.
        let paused = self.order(Order::Pause);
        self.orders = None;
        let thread = self.thread.take();
        match (paused, thread) {
            (Ok(()), Some(thread)) => thread.join().map_err(|_| ended()),
            (paused, _) => paused,
        }
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        if self.thread.is_some() {
            let _told_by_stop = self.end();
        }
    }
}

fn ended() -> Failure {
    Failure::internal(std::io::Error::other(
        "the thread of the microphone has ended",
    ))
}

/// What the thread has.
struct Listener {
    choice: Choice,
    open: Option<Open>,
    /// Turns without sound.
    quiet: u32,
    tape: Tape,
    clock: Box<dyn Fn() -> Timestamp + Send>,
    sink: Box<dyn FnMut(Event) + Send>,
}

impl Listener {
    fn run(mut self, orders: &Receiver<Order>) {
        loop {
            let order = match self.open {
                Some(_) => orders.recv_timeout(TURN),
                None => orders.recv().map_err(RecvTimeoutError::from),
            };
            match order {
                Ok(Order::Pause(answer)) => {
                    let closed = self.close();
                    let _gone = answer.send(closed);
                }
                Ok(Order::Resume(choice, answer)) => {
                    let resumed = self.resume(choice);
                    let _gone = answer.send(resumed);
                }
                Err(RecvTimeoutError::Timeout) => self.turn(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        // Only what was dropped by its own sink is still open.
        if let Err(failure) = self.close() {
            (self.sink)(Event::Lost(failure));
        }
    }

    fn resume(&mut self, choice: Option<Choice>) -> Result<(), Failure> {
        match choice {
            Some(choice) => {
                self.close()?;
                self.choice = choice;
            }
            None if self.open.is_some() => return Ok(()),
            None => {}
        }
        let open = device::open(self.choice.as_deref())?;
        self.tape.open(open.rate, open.channels)?;
        self.open = Some(open);
        self.quiet = 0;
        Ok(())
    }

    fn turn(&mut self) {
        if let Err(failure) = self.listen() {
            // What cannot be delivered here has failed for the reason that is told.
            let _same = self.close();
            (self.sink)(Event::Lost(failure));
        }
    }

    /// Takes what was heard; fails when the device is gone.
    fn listen(&mut self) -> Result<(), Failure> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        let count = open.heard.slots();
        self.quiet = if count == 0 { self.quiet + 1 } else { 0 };
        let heard = std::iter::from_fn(|| open.heard.pop().ok()).take(count);
        self.tape.hear(heard, (self.clock)(), &mut *self.sink)?;
        let complaint = open.complaint().map_err(|error| lost().because(error))?;
        match complaint {
            Some(error) if self.quiet >= PATIENCE_WITH_ERRORS => Err(lost().because(error)),
            None if self.quiet >= PATIENCE => Err(lost()),
            _ => Ok(()),
        }
    }

    /// Closes the device and delivers all that it gave.
    fn close(&mut self) -> Result<(), Failure> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        let taken = self
            .tape
            .hear(open.close(), (self.clock)(), &mut *self.sink);
        let closed = self.tape.close(&mut *self.sink);
        taken.and(closed)
    }
}

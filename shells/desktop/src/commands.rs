//! Every operation of the catalogue as a command, and those that only a window needs.

use crate::{
    call::Call,
    events,
    input::Input,
    recorder::{self, Microphone, RecorderEvent, RecorderPlace, RecorderStart},
    shared::Shared,
};
use praxis_features::for_each_operation;
use praxis_kernel::{EventFrame, Failure, Operation, WireFailure};
use praxis_microphone::Capture;
use praxis_runtime::reference;
use tauri::ipc::Channel;

macro_rules! command {
    (call $name:ident: $operation:ty) => {
        #[tauri::command]
        #[specta::specta]
        pub async fn $name(
            call: Call,
            input: Input<<$operation as Operation>::Input>,
        ) -> Result<<$operation as Operation>::Output, WireFailure> {
            call.answer::<$operation>(input).await
        }
    };
    (stream $name:ident: $operation:ty) => {
        #[tauri::command]
        #[specta::specta]
        pub async fn $name(
            call: Call,
            input: Input<<$operation as Operation>::Input>,
            channel: Channel<<$operation as Operation>::Item>,
        ) -> Result<<$operation as Operation>::Output, WireFailure> {
            call.stream::<$operation>(input, channel).await
        }
    };
}
macro_rules! commands {
    ($($kind:ident $name:ident: $operation:ty,)*) => { $( command! { $kind $name: $operation } )* };
}
for_each_operation!(commands);

/// Sends what happens in the signed-in person's clinic, after the frame `last` or from now on,
/// until the session ends or the window closes. A later call takes the place of an earlier one.
#[tauri::command]
#[specta::specta]
pub async fn subscribe_events(
    call: Call,
    last: Option<u32>,
    channel: Channel<EventFrame>,
) -> Result<(), WireFailure> {
    events::subscribe(call.shared().clone(), last, channel).await
}

/// Stops an operation that was called with this `operationId`; answers whether it was still
/// running.
#[tauri::command]
#[specta::specta]
pub async fn cancel_operation(call: Call, operation_id: String) -> Result<bool, WireFailure> {
    Ok(call.shared().cancel(&operation_id))
}

/// The microphones of this computer.
#[tauri::command]
#[specta::specta]
pub async fn recorder_devices(call: Call) -> Result<Vec<Microphone>, WireFailure> {
    on_a_thread(call, |_| recorder::microphones()).await
}

/// Opens the microphone for a recording that was started, and keeps what it hears.
#[tauri::command]
#[specta::specta]
pub async fn recorder_start(
    call: Call,
    start: RecorderStart,
    channel: Channel<RecorderEvent>,
) -> Result<(), WireFailure> {
    on_a_thread(call, |shared| {
        shared.recorder().start(&shared, start, channel)
    })
    .await
}

/// Closes the microphone for private talk; answers how far the recording has come.
#[tauri::command]
#[specta::specta]
pub async fn recorder_pause(call: Call) -> Result<RecorderPlace, WireFailure> {
    on_a_thread(call, |shared| {
        shared.recorder().with(Capture::pause)?;
        Ok(shared.recorder().place())
    })
    .await
}

/// Opens the microphone again, or another one.
#[tauri::command]
#[specta::specta]
pub async fn recorder_resume(call: Call, device: Option<String>) -> Result<(), WireFailure> {
    on_a_thread(call, move |shared| {
        shared.recorder().with(|capture| match &device {
            Some(device) => capture.resume_with(Some(device)),
            None => capture.resume(),
        })
    })
    .await
}

/// Closes the microphone; answers how far the recording has come, when all of that is kept.
#[tauri::command]
#[specta::specta]
pub async fn recorder_stop(call: Call) -> Result<RecorderPlace, WireFailure> {
    let shared = call.shared().clone();
    on_a_thread(call, |shared| shared.recorder().stop()).await?;
    shared.recorder().kept().await;
    Ok(shared.recorder().place())
}

/// Sound cards take their time.
async fn on_a_thread<T: Send + 'static>(
    call: Call,
    work: impl FnOnce(Shared) -> Result<T, Failure> + Send + 'static,
) -> Result<T, WireFailure> {
    let shared = call.shared().clone();
    let reference = reference(shared.runtime().await);
    let done = tauri::async_runtime::spawn_blocking(move || work(shared)).await;
    done.map_err(Failure::internal)
        .flatten()
        .map_err(|failure| {
            if let Some(cause) = failure.cause() {
                tracing::error!(reference, cause = %format!("{cause:#}"), "the microphone failed");
            }
            failure.wire(&reference)
        })
}

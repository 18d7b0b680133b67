//! Every operation of the catalogue as a command, and the two that only a window needs.

use crate::{call::Call, events, input::Input};
use praxis_features::for_each_operation;
use praxis_kernel::{EventFrame, Operation, WireFailure};
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

//! One call from the page: who asks, how to stop it, and the way to `Runtime::invoke`.

use crate::{app::WINDOW, input::Input, shared::Shared};
use praxis_features::Ctx;
use praxis_kernel::{Emit, Failure, FailureType, Operation, WireFailure};
use praxis_runtime::{Request, reference};
use specta::{Types, datatype::DataType, function::FunctionArg};
use std::any::Any;
use tauri::{
    Manager, Runtime,
    ipc::{Channel, CommandArg, CommandItem, InvokeBody, InvokeError},
};

/// Items of a stream that may wait for the page.
const STREAM_ROOM: usize = 16;

/// A call; its `operationId`, where the page gives one, is what `cancel_operation` names.
pub struct Call {
    shared: Shared,
    operation_id: Option<String>,
}

impl<'de, R: Runtime> CommandArg<'de, R> for Call {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        let webview = command.message.webview_ref();
        if webview.label() != WINDOW {
            return Err(InvokeError::from("Not from this window."));
        }
        let operation_id = match command.message.payload() {
            InvokeBody::Json(body) => body.get("operationId").and_then(|id| id.as_str()),
            InvokeBody::Raw(_) => None,
        };
        Ok(Self {
            shared: webview.state::<Shared>().inner().clone(),
            operation_id: operation_id.map(str::to_owned),
        })
    }
}

/// Every command has it, so the page's own list of commands does not name it.
impl FunctionArg for Call {
    fn to_datatype(_: &mut Types) -> Option<DataType> {
        None
    }
}

impl Call {
    /// What the commands share.
    pub const fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Runs an operation that answers once.
    pub async fn answer<O: Operation<Ctx = Ctx>>(
        self,
        input: Input<O::Input>,
    ) -> Result<O::Output, WireFailure> {
        let (out, _nobody) = Emit::channel(1);
        let running = self.shared.begin(self.operation_id);
        invoke::<O>(&self.shared, running.cancel.clone(), input, out).await
    }

    /// Runs an operation that sends items before its answer.
    pub async fn stream<O: Operation<Ctx = Ctx>>(
        self,
        input: Input<O::Input>,
        channel: Channel<O::Item>,
    ) -> Result<O::Output, WireFailure> {
        let (out, mut items) = Emit::channel(STREAM_ROOM);
        let running = self.shared.begin(self.operation_id);
        let pump = async {
            while let Some(item) = items.recv().await {
                // A page that is gone wants no answer either.
                if channel.send(item).is_err() {
                    running.cancel.cancel();
                    break;
                }
            }
        };
        let call = invoke::<O>(&self.shared, running.cancel.clone(), input, out);
        tokio::join!(call, pump).0
    }
}

async fn invoke<O: Operation<Ctx = Ctx>>(
    shared: &Shared,
    cancel: tokio_util::sync::CancellationToken,
    input: Input<O::Input>,
    out: Emit<O::Item>,
) -> Result<O::Output, WireFailure> {
    let runtime = shared.runtime().await;
    let reference = reference(runtime);
    let mut input = input.0.map_err(|failure| failure.wire(&reference))?;
    shared.session().lend(&mut input as &mut dyn Any);
    let token = shared.session().token();
    let request = Request {
        token: token.clone(),
        origin: "desktop".to_owned(),
        reference: reference.clone(),
        unattended: false,
        cancel,
    };
    match runtime.invoke::<O>(request, input, out).await {
        Ok(mut output) => {
            if shared
                .session()
                .settle(&O::META, &mut output as &mut dyn Any)
            {
                return Ok(output);
            }
            tracing::error!(operation = O::META.id, reference, "no tokens to keep");
            let failure = Failure::new(FailureType::Internal, "The session could not be kept.");
            Err(failure.wire(&reference))
        }
        Err(failure) => {
            shared
                .session()
                .refused(&O::META, token.as_deref(), &failure);
            Err(failure)
        }
    }
}

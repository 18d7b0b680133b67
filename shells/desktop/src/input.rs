//! From what a page sent to an operation's input. Whatever was wrong with it comes back as a
//! failure of the one shape, not as a text of the window system.

use praxis_kernel::Failure;
use serde::de::DeserializeOwned;
use serde_json::Value;
use specta::{Type, Types, datatype::DataType, function::FunctionArg};
use tauri::{
    Runtime,
    ipc::{CommandArg, CommandItem, InvokeBody, InvokeError},
};

/// The input of an operation, or why it cannot be read.
pub struct Input<T>(pub Result<T, Failure>);

impl<'de, T: DeserializeOwned, R: Runtime> CommandArg<'de, R> for Input<T> {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        let sent = match command.message.payload() {
            InvokeBody::Json(body) => body.get(command.key).unwrap_or(&Value::Null),
            InvokeBody::Raw(_) => &Value::Null,
        };
        Ok(Self(
            T::deserialize(sent).map_err(|error| Failure::malformed(&error.to_string())),
        ))
    }
}

impl<T: Type> FunctionArg for Input<T> {
    fn to_datatype(types: &mut Types) -> Option<DataType> {
        T::to_datatype(types)
    }
}

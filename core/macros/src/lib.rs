//! The three macros a feature is written with: `#[operation]`, `#[wire]` and `states!`.
//!
//! They write what would otherwise be repeated, and nothing that a reader could not write by hand.

mod operation;
mod states;
mod wire;

use proc_macro::TokenStream;
use syn::{Error, parse_macro_input};

/// Turns a plain `async fn(ctx: &Ctx, input: Input) -> Result<Output, Failure>` into an operation.
///
/// ```ignore
/// /// One patient of the caller's organisation.
/// #[operation(GET "/v1/ehr/patients/{patient_id}", allow = "patient:read", reads = [Patients], errors = [NotFound], tool = Read)]
/// pub async fn get_patient(ctx: &Ctx, input: GetPatient) -> Result<Patient, Failure> { … }
/// ```
///
/// The function stays as it is. Beside it stands an empty type of the same name that implements
/// `praxis_kernel::Operation`; the doc comment, `allow` and every `{placeholder}` are checked here.
#[proc_macro_attribute]
pub fn operation(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let options = parse_macro_input!(attribute as operation::Options);
    let function = parse_macro_input!(item as syn::ItemFn);
    operation::expand(&options, &function)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

/// Gives a type everything that crosses the wire needs: serde, TypeScript (specta) and JSON Schema.
///
/// `#[wire]` is for answers and shared types; `#[wire(input)]` also refuses unknown fields, so that
/// a caller cannot send `organization_id` or `author` and believe that it was heard.
#[proc_macro_attribute]
pub fn wire(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let options = parse_macro_input!(attribute as wire::Options);
    let item = parse_macro_input!(item as syn::DeriveInput);
    wire::expand(&options, &item).into()
}

/// Writes a state machine: the enums of states and events, the table, `can`, `apply`, `allowed`.
///
/// ```ignore
/// states! {
///     /// The life of a visit.
///     machine Visit: VisitStatus, VisitEvent;
///     initial Draft;
///     Start: Draft => InProgress;
///     Finalize: Draft | InProgress => Finalized;
/// }
/// ```
///
/// An unknown initial state, a state that cannot be reached and an event that is ambiguous in a
/// state do not compile.
#[proc_macro]
pub fn states(input: TokenStream) -> TokenStream {
    let machine = parse_macro_input!(input as states::Machine);
    states::expand(&machine)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

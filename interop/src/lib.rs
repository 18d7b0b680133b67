//! praxis-interop
pub mod patients;
pub mod transcripts;

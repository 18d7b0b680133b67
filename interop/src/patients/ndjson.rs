//! One FHIR resource a line.

use super::lines::Lines;
use super::resource::Loose;
use super::{Flaw, Item, ReadError, fhir};
use praxis_kernel::Rule;
use serde::Deserialize;
use std::io::BufRead;
use std::ops::ControlFlow;

/// Longest line.
const LINE_BYTES: u64 = 16 * 1024 * 1024;

pub fn read(
    input: impl BufRead,
    each: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Result<(), ReadError> {
    let mut lines = Lines::new(input, LINE_BYTES);
    while let Some(line) = lines.next()? {
        if line.is_blank() {
            continue;
        }
        let item = if line.cut {
            Flaw::whole(Rule::TooLong, "The line is too long.").at(line.number)
        } else {
            match parse(&line.bytes) {
                Ok(found) => fhir::item(found, line.number),
                Err(_) => {
                    Flaw::whole(Rule::Malformed, "The line is not valid JSON.").at(line.number)
                }
            }
        };
        if each(item).is_break() {
            break;
        }
    }
    Ok(())
}

fn parse(line: &[u8]) -> serde_json::Result<Loose> {
    let mut json = serde_json::Deserializer::from_slice(line);
    let found = Loose::deserialize(&mut json)?;
    json.end()?;
    Ok(found)
}

//! One JSON document: a bundle whose entries stream by, or a single resource.

use super::resource::{AnyValue, Loose, Resource, Shape};
use super::{Flaw, Item, ReadError, fhir};
use praxis_kernel::Rule;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::io::BufRead;
use std::marker::PhantomData;
use std::ops::ControlFlow;

pub fn read(
    mut input: impl BufRead,
    each: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Result<(), ReadError> {
    if input.fill_buf()?.is_empty() {
        return Err(ReadError::Empty);
    }
    let mut sink = Sink {
        each,
        stopped: false,
    };
    let mut json = serde_json::Deserializer::from_reader(input);
    let found = Document { sink: &mut sink }.deserialize(&mut json);
    if sink.stopped {
        return Ok(());
    }
    let resource = found?;
    json.end()?;
    if resource.is_not("Bundle") {
        sink.give(fhir::item(Loose::Resource(resource), 1));
    }
    Ok(())
}

/// Where items go, until it has had enough.
struct Sink<'a> {
    each: &'a mut dyn FnMut(Item) -> ControlFlow<()>,
    stopped: bool,
}

impl Sink<'_> {
    fn give(&mut self, item: Item) {
        self.stopped = (self.each)(item).is_break();
    }
}

/// The object that the file is.
struct Document<'a, 'b> {
    sink: &'a mut Sink<'b>,
}

impl<'de> DeserializeSeed<'de> for Document<'_, '_> {
    type Value = Resource;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Resource, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document<'_, '_> {
    type Value = Resource;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a FHIR resource")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Resource, A::Error> {
        let mut resource = Resource::default();
        while let Some(key) = map.next_key::<String>()? {
            if key == "entry" && !resource.is_not("Bundle") {
                map.next_value_seed(Entries {
                    sink: &mut *self.sink,
                })?;
            } else {
                resource.take(key, &mut map)?;
            }
        }
        if resource.kind.is_none() {
            return Err(A::Error::custom("no resourceType"));
        }
        Ok(resource)
    }
}

/// `Bundle.entry`.
struct Entries<'a, 'b> {
    sink: &'a mut Sink<'b>,
}

impl<'de> DeserializeSeed<'de> for Entries<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("entries")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut number = 0_u32;
        while let Some(entry) = entries.next_element::<Entry>()? {
            number = number.saturating_add(1);
            match entry {
                Entry::Resource(found) => self.sink.give(fhir::item(found, number)),
                Entry::Without => {}
                Entry::Other => self
                    .sink
                    .give(Flaw::whole(Rule::Malformed, "The entry is not an object.").at(number)),
            }
            if self.sink.stopped {
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// One entry of a bundle.
enum Entry {
    Resource(Loose),
    /// Only a request or a response.
    Without,
    Other,
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue(PhantomData))
    }
}

impl Shape for Entry {
    const OTHER: Self = Self::Other;

    fn object<'de, A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut entry = Self::Without;
        while let Some(key) = map.next_key::<String>()? {
            if key == "resource" {
                entry = Self::Resource(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(entry)
    }
}

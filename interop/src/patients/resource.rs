//! A FHIR resource of which only what a patient is made of is kept; the rest is skipped as it streams by.

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;
use std::marker::PhantomData;

/// Elements of a Patient that are read.
const KEPT: &[&str] = &[
    "id",
    "meta",
    "identifier",
    "name",
    "gender",
    "birthDate",
    "telecom",
    "address",
    "contact",
    "extension",
];

/// The elements of a resource that matter.
#[derive(Debug, Default)]
pub struct Resource {
    /// `resourceType`, as it stands there.
    pub kind: Option<Value>,
    /// Those of [`KEPT`] that are there.
    pub elements: Map<String, Value>,
}

impl Resource {
    /// Whether the type is known, and another one.
    pub fn is_not(&self, kind: &str) -> bool {
        self.kind.as_ref().is_some_and(|found| found != kind)
    }

    /// Takes the value of a key that the map has just given.
    pub fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: String,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if key == "resourceType" {
            self.kind = Some(map.next_value()?);
            if self.is_not("Patient") {
                self.elements.clear();
            }
        } else if KEPT.contains(&key.as_str()) && !self.is_not("Patient") {
            let value = map.next_value()?;
            self.elements.insert(key, value);
        } else {
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// A resource, or any other value where one should stand.
#[derive(Debug)]
pub enum Loose {
    Resource(Resource),
    Other,
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue(PhantomData))
    }
}

impl Shape for Loose {
    const OTHER: Self = Self::Other;

    fn object<'de, A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut resource = Resource::default();
        while let Some(key) = map.next_key::<String>()? {
            resource.take(key, &mut map)?;
        }
        Ok(Self::Resource(resource))
    }
}

/// Something that should be an object, and must not end the reading when it is not.
pub trait Shape: Sized {
    /// What stands for everything else.
    const OTHER: Self;
    /// Reads the object.
    fn object<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// Takes any value.
pub struct AnyValue<T>(pub PhantomData<T>);

impl<'de, T: Shape> Visitor<'de> for AnyValue<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::object(map)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<T, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(T::OTHER)
    }
    fn visit_bool<E>(self, _: bool) -> Result<T, E> {
        Ok(T::OTHER)
    }
    fn visit_i64<E>(self, _: i64) -> Result<T, E> {
        Ok(T::OTHER)
    }
    fn visit_u64<E>(self, _: u64) -> Result<T, E> {
        Ok(T::OTHER)
    }
    fn visit_f64<E>(self, _: f64) -> Result<T, E> {
        Ok(T::OTHER)
    }
    fn visit_str<E>(self, _: &str) -> Result<T, E> {
        Ok(T::OTHER)
    }
    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::OTHER)
    }
}

//! Every operation of the catalogue, and the smallest input that it can read.

use praxis_features::{Ctx, for_each_operation};
use praxis_kernel::{Meta, Operation};
use serde_json::{Value, json};
use uuid::Uuid;

pub fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
        .to_owned()
}

pub fn encode(text: &str) -> String {
    let safe = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    text.bytes()
        .map(|b| {
            if safe(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

/// Where the fields of an input travel: in the path, the query or the body.
pub fn route(meta: &Meta, input: &Value) -> (String, Value) {
    let mut path = meta.path.to_owned();
    let mut left = input.as_object().cloned().unwrap_or_default();
    let plain = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    for name in left.keys().cloned().collect::<Vec<_>>() {
        let place = format!("{{{name}}}");
        if path.contains(&place)
            && let Some(value) = left.remove(&name)
        {
            path = path.replace(&place, &encode(&plain(&value)));
        }
    }
    if meta.method.has_body() {
        return (path, Value::Object(left));
    }
    let pairs: Vec<String> = left
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| format!("{name}={}", encode(&plain(value))))
        .collect();
    if !pairs.is_empty() {
        path = format!("{path}?{}", pairs.join("&"));
    }
    (path, Value::Null)
}

/// Every operation of the catalogue.
pub fn operations() -> Vec<&'static Meta> {
    fn meta<O: Operation<Ctx = Ctx>>() -> &'static Meta {
        &O::META
    }
    macro_rules! list {
        ($($kind:ident $name:ident: $operation:ty,)*) => { vec![$( meta::<$operation>(), )*] };
    }
    for_each_operation!(list)
}

pub fn operation(id: &str) -> &'static Meta {
    let found = operations().into_iter().find(|meta| meta.id == id);
    found.unwrap_or_else(|| panic!("there is no operation {id}"))
}

/// The smallest input that an operation can read, from its published schema; identifiers come from
/// the caller.
pub fn sample(meta: &Meta, ids: &dyn Fn(&str) -> String) -> Value {
    static DOCUMENT: std::sync::OnceLock<Value> = std::sync::OnceLock::new();
    let document = DOCUMENT.get_or_init(praxis_server::openapi);
    let entry = &document["paths"][meta.path][meta.method.name().to_lowercase()];
    let mut input = serde_json::Map::new();
    for parameter in entry["parameters"].as_array().into_iter().flatten() {
        if parameter["required"] == json!(true) {
            let name = text(&parameter["name"]);
            let value = smallest(document, &parameter["schema"], &name, ids);
            input.insert(name, value);
        }
    }
    let body = &entry["requestBody"]["content"]["application/json"]["schema"];
    if let Value::Object(fields) = smallest(document, body, "", ids) {
        input.extend(fields);
    }
    Value::Object(input)
}

fn smallest(document: &Value, schema: &Value, name: &str, ids: &dyn Fn(&str) -> String) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return smallest(document, document.pointer(pointer).unwrap(), name, ids);
    }
    for choices in ["oneOf", "anyOf", "enum"] {
        if let Some(first) = schema[choices].get(0) {
            return if choices == "enum" {
                first.clone()
            } else {
                smallest(document, first, name, ids)
            };
        }
    }
    if !schema["const"].is_null() {
        return schema["const"].clone();
    }
    let kind = schema["type"]
        .as_str()
        .or_else(|| schema["type"][0].as_str());
    match kind {
        Some("object") => {
            let required = schema["required"].as_array().into_iter().flatten();
            let fields = required.map(|field| {
                let field = text(field);
                let value = smallest(document, &schema["properties"][&field], &field, ids);
                (field, value)
            });
            Value::Object(fields.collect())
        }
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(false),
        Some("array") if name == "roles" => json!(["viewer"]),
        Some("array") => json!([]),
        Some("string") if name.ends_with("_at") => json!("2026-11-21T08:00:00Z"),
        Some("string") if schema["format"] == "date" => json!("2026-11-21"),
        Some("string") => json!(ids(name)),
        _ => Value::Null,
    }
}

/// Identifiers of nothing.
pub fn nothing(name: &str) -> String {
    if name.ends_with("_id") {
        Uuid::now_v7().to_string()
    } else {
        format!("some {name}")
    }
}

//! What the server can be asked, for programs: OpenAPI 3.1 and the tool list for models.

use axum::Json;
use praxis_features::{Ctx, for_each_operation};
use praxis_kernel::{Meta, Operation, Tool, WireFailure};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// The OpenAPI 3.1 document.
pub async fn serve_openapi() -> Json<Value> {
    Json(openapi())
}

/// The operations that models may call.
pub async fn serve_tools() -> Json<Value> {
    Json(tools())
}

/// The OpenAPI 3.1 document of the whole catalogue.
pub fn openapi() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    let mut document = Document {
        generator: settings.into_generator(),
        paths: Map::new(),
    };
    macro_rules! add {
        ($($kind:ident $name:ident: $operation:ty,)*) => { $( document.add::<$operation>(); )* };
    }
    for_each_operation!(add);
    document.finish()
}

struct Document {
    generator: SchemaGenerator,
    paths: Map<String, Value>,
}

impl Document {
    fn add<O: Operation<Ctx = Ctx>>(&mut self) {
        let meta = &O::META;
        let input = inline::<O::Input>(&mut self.generator);
        let output = self.generator.subschema_for::<O::Output>().to_value();
        let (mut summary, description) = meta.doc.split_once(['.', '\n']).unwrap_or((meta.doc, ""));
        summary = summary.trim();
        let content = if meta.streams {
            let item = self.generator.subschema_for::<O::Item>().to_value();
            let failure = self.generator.subschema_for::<WireFailure>().to_value();
            let event = |name: &str, data: Value| {
                json!({
                    "type": "object",
                    "properties": {
                        "event": { "const": name },
                        "data": { "type": "string", "contentMediaType": "application/json", "contentSchema": data }
                    },
                    "required": ["event", "data"]
                })
            };
            // Of one event of the stream: items first, and then how it ended.
            let events = [
                event("item", item),
                event("done", output),
                event("error", failure),
            ];
            json!({ "text/event-stream": { "schema": { "oneOf": events } } })
        } else {
            json!({ "application/json": { "schema": output } })
        };
        let mut responses = Map::new();
        responses.insert(
            meta.status.to_string(),
            json!({ "description": "Success", "content": content }),
        );
        for status in statuses(meta) {
            responses.insert(
                status.to_string(),
                json!({ "$ref": "#/components/responses/Failure" }),
            );
        }
        let mut entry = json!({
            "operationId": meta.id,
            "summary": summary,
            "description": format!("{}{description}", if description.is_empty() { "" } else { summary }),
            "x-permission": meta.allow,
            "responses": responses,
        });
        if description.trim().is_empty() {
            entry["description"] = json!(meta.doc);
        } else {
            entry["description"] = json!(meta.doc.replace('\n', " "));
        }
        if meta.allow == "public" {
            entry["security"] = json!([]);
        }
        split(meta, input, &mut entry);
        let path = self
            .paths
            .entry(meta.path)
            .or_insert_with(|| Value::Object(Map::new()));
        path[meta.method.name().to_lowercase()] = entry;
    }

    fn finish(mut self) -> Value {
        let failure = self.generator.subschema_for::<WireFailure>().to_value();
        let schemas = self.generator.take_definitions(true);
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Praxis",
                "version": env!("CARGO_PKG_VERSION"),
                "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" }
            },
            "servers": [{ "url": "/" }],
            "security": [{ "bearer": [] }],
            "paths": self.paths,
            "components": {
                "schemas": schemas,
                "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } },
                "responses": { "Failure": {
                    "description": "What went wrong, in one shape",
                    "content": { "application/json": { "schema": failure } }
                } }
            }
        })
    }
}

/// Statuses that the operation's contract names, and those that any operation may answer.
fn statuses(meta: &Meta) -> Vec<u16> {
    use praxis_kernel::FailureType as F;
    let always = [
        F::Validation,
        F::TooLarge,
        F::Cancelled,
        F::Internal,
        F::Unavailable,
        F::Timeout,
        F::StorageFull,
    ];
    let mut statuses: Vec<u16> = always
        .iter()
        .chain(meta.errors)
        .map(|e| e.status())
        .collect();
    if meta.allow != "public" {
        statuses.push(F::Unauthenticated.status());
    }
    // Another site's page is refused everywhere, whoever is signed in.
    statuses.push(F::Forbidden.status());
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

/// The schema of an input with its fields at hand, not behind a reference.
fn inline<T: schemars::JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    T::json_schema(generator).to_value()
}

/// Path placeholders become path parameters; the rest is the query or the body.
fn split(meta: &Meta, mut input: Value, entry: &mut Value) {
    let required: Vec<String> = input["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    let properties = input["properties"].as_object().cloned().unwrap_or_default();
    let mut parameters = vec![];
    for (name, schema) in &properties {
        let in_path = meta.path.contains(&format!("{{{name}}}"));
        if in_path || !meta.method.has_body() {
            parameters.push(json!({
                "name": name,
                "in": if in_path { "path" } else { "query" },
                "required": in_path || required.contains(name),
                "description": schema["description"],
                "schema": without_null(schema),
            }));
        }
        if in_path && let Some(fields) = input["properties"].as_object_mut() {
            fields.remove(name);
        }
    }
    if !parameters.is_empty() {
        entry["parameters"] = json!(parameters);
    }
    if meta.method.has_body() {
        let left: Vec<String> = required
            .into_iter()
            .filter(|name| input["properties"].get(name).is_some())
            .collect();
        input["required"] = json!(left);
        entry["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": input } }
        });
    }
}

/// A query has no null: what is optional is left out.
fn without_null(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(fields) = schema.as_object_mut() {
        fields.remove("description");
        fields.remove("default");
    }
    if let Some(types) = schema["type"].as_array() {
        let left: Vec<Value> = types.iter().filter(|t| **t != "null").cloned().collect();
        if let [one] = left.as_slice() {
            schema["type"] = one.clone();
        }
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let left: Vec<Value> = choices
            .iter()
            .filter(|choice| choice["type"] != "null")
            .cloned()
            .collect();
        if let [one] = left.as_slice() {
            schema = one.clone();
        }
    }
    if let Some(fields) = schema.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    schema
}

/// The operations that models may call, as MCP describes tools.
pub fn tools() -> Value {
    let mut list: Vec<Value> = vec![];
    macro_rules! add {
        ($($kind:ident $name:ident: $operation:ty,)*) => { $( list.extend(tool::<$operation>()); )* };
    }
    for_each_operation!(add);
    json!({ "tools": list })
}

fn tool<O: Operation<Ctx = Ctx>>() -> Option<Value> {
    let meta = &O::META;
    let tool = meta.tool?;
    let generator = SchemaSettings::draft2020_12().into_generator();
    Some(json!({
        "name": meta.id,
        "description": meta.doc.replace('\n', " "),
        "inputSchema": generator.into_root_schema_for::<O::Input>(),
        "annotations": { "readOnlyHint": tool == Tool::Read, "destructiveHint": false },
        "x-needs-confirmation": tool == Tool::Confirm,
        "x-permission": meta.allow,
    }))
}

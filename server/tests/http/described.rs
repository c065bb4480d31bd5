//! What the description of the REST interface says of an answer: every answer that any test gets
//! is held against it, field by field.

use crate::client::{Answer, Client};
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// Where the description stands.
const DESCRIPTION: &str = "/api/v1/openapi.json";

static DESCRIBED: OnceCell<Described> = OnceCell::const_new();

/// The description, and what was made of it so far.
struct Described {
    document: Value,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// Passes when the answer is what the description says of that door and status. Doors and methods
/// that are not described are other tests' business.
pub(crate) async fn check(client: &Client, method: &str, path: &str, answer: &Answer) {
    let path = path.split('?').next().unwrap_or_default();
    let is_json = answer.header("content-type").contains("json");
    let is_rest = path.starts_with("/api/v1/") || path.starts_with("/access/v1/");
    if !is_rest || !is_json || path == DESCRIPTION || answer.status >= 500 {
        return;
    }
    let described = DESCRIBED.get_or_init(|| Described::read(client)).await;
    if let Err(problem) = described.holds(method, path, answer) {
        panic!("{method} {path} answers {} {}, but {problem}", answer.status, answer.text);
    }
}

impl Described {
    async fn read(client: &Client) -> Self {
        let anybody = Client::new(client.address);
        let mut document: Value = Box::pin(anybody.get(DESCRIPTION)).await.json();
        let mixed = mixed(&document);
        close(&mut document, &mixed);
        Self { document, validators: Mutex::default() }
    }

    fn holds(&self, method: &str, path: &str, answer: &Answer) -> Result<(), String> {
        let Some((template, item)) = self.item(path) else { return Ok(()) };
        let Some(operation) = item.get(method.to_lowercase()) else { return Ok(()) };
        let status = answer.status.to_string();
        let family = format!("{}XX", answer.status / 100);
        let responses = &operation["responses"];
        let response = responses.get(&status).or_else(|| responses.get(&family));
        let response = response.ok_or("the description does not know this status")?;
        let kind = answer.header("content-type").split(';').next().unwrap_or_default();
        let schema = &response["content"][kind]["schema"];
        if schema.is_null() {
            return Err(format!("the description knows no {kind} there"));
        }
        let validator = self.validator(&format!("{method} {template} {status}"), schema);
        let body = answer.json();
        let wrong: Vec<_> = validator
            .iter_errors(&body)
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect();
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
    }

    /// The described path that `path` is one of: the one with most words of its own.
    fn item(&self, path: &str) -> Option<(&String, &Value)> {
        let words: Vec<_> = path.split('/').collect();
        let fits = |template: &str| {
            let parts: Vec<_> = template.split('/').collect();
            let is_it = |(part, word): (&&str, &&str)| part.starts_with('{') || part == word;
            parts.len() == words.len() && parts.iter().zip(&words).all(is_it)
        };
        let own = |template: &str| template.split('/').filter(|it| !it.starts_with('{')).count();
        let paths = self.document["paths"].as_object()?;
        paths.iter().filter(|(template, _)| fits(template)).max_by_key(|(it, _)| own(it))
    }

    fn validator(&self, key: &str, schema: &Value) -> Arc<Validator> {
        let mut known = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || {
            let whole = json!({ "allOf": [schema], "components": self.document["components"] });
            Arc::new(jsonschema::validator_for(&whole).expect("the description is a schema"))
        };
        Arc::clone(known.entry(key.to_owned()).or_insert_with(make))
    }
}

/// The schemas that others are put together of: what these have beside is not theirs.
fn mixed(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    match value {
        Value::Object(fields) => {
            for part in fields.get("allOf").and_then(Value::as_array).into_iter().flatten() {
                found.extend(part["$ref"].as_str().map(str::to_owned));
            }
            fields.values().for_each(|field| found.extend(mixed(field)));
        }
        Value::Array(items) => items.iter().for_each(|item| found.extend(mixed(item))),
        _ => {}
    }
    found
}

/// Makes of every described object one that has no other fields.
fn close(document: &mut Value, mixed: &BTreeSet<String>) {
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return };
    for (name, schema) in schemas {
        if !mixed.contains(&format!("#/components/schemas/{name}")) {
            close_all(schema);
        }
    }
}

fn close_all(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            let is_closed = fields.contains_key("additionalProperties");
            if fields.get("properties").is_some_and(Value::is_object) && !is_closed {
                fields.insert("additionalProperties".to_owned(), json!(false));
            }
            let parts = fields.iter_mut().filter(|(name, _)| *name != "allOf");
            parts.for_each(|(_, part)| close_all(part));
        }
        Value::Array(items) => items.iter_mut().for_each(close_all),
        _ => {}
    }
}

/// A description of one door, for the tests of this very module.
fn described(schema: Value) -> Described {
    let mut responses = Map::new();
    responses
        .insert("200".into(), json!({ "content": { "application/json": { "schema": schema } } }));
    let document = json!({ "paths": { "/api/v1/it": { "get": { "responses": responses } } } });
    Described { document, validators: Mutex::default() }
}

#[test]
fn an_answer_that_is_not_as_described_is_found_out() {
    let described = described(json!({ "type": "object", "required": ["id"] }));
    let answer = |text: &str| {
        let mut headers = hyper::HeaderMap::new();
        headers.insert("content-type", "application/json".parse().expect("a header"));
        Answer { status: 200, headers, text: text.to_owned() }
    };
    assert_eq!(described.holds("GET", "/api/v1/it", &answer(r#"{"id": 1}"#)), Ok(()));
    assert!(described.holds("GET", "/api/v1/it", &answer("{}")).is_err());
    let unknown = Answer { status: 201, ..answer("{}") };
    assert!(described.holds("GET", "/api/v1/it", &unknown).is_err());
}

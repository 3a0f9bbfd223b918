//! The function of docs/conformance.md on lambda_runtime.

use lambda_runtime::{
    run, service_fn, spawn_graceful_shutdown_handler,
    streaming::{channel, Body, Response},
    Context, Diagnostic, Error, FunctionResponse, LambdaEvent,
};
use serde::Serialize;
use serde_json::value::{to_raw_value, RawValue};
use std::{collections::BTreeMap, env, process, time::Duration};

/// A JSON document, passed on as it is written.
type Json = Box<RawValue>;

enum Request {
    Echo { payload: Option<Json> },
    Throw { r#type: String, message: String },
    Sleep { ms: u64 },
    Context,
    Env,
    Large { bytes: usize },
    Exit { code: Option<i32> },
    Stream { payload: Option<Json> },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ContextSeen {
    request_id: String,
    deadline_ms: u64,
    invoked_function_arn: String,
    trace_id: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    if env::var_os("CONFORMANCE_FAIL_AT_LOAD").is_some_and(|value| !value.is_empty()) {
        // The client has no way to report an error of init: a program in Rust ends itself.
        return Err("asked to fail at load".into());
    }
    if env::var_os("CONFORMANCE_SIGTERM").is_some_and(|value| !value.is_empty()) {
        // The client registers an internal extension then: without any, Lambda sends no SIGTERM.
        spawn_graceful_shutdown_handler(|| async { eprintln!("asked to end") }).await;
    }
    run(service_fn(handle)).await
}

async fn handle(event: LambdaEvent<Json>) -> Result<FunctionResponse<Json, Body>, Diagnostic> {
    let LambdaEvent { payload, context } = event;
    let Some(request) = request_of(&payload) else {
        return Ok(FunctionResponse::BufferedResponse(payload));
    };
    let answer = match request {
        Request::Echo { payload } => json(&payload),
        Request::Throw { r#type, message } => Err(Diagnostic {
            error_type: r#type,
            error_message: message,
        }),
        Request::Sleep { ms } => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            json(&())
        }
        Request::Context => json(&context_seen(context)),
        Request::Env => json(&env::vars().collect::<BTreeMap<_, _>>()),
        Request::Large { bytes } => json(&"x".repeat(bytes)),
        Request::Exit { code } => process::exit(code.unwrap_or(0)),
        Request::Stream { payload } => {
            return Ok(FunctionResponse::StreamingResponse(in_halves(json(
                &payload,
            )?)));
        }
    };
    answer.map(FunctionResponse::BufferedResponse)
}

/// What the event asks for; none for any other JSON.
fn request_of(event: &RawValue) -> Option<Request> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(event.get()).ok()?;
    let text = |name| serde_json::from_str::<String>(fields.get(name)?.get()).ok();
    let number = |name| serde_json::from_str::<i64>(fields.get(name)?.get()).ok();
    let payload = || fields.get("payload").map(|&value| value.to_owned());
    Some(match text("action")?.as_str() {
        "echo" => Request::Echo { payload: payload() },
        "throw" => Request::Throw {
            r#type: text("type")?,
            message: text("message")?,
        },
        "sleep" => Request::Sleep {
            ms: number("ms")?.try_into().ok()?,
        },
        "context" => Request::Context,
        "env" => Request::Env,
        "large" => Request::Large {
            bytes: number("bytes")?.try_into().ok()?,
        },
        "exit" => Request::Exit {
            code: number("code").and_then(|code| code.try_into().ok()),
        },
        "stream" => Request::Stream { payload: payload() },
        _ => return None,
    })
}

fn context_seen(context: Context) -> ContextSeen {
    ContextSeen {
        request_id: context.request_id,
        deadline_ms: context.deadline,
        invoked_function_arn: context.invoked_function_arn,
        trace_id: context.xray_trace_id,
    }
}

fn json<T: Serialize>(value: &T) -> Result<Json, Diagnostic> {
    to_raw_value(value).map_err(|error| Diagnostic {
        error_type: "Function.NotJson".into(),
        error_message: error.to_string(),
    })
}

/// The client puts a prelude of JSON and eight NUL bytes before the stream: an answer to an HTTP request.
fn in_halves(document: Json) -> Response<Body> {
    let bytes = document.get().as_bytes().to_vec();
    let (mut sender, body) = channel();
    tokio::spawn(async move {
        let (first, second) = bytes.split_at(bytes.len().div_ceil(2));
        let _ = sender.send_data(first.to_vec().into()).await;
        // A pause, so that the halves leave apart.
        tokio::time::sleep(Duration::from_millis(100)).await;
        let _ = sender.send_data(second.to_vec().into()).await;
    });
    Response::from(body)
}

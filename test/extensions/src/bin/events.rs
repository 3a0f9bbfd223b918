//! Registers for INVOKE and SHUTDOWN, and records both.

use extensions::record;
use lambda_extension::{service_fn, Error, Extension, LambdaEvent, NextEvent};
use serde_json::{json, Value};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    Extension::new()
        .with_events(&["INVOKE", "SHUTDOWN"])
        .with_events_processor(service_fn(|event: LambdaEvent| async move {
            record("events", &as_json(&event.next));
            Ok::<(), Error>(())
        }))
        .run()
        .await
}

/// The crate reads events and does not write them.
fn as_json(event: &NextEvent) -> Value {
    match event {
        NextEvent::Invoke(invoke) => json!({
            "eventType": "INVOKE",
            "deadlineMs": invoke.deadline_ms,
            "requestId": invoke.request_id,
            "invokedFunctionArn": invoke.invoked_function_arn,
            "tracing": { "type": invoke.tracing.r#type, "value": invoke.tracing.value },
        }),
        NextEvent::Shutdown(shutdown) => json!({
            "eventType": "SHUTDOWN",
            "deadlineMs": shutdown.deadline_ms,
            "shutdownReason": shutdown.shutdown_reason,
        }),
    }
}

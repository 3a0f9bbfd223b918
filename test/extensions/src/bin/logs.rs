//! Subscribes to the Logs API with the crate's processor, and records every entry.

use extensions::{port, record};
use lambda_extension::{service_fn, Error, Extension, LambdaLog, LogBuffering, SharedService};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let processor = SharedService::new(service_fn(|logs: Vec<LambdaLog>| async move {
        for log in &logs {
            // The crate reads entries and does not write them as JSON; this is how it shows one.
            record(
                "logs",
                &json!({ "time": log.time.to_rfc3339(), "record": format!("{:?}", log.record) }),
            );
        }
        Ok::<(), Error>(())
    }));
    Extension::new()
        .with_events(&["INVOKE", "SHUTDOWN"])
        .with_log_types(&["platform", "function", "extension"])
        .with_log_buffering(LogBuffering {
            timeout_ms: 25,
            ..LogBuffering::default()
        })
        .with_log_port_number(port())
        .with_logs_processor(processor)
        .run()
        .await
}

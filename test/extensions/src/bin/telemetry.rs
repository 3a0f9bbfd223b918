//! Subscribes to the Telemetry API with the crate's processor, and records every event.

use extensions::{port, record};
use lambda_extension::{
    service_fn, Error, Extension, LambdaTelemetry, LogBuffering, SharedService,
};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let processor = SharedService::new(service_fn(|events: Vec<LambdaTelemetry>| async move {
        for event in &events {
            record("telemetry", &serde_json::to_value(event)?);
        }
        Ok::<(), Error>(())
    }));
    Extension::new()
        .with_events(&["INVOKE", "SHUTDOWN"])
        .with_telemetry_types(&["platform", "function", "extension"])
        .with_telemetry_buffering(LogBuffering {
            timeout_ms: 25,
            ..LogBuffering::default()
        })
        .with_telemetry_port_number(port())
        .with_telemetry_processor(processor)
        .run()
        .await
}

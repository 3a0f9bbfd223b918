//! Greets whom the event names, on lambda_runtime.
use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Event {
    whom: String,
}

#[derive(Serialize)]
struct Answer {
    greeting: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(greet)).await
}

async fn greet(event: LambdaEvent<Event>) -> Result<Answer, Error> {
    let greeting = format!("Hello, {}", event.payload.whom);
    Ok(Answer { greeting })
}

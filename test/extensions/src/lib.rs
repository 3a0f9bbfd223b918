//! What the extensions of the tests have in common.

use serde_json::{json, Value};
use std::{env, fs::OpenOptions, io::Write, net::TcpListener, time::SystemTime};

/// Appends a line `{"extension":…,"atMs":…,"got":…}` to the file that EXTENSION_RECORD names; nothing without it.
/// `atMs` is the calendar's time in milliseconds. A line is one write, so that extensions can share a file.
pub fn record(extension: &str, got: &Value) {
    let Ok(path) = env::var("EXTENSION_RECORD") else {
        return;
    };
    let line = format!(
        "{}\n",
        json!({ "extension": extension, "atMs": now_ms(), "got": got })
    );
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .and_then(|mut file| file.write_all(line.as_bytes()))
        .unwrap_or_else(|error| panic!("{path}: {error}"));
}

/// The port of EXTENSION_PORT, else a free one: on a plain host all environments share their ports.
pub fn port() -> u16 {
    match env::var("EXTENSION_PORT") {
        Ok(port) => port.parse().expect("EXTENSION_PORT: expected a number"),
        Err(_) => TcpListener::bind("0.0.0.0:0")
            .and_then(|listener| listener.local_addr())
            .expect("expected a free port")
            .port(),
    }
}

fn now_ms() -> u128 {
    SystemTime::UNIX_EPOCH
        .elapsed()
        .map_or(0, |elapsed| elapsed.as_millis())
}

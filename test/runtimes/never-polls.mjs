// Runs, and never asks for an event.
setInterval(() => {}, 1000);

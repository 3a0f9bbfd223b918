// Runs, and never says a word.
setInterval(() => {}, 60_000);

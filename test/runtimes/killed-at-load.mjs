// Ends by a signal before its first poll.
process.kill(process.pid, "SIGKILL");

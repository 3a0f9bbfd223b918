/* The first process of a sandbox container: starts the extensions and the runtime when the harness tells it to, reaps, starts
 * anew after a reset, and relays connections to the sandbox's loopback interface. What it says and hears is described in
 * src/targets/docker/init-frames.ts.
 *
 *   sandbox-init HOST:PORT TOKEN
 */
#include "syscalls.h"

enum { HELLO = 1, STARTED, OUTPUT, EXITED, EMPTY, REFUSED, RELAY, COST = 9, LAUNCH = 16, SIGNAL, RESET, CONNECT, ASK };
enum { TOKEN_BYTES = 32, HEADER_BYTES = 12, BUFFER_BYTES = 65536, MAX_PAYLOAD = 1 << 20, MAX_WORDS = 4096 };
enum { MAX_PROCESSES = 64, MAX_RELAYS = 64, STREAMS = 3, MAX_POLLED = 2 + MAX_PROCESSES * STREAMS + MAX_RELAYS * 2 };
enum { EXIT_UNREACHABLE = 111, EXIT_NOT_FIRST = 112 };
enum { CLOCK_MONOTONIC_ = 1, CLOCK_PROCESS_CPUTIME_ = 2 };

/* A process that was launched. It is forgotten when it has ended and its pipes have, or at a reset. */
struct process {
  uint32_t id;
  int32_t pid; /* 0: it has ended */
  int32_t streams[STREAMS]; /* stdout, stderr, frames; -1: closed */
  uint8_t used;
};

/* One direction of a relay: what was read from `from` and not yet taken by `to`. */
struct flow {
  uint32_t start, end;
  uint8_t ended, passed;
  uint8_t bytes[BUFFER_BYTES];
};

struct relay {
  uint32_t id;
  int32_t inside, outside; /* -1: not there */
  uint8_t used, connecting;
  struct flow in, out; /* towards the sandbox, towards the harness */
};

static struct process processes[MAX_PROCESSES];
static struct relay relays[MAX_RELAYS];
static uint8_t input[HEADER_BYTES + MAX_PAYLOAD];
static uint32_t input_length;
static uint8_t buffer[BUFFER_BYTES];
static char *words[MAX_WORDS];
static const char *token;
static struct address harness;
static int32_t control = -1, signals = -1;
/* What the engine's own program used in this process before it became this one. */
static uint64_t used_before;
/* Shared with a child until it has become another program: what stood in its way. */
static volatile int32_t *launch_error;

static uint64_t now(int clock) {
  struct timespec_ time;
  CALL2(clock_gettime, clock, &time);
  return (uint64_t)time.seconds * 1000000000u + (uint64_t)time.nanoseconds;
}

static size_t length_of(const char *text) {
  size_t length = 0;
  while (text[length] != 0) length++;
  return length;
}

__attribute__((noreturn)) static void stop(int code) {
  CALL1(exit_group, code);
  __builtin_unreachable();
}

static void fail(int code, const char *message) {
  CALL3(write, 2, message, length_of(message));
  stop(code);
}

/* Everything in the sandbox ends with its first process. */
static void end_all(void) {
  CALL2(kill, -1, SIG_KILL);
  stop(0);
}

static void write_whole(int32_t socket, const uint8_t *bytes, size_t count) {
  while (count > 0) {
    long sent = CALL6(sendto, socket, bytes, count, MSG_NOSIGNAL_, 0, 0);
    if (sent == -E_INTR) continue;
    if (sent <= 0) {
      if (socket == control) end_all();
      return;
    }
    bytes += sent;
    count -= (size_t)sent;
  }
}

static void send_frame(int32_t socket, uint8_t type, uint32_t id, uint8_t source, const void *payload, uint32_t length) {
  /* Header and payload in one call: in two, the first would travel alone. */
  static uint8_t frame[HEADER_BYTES + BUFFER_BYTES];
  uint32_t numbers[3] = {length, id, (uint32_t)type | (uint32_t)source << 8};
  memcpy(frame, numbers, HEADER_BYTES);
  memcpy(frame + HEADER_BYTES, payload, length);
  write_whole(socket, frame, HEADER_BYTES + length);
}

static int32_t connect_to(const struct address *to, int flags) {
  int32_t socket = (int32_t)CALL3(socket, AF_INET_, SOCK_STREAM_ | O_CLOEXEC_ | flags, 0);
  if (socket < 0) return socket;
  int one = 1;
  CALL5(setsockopt, socket, IPPROTO_TCP_, TCP_NODELAY_, &one, sizeof one);
  long result = CALL3(connect, socket, to, sizeof *to);
  if (result < 0 && result != -E_INPROGRESS) {
    CALL1(close, socket);
    return (int32_t)result;
  }
  return socket;
}

/* `1.2.3.4:80`, in the network's byte order. */
static int parse_address(const char *text, struct address *address) {
  uint32_t parts[5] = {0};
  int part = 0, digits = 0;
  for (; *text != 0; text++) {
    if (*text >= '0' && *text <= '9') {
      parts[part] = parts[part] * 10 + (uint32_t)(*text - '0');
      digits++;
    } else if (digits > 0 && *text == (part == 3 ? ':' : '.') && part < 4) {
      part++;
      digits = 0;
    } else {
      return 0;
    }
  }
  address->family = AF_INET_;
  address->port = (uint16_t)(parts[4] << 8 | parts[4] >> 8);
  address->host = parts[0] | parts[1] << 8 | parts[2] << 16 | parts[3] << 24;
  return part == 4 && digits > 0;
}

/* ---- processes ---- */

static void close_stream(struct process *process, int stream) {
  if (process->streams[stream] >= 0) CALL1(close, process->streams[stream]);
  process->streams[stream] = -1;
}

static void forget_if_over(struct process *process) {
  int open = process->pid != 0;
  for (int stream = 0; stream < STREAMS; stream++) open |= process->streams[stream] >= 0;
  process->used = (uint8_t)open;
}

/* One read; false when there is nothing to read now. */
static int forward(struct process *process, int stream) {
  if (process->streams[stream] < 0) return 0;
  long count = CALL3(read, process->streams[stream], buffer, BUFFER_BYTES);
  if (count == -E_INTR) return 1;
  if (count > 0) {
    send_frame(control, OUTPUT, process->id, (uint8_t)(stream + 1), buffer, (uint32_t)count);
    return 1;
  }
  if (count != -E_AGAIN) close_stream(process, stream);
  return 0;
}

static void drain(struct process *process) {
  for (int stream = 0; stream < STREAMS; stream++)
    while (forward(process, stream)) {}
}

static void report_exit(struct process *process, int32_t status) {
  drain(process);
  int32_t signal = status & 0x7f;
  struct { int32_t code, signal; uint64_t at; } exit = {signal == 0 ? status >> 8 & 0xff : -1, signal, now(CLOCK_MONOTONIC_)};
  send_frame(control, EXITED, process->id, 0, &exit, sizeof exit);
  process->pid = 0;
  forget_if_over(process);
}

static void note_end(int32_t pid, int32_t status) {
  for (int i = 0; i < MAX_PROCESSES; i++)
    if (processes[i].used && processes[i].pid == pid) report_exit(&processes[i], status);
}

static void reap(void) {
  int32_t status;
  for (long pid; (pid = CALL4(wait4, -1, &status, 1 /* WNOHANG */, 0)) > 0;) note_end((int32_t)pid, status);
}

static const char *variable(char **environment, const char *name) {
  size_t length = length_of(name);
  for (; *environment != 0; environment++) {
    size_t i = 0;
    while (i < length && (*environment)[i] == name[i]) i++;
    if (i == length && (*environment)[i] == '=') return *environment + length + 1;
  }
  return 0;
}

/* As execvp does it, along the PATH of the process itself. Returns only when it failed. */
static int32_t execute(char **arguments, char **environment) {
  for (const char *at = arguments[0]; *at != 0; at++)
    if (*at == '/') return (int32_t)-CALL3(execve, arguments[0], arguments, environment);
  const char *path = variable(environment, "PATH");
  int32_t error = E_NOENT;
  char file[4096];
  while (path != 0 && *path != 0) {
    size_t length = 0;
    while (path[length] != 0 && path[length] != ':') length++;
    size_t name = length_of(arguments[0]);
    if (length > 0 && length + name + 2 < sizeof file) {
      memcpy(file, path, length);
      file[length] = '/';
      memcpy(file + length + 1, arguments[0], name + 1);
      int32_t failed = (int32_t)-CALL3(execve, file, arguments, environment);
      if (failed == E_ACCES) error = failed;
      else if (failed != E_NOENT && failed != 20 /* ENOTDIR */) return failed;
    }
    path += length + (path[length] == ':');
  }
  return error;
}

/* In the child: never returns. Its streams come to lie at 0 to 3; all else closes when it becomes the program. */
static void become(const char *folder, char **arguments, char **environment, const int32_t *ends) {
  uint64_t none = 0;
  CALL4(rt_sigprocmask, 2 /* SIG_SETMASK */, &none, 0, sizeof none);
  CALL0(setsid);
  int32_t nothing = (int32_t)CALL4(openat, -100, "/dev/null", O_CLOEXEC_, 0);
  CALL3(dup3, nothing, 0, 0);
  int32_t error = 0;
  for (int stream = 0; stream < STREAMS && error == 0; stream++)
    if (ends[stream] >= 0) {
      long moved = CALL3(dup3, ends[stream], stream + 1, 0);
      if (moved < 0) error = (int32_t)-moved;
    }
  if (error == 0) error = (int32_t)-CALL1(chdir, folder);
  if (error == 0) error = execute(arguments, environment);
  *launch_error = error;
  stop(127);
}

/* Pipes whose ends lie above what a child's own streams are numbered. */
static int open_pipes(int count, int32_t *ours, int32_t *theirs) {
  for (int stream = 0; stream < STREAMS; stream++) ours[stream] = theirs[stream] = -1;
  for (int stream = 0; stream < count; stream++) {
    int32_t pair[2];
    long result = CALL2(pipe2, pair, O_CLOEXEC_);
    if (result < 0) return (int)-result;
    ours[stream] = (int32_t)CALL3(fcntl, pair[0], 1030 /* F_DUPFD_CLOEXEC */, 10);
    theirs[stream] = (int32_t)CALL3(fcntl, pair[1], 1030, 10);
    CALL1(close, pair[0]);
    CALL1(close, pair[1]);
    if (ours[stream] < 0 || theirs[stream] < 0) return 24 /* EMFILE */;
    CALL3(fcntl, ours[stream], 4 /* F_SETFL */, O_NONBLOCK_);
  }
  return 0;
}

static struct process *free_process(void) {
  for (int i = 0; i < MAX_PROCESSES; i++)
    if (!processes[i].used) return &processes[i];
  return 0;
}

static int32_t start(struct process *process, int count, const char *folder, char **arguments, char **environment) {
  int32_t theirs[STREAMS];
  int32_t error = open_pipes(count, process->streams, theirs);
  *launch_error = 0;
  if (error == 0) {
    long pid = CALL5(clone, CLONE_VFORK_ | SIG_CHLD, 0, 0, 0, 0);
    if (pid == 0) become(folder, arguments, environment, theirs);
    error = pid < 0 ? (int32_t)-pid : *launch_error;
    process->pid = (int32_t)pid;
  }
  for (int stream = 0; stream < STREAMS; stream++)
    if (theirs[stream] >= 0) CALL1(close, theirs[stream]);
  if (error == 0) return 0;
  if (process->pid > 0) CALL4(wait4, process->pid, 0, 0, 0);
  process->pid = 0;
  for (int stream = 0; stream < STREAMS; stream++) close_stream(process, stream);
  return error;
}

static void launch(uint32_t id, uint8_t *payload, uint32_t length) {
  struct { uint64_t started, executed; int32_t error, pid; } answer = {now(CLOCK_MONOTONIC_), 0, E_AGAIN, 0};
  uint32_t numbers[3];
  memcpy(numbers, payload, sizeof numbers);
  uint32_t arguments = numbers[0], variables = numbers[1];
  struct process *process = free_process();
  if (process != 0 && arguments > 0 && arguments + variables + 3 < MAX_WORDS) {
    /* cwd, arguments, 0, environment, 0 */
    uint32_t at = sizeof numbers, word = 0;
    while (at < length && word < arguments + variables + 2) {
      if (word == arguments + 1) words[word++] = 0;
      words[word++] = (char *)payload + at;
      at += (uint32_t)length_of((char *)payload + at) + 1;
    }
    if (word == arguments + 1) words[word++] = 0;
    words[word] = 0;
    *process = (struct process){id, 0, {-1, -1, -1}, 1};
    answer.error = start(process, numbers[2] ? 3 : 2, words[0], words + 1, words + arguments + 2);
    answer.pid = process->pid;
    forget_if_over(process);
  }
  answer.executed = now(CLOCK_MONOTONIC_);
  send_frame(control, STARTED, id, 0, &answer, sizeof answer);
}

static void signal_group(uint32_t id, int32_t signal) {
  for (int i = 0; i < MAX_PROCESSES; i++)
    if (processes[i].used && processes[i].id == id && processes[i].pid > 0) CALL2(kill, -processes[i].pid, signal);
}

/* ---- relays ---- */

static void close_relay(struct relay *relay) {
  if (relay->inside >= 0) CALL1(close, relay->inside);
  if (relay->outside >= 0) CALL1(close, relay->outside);
  relay->inside = relay->outside = -1;
  relay->used = 0;
}

static void refuse(uint32_t id, int32_t error) { send_frame(control, REFUSED, id, 0, &error, sizeof error); }

static void open_relay(uint32_t id, uint32_t port) {
  struct address to = {AF_INET_, (uint16_t)(port << 8 | port >> 8), 127 | 1 << 24, {0}};
  for (int i = 0; i < MAX_RELAYS; i++) {
    struct relay *relay = &relays[i];
    if (relay->used) continue;
    int32_t socket = connect_to(&to, O_NONBLOCK_);
    if (socket < 0) {
      refuse(id, -socket);
      return;
    }
    relay->id = id;
    relay->inside = socket;
    relay->outside = -1;
    relay->used = relay->connecting = 1;
    relay->in.start = relay->in.end = relay->out.start = relay->out.end = 0;
    relay->in.ended = relay->in.passed = relay->out.ended = relay->out.passed = 0;
    return;
  }
  refuse(id, E_AGAIN);
}

/* The sandbox's end has answered: with it the harness's end is opened. */
static void join_relay(struct relay *relay) {
  int32_t error = 0;
  uint32_t size = sizeof error;
  CALL5(getsockopt, relay->inside, SOL_SOCKET_, SO_ERROR_, &error, &size);
  if (error == 0) {
    relay->outside = connect_to(&harness, 0);
    error = relay->outside < 0 ? -relay->outside : 0;
  }
  if (error != 0) {
    refuse(relay->id, error);
    close_relay(relay);
    return;
  }
  send_frame(relay->outside, RELAY, relay->id, 0, token, TOKEN_BYTES);
  CALL3(fcntl, relay->outside, 4 /* F_SETFL */, O_NONBLOCK_);
  relay->connecting = 0;
}

/* Moves what can be moved without waiting. False when the connection is broken. */
static int pump(struct flow *flow, int32_t from, int32_t to) {
  if (!flow->ended && flow->start == flow->end) {
    long count = CALL3(read, from, flow->bytes, BUFFER_BYTES);
    if (count < 0 && count != -E_AGAIN && count != -E_INTR) return 0;
    flow->ended = count == 0;
    flow->start = 0;
    flow->end = count > 0 ? (uint32_t)count : 0;
  }
  if (flow->start < flow->end) {
    long sent = CALL6(sendto, to, flow->bytes + flow->start, flow->end - flow->start, MSG_NOSIGNAL_, 0, 0);
    if (sent < 0 && sent != -E_AGAIN && sent != -E_INTR) return 0;
    if (sent > 0) flow->start += (uint32_t)sent;
  }
  if (flow->ended && flow->start == flow->end && !flow->passed) {
    flow->passed = 1;
    /* shutdown(SHUT_WR) is 48 on x86_64 and 210 on aarch64. */
#if defined(__x86_64__)
    call(48, to, 1, 0, 0, 0, 0);
#else
    call(210, to, 1, 0, 0, 0, 0);
#endif
  }
  return 1;
}

static void serve_relay(struct relay *relay) {
  if (relay->connecting) {
    join_relay(relay);
    return;
  }
  int whole = pump(&relay->in, relay->outside, relay->inside) && pump(&relay->out, relay->inside, relay->outside);
  if (!whole || (relay->in.passed && relay->out.passed)) close_relay(relay);
}

/* ---- the harness ---- */

static void reset(uint32_t id) {
  int32_t status;
  CALL2(kill, -1, SIG_KILL);
  for (long pid; (pid = CALL4(wait4, -1, &status, 0, 0)) > 0 || pid == -E_INTR;) {
    if (pid > 0) note_end((int32_t)pid, status);
    /* Again: one may have started another in between. */
    CALL2(kill, -1, SIG_KILL);
  }
  for (int i = 0; i < MAX_PROCESSES; i++) {
    if (!processes[i].used) continue;
    drain(&processes[i]);
    for (int stream = 0; stream < STREAMS; stream++) close_stream(&processes[i], stream);
    processes[i].used = 0;
  }
  for (int i = 0; i < MAX_RELAYS; i++)
    if (relays[i].used) close_relay(&relays[i]);
  uint64_t at = now(CLOCK_MONOTONIC_);
  send_frame(control, EMPTY, id, 0, &at, sizeof at);
}

static void answer_cost(uint32_t id) {
  uint64_t times[2] = {now(CLOCK_PROCESS_CPUTIME_) - used_before, now(CLOCK_MONOTONIC_)};
  send_frame(control, COST, id, 0, times, sizeof times);
}

static void obey(uint8_t type, uint32_t id, uint8_t *payload, uint32_t length) {
  int32_t number = 0;
  if (length >= 4) memcpy(&number, payload, 4);
  switch (type) {
    case LAUNCH: launch(id, payload, length); break;
    case SIGNAL: signal_group(id, number); break;
    case RESET: reset(id); break;
    case CONNECT: open_relay(id, (uint32_t)number); break;
    case ASK: answer_cost(id); break;
    default: end_all();
  }
}

static void listen_to_harness(void) {
  long count = CALL3(read, control, input + input_length, sizeof input - input_length);
  if (count == -E_INTR) return;
  if (count <= 0) end_all();
  input_length += (uint32_t)count;
  uint32_t at = 0;
  while (input_length - at >= HEADER_BYTES) {
    uint32_t numbers[3];
    memcpy(numbers, input + at, HEADER_BYTES);
    if (numbers[0] > MAX_PAYLOAD) end_all();
    if (input_length - at - HEADER_BYTES < numbers[0]) break;
    obey((uint8_t)numbers[2], numbers[1], input + at + HEADER_BYTES, numbers[0]);
    at += HEADER_BYTES + numbers[0];
  }
  input_length -= at;
  memcpy(input, input + at, input_length);
}

/* ---- the loop ---- */

static struct pollfd_ polled[MAX_POLLED];

static uint32_t poll_relay(struct relay *relay, uint32_t count) {
  int in_waits = relay->in.start < relay->in.end, out_waits = relay->out.start < relay->out.end;
  int inside = relay->connecting ? POLL_OUT : (in_waits ? POLL_OUT : 0) | (!out_waits && !relay->out.ended ? POLL_IN : 0);
  int outside = (out_waits ? POLL_OUT : 0) | (!in_waits && !relay->in.ended ? POLL_IN : 0);
  /* An end that nothing is wanted of is left out: a hang-up there would be told again and again. */
  if (inside != 0) polled[count++] = (struct pollfd_){relay->inside, (int16_t)inside, 0};
  if (outside != 0 && relay->outside >= 0) polled[count++] = (struct pollfd_){relay->outside, (int16_t)outside, 0};
  return count;
}

static uint32_t fill_polled(void) {
  uint32_t count = 0;
  polled[count++] = (struct pollfd_){control, POLL_IN, 0};
  polled[count++] = (struct pollfd_){signals, POLL_IN, 0};
  for (int i = 0; i < MAX_PROCESSES; i++)
    for (int stream = 0; processes[i].used && stream < STREAMS; stream++)
      if (processes[i].streams[stream] >= 0) polled[count++] = (struct pollfd_){processes[i].streams[stream], POLL_IN, 0};
  for (int i = 0; i < MAX_RELAYS; i++)
    if (relays[i].used) count = poll_relay(&relays[i], count);
  return count;
}

static int is_ready(int32_t descriptor, uint32_t count) {
  for (uint32_t i = 2; i < count; i++)
    if (polled[i].fd == descriptor) return polled[i].revents != 0;
  return 0;
}

static void hear_signals(void) {
  uint32_t information[32];
  while (CALL3(read, signals, information, sizeof information) > 0)
    if (information[0] == SIG_TERM) end_all();
  reap();
}

static void run(void) {
  for (;;) {
    uint32_t count = fill_polled();
    if (CALL5(ppoll, polled, count, 0, 0, 0) <= 0) continue;
    for (int i = 0; i < MAX_PROCESSES; i++) {
      for (int stream = 0; processes[i].used && stream < STREAMS; stream++)
        if (processes[i].streams[stream] >= 0 && is_ready(processes[i].streams[stream], count)) forward(&processes[i], stream);
      if (processes[i].used) forget_if_over(&processes[i]);
    }
    for (int i = 0; i < MAX_RELAYS; i++)
      if (relays[i].used && (is_ready(relays[i].inside, count) || is_ready(relays[i].outside, count))) serve_relay(&relays[i]);
    if (polled[1].revents != 0) hear_signals();
    if (polled[0].revents != 0) listen_to_harness();
  }
}

static void prepare(void) {
  uint64_t mask = 1ul << (SIG_CHLD - 1) | 1ul << (SIG_TERM - 1);
  CALL4(rt_sigprocmask, 0 /* SIG_BLOCK */, &mask, 0, sizeof mask);
  signals = (int32_t)CALL4(signalfd4, -1, &mask, sizeof mask, O_NONBLOCK_ | O_CLOEXEC_);
  launch_error = (int32_t *)CALL6(mmap, 0, 4096, 3 /* PROT_READ|PROT_WRITE */, 0x21 /* MAP_SHARED|MAP_ANONYMOUS */, -1, 0);
}

__attribute__((used)) void begin(long *stack) {
  uint64_t started = now(CLOCK_MONOTONIC_);
  used_before = now(CLOCK_PROCESS_CPUTIME_);
  char **arguments = (char **)(stack + 1);
  /* It kills all that it may: outside of a sandbox that would be everything. */
  if (CALL0(getpid) != 1) fail(EXIT_NOT_FIRST, "sandbox-init: expected to be the first process of a container\n");
  if (stack[0] != 3 || !parse_address(arguments[1], &harness) || length_of(arguments[2]) != TOKEN_BYTES)
    fail(EXIT_UNREACHABLE, "usage: sandbox-init HOST:PORT TOKEN\n");
  token = arguments[2];
  control = connect_to(&harness, 0);
  if (control < 0) fail(EXIT_UNREACHABLE, "sandbox-init: the harness does not answer\n");
  struct { uint64_t started, sent; char token[TOKEN_BYTES]; } hello = {started, now(CLOCK_MONOTONIC_), {0}};
  memcpy(hello.token, token, TOKEN_BYTES);
  send_frame(control, HELLO, 0, 0, &hello, sizeof hello);
  prepare();
  run();
}

"""Starts threads and processes until no more are given, and tells how many there are; or takes memory in its own ways."""
import mmap
import multiprocessing
import os
import signal
import threading

MEGABYTE = 1024 * 1024
kept = []


def handler(event, _context):
    return ACTIONS[event["action"]](event)


def fill(event):
    """As many threads as asked for, then processes."""
    release = threading.Event()
    children = []
    threading.stack_size(128 * 1024)
    for _ in range(event["threads"]):
        threading.Thread(target=release.wait, daemon=True).start()
    refused = None
    try:
        while len(children) < 2000:
            child = os.fork()
            if child == 0:
                signal.pause()
                os._exit(0)
            children.append(child)
    except OSError as error:
        refused = error.errno
    found = {"tasks": tasks(), "processes": len(children), "errno": refused}
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    release.set()
    return found


def tasks():
    """All but the first process, which is the sandbox's own."""
    pids = [name for name in os.listdir("/proc") if name.isdigit() and name != "1"]
    return sum(len(os.listdir(f"/proc/{pid}/task")) for pid in pids)


def shared(_event):
    try:
        multiprocessing.Lock()
        return {"there": os.path.exists("/dev/shm"), "lock": True}
    except OSError:
        return {"there": os.path.exists("/dev/shm"), "lock": False}


def hold(event):
    """Anonymous memory that stays."""
    kept.append(touched(event["megabytes"]))
    return {}


def peak(event):
    """Anonymous memory that is given back before the answer."""
    block = touched(event["megabytes"])
    block.close()
    return {}


def child_peak(event):
    """The same in a child that has gone before the answer."""
    child = os.fork()
    if child == 0:
        touched(event["megabytes"])
        os._exit(0)
    os.waitpid(child, 0)
    return {}


def child_hold(event):
    """A child that stays, and shares what its parent holds."""
    kept.append(touched(event["megabytes"]))
    ready, done = os.pipe()
    if os.fork() == 0:
        os.write(done, b"x")
        signal.pause()
    os.read(ready, 1)
    return {}


def map_file(event):
    """A file that is mapped and read; `keep` says whether it still is at the end."""
    with open("/tmp/mapped", "wb") as file:
        for _ in range(event["megabytes"]):
            file.write(os.urandom(MEGABYTE))
    with open("/tmp/mapped", "rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    total = sum(mapped[offset] for offset in range(0, len(mapped), 4096))
    if event.get("keep"):
        kept.append(mapped)
    else:
        mapped.close()
    return {"total": total}


def touched(megabytes):
    block = mmap.mmap(-1, max(1, megabytes) * MEGABYTE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for offset in range(0, megabytes * MEGABYTE, 4096):
        block[offset] = 1
    return block


ACTIONS = {
    "fill": fill,
    "shared": shared,
    "hold": hold,
    "peak": peak,
    "child-peak": child_peak,
    "child-hold": child_hold,
    "map": map_file,
}

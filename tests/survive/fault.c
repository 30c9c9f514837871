/*
 * Loaded before the C library, it ends a program or fails one of its calls at a given step.
 *
 * A step is a call that changes what stands below a folder: opening for writing, write, rename, mkdir, unlink, rmdir,
 * chmod, fsync. Everything else passes. What to do is in the environment:
 *
 *   HUB_FAULT_UNDER  the folder
 *   HUB_FAULT_AT     the step, from 1 (0 or nothing: only count)
 *   HUB_FAULT_HOW    kill      SIGKILL; a write has put half of its bytes there by then
 *                    full      from then on the disk takes no byte, no file, no folder (ENOSPC)
 *                    readonly  from then on the disk takes no change at all (EROFS)
 *                    error     this call alone ends in EIO
 *                    denied    this call alone ends in EACCES
 *   HUB_FAULT_LOG    a file that gets a line for each step
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long steps;

/* The C library's own function of that name. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int is_below(const char *path) {
    const char *folder = getenv("HUB_FAULT_UNDER");
    if (!folder || !path) return 0;
    if (path[0] != '/') return 1; /* the program runs in the folder */
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int is_open_below(int fd) {
    char link[64], path[PATH_MAX + 1];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX);
    if (length <= 0) return 0;
    path[length] = 0;
    return path[0] == '/' && is_below(path);
}

static int is_at_below(int folder, const char *path) {
    return path && path[0] != '/' && folder != AT_FDCWD ? is_open_below(folder) : is_below(path);
}

static void note(long step, const char *call, const char *path) {
    const char *log = getenv("HUB_FAULT_LOG");
    if (!log) return;
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%ld %s %s\n", step, call, path ? path : "");
    int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0) return;
    syscall(SYS_write, fd, line, (size_t)length);
    syscall(SYS_close, fd);
}

static void die(void) {
    syscall(SYS_kill, (int)syscall(SYS_getpid), SIGKILL);
    for (;;) pause();
}

enum { NEEDS_SPACE = 1, CHANGES = 2 };

/* 0: go on; -1: die half-way (for writes); else the error of this call. */
static int fate(const char *call, const char *path, int kind) {
    long step = atomic_fetch_add(&steps, 1) + 1;
    note(step, call, path);
    const char *at = getenv("HUB_FAULT_AT"), *how = getenv("HUB_FAULT_HOW");
    long wanted = at ? atol(at) : 0;
    if (!how || wanted == 0 || step < wanted) return 0;
    if (strcmp(how, "full") == 0) return kind == NEEDS_SPACE ? ENOSPC : 0;
    if (strcmp(how, "readonly") == 0) return EROFS;
    if (step != wanted) return 0;
    if (strcmp(how, "kill") == 0) return -1;
    return strcmp(how, "denied") == 0 ? EACCES : EIO;
}

#define STEP(below, call, path, kind)              \
    do {                                           \
        if (below) {                               \
            int error = fate(call, path, kind);    \
            if (error < 0) die();                  \
            if (error > 0) { errno = error; return -1; } \
        }                                          \
    } while (0)

static int writes(int flags) { return (flags & O_ACCMODE) != O_RDONLY; }

/* Only a file that comes into being needs space; all opening for writing is a change. */
#define OPEN(name)                                                             \
    int name(const char *path, int flags, ...) {                               \
        va_list rest;                                                          \
        va_start(rest, flags);                                                 \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                                          \
        STEP(writes(flags) && is_below(path), "open", path, (flags & O_CREAT) ? NEEDS_SPACE : CHANGES); \
        return REAL(name)(path, flags, mode);                                  \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                           \
    int name(int folder, const char *path, int flags, ...) {                   \
        va_list rest;                                                          \
        va_start(rest, flags);                                                 \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                                          \
        STEP(writes(flags) && is_at_below(folder, path), "openat", path, (flags & O_CREAT) ? NEEDS_SPACE : CHANGES); \
        return REAL(name)(folder, path, flags, mode);                          \
    }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int fd, const void *bytes, size_t count) {
    if (is_open_below(fd)) {
        int error = fate("write", "", NEEDS_SPACE);
        if (error < 0) {
            REAL(write)(fd, bytes, count / 2);
            die();
        }
        if (error == ENOSPC && count > 1 && atomic_load(&steps) == atol(getenv("HUB_FAULT_AT"))) {
            return REAL(write)(fd, bytes, count / 2); /* the last room there is */
        }
        if (error > 0) { errno = error; return -1; }
    }
    return REAL(write)(fd, bytes, count);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    STEP(is_open_below(fd), "writev", "", NEEDS_SPACE);
    return REAL(writev)(fd, parts, count);
}

int rename(const char *from, const char *to) {
    STEP(is_below(to), "rename", to, CHANGES);
    return REAL(rename)(from, to);
}

int renameat(int a, const char *from, int b, const char *to) {
    STEP(is_at_below(b, to), "renameat", to, CHANGES);
    return REAL(renameat)(a, from, b, to);
}

int mkdir(const char *path, mode_t mode) {
    STEP(is_below(path), "mkdir", path, NEEDS_SPACE);
    return REAL(mkdir)(path, mode);
}

int rmdir(const char *path) {
    STEP(is_below(path), "rmdir", path, CHANGES);
    return REAL(rmdir)(path);
}

int unlink(const char *path) {
    STEP(is_below(path), "unlink", path, CHANGES);
    return REAL(unlink)(path);
}

int unlinkat(int folder, const char *path, int flags) {
    STEP(is_at_below(folder, path), "unlinkat", path, CHANGES);
    return REAL(unlinkat)(folder, path, flags);
}

int chmod(const char *path, mode_t mode) {
    STEP(is_below(path), "chmod", path, CHANGES);
    return REAL(chmod)(path, mode);
}

int fchmod(int fd, mode_t mode) {
    STEP(is_open_below(fd), "fchmod", "", CHANGES);
    return REAL(fchmod)(fd, mode);
}

int fsync(int fd) {
    STEP(is_open_below(fd), "fsync", "", NEEDS_SPACE);
    return REAL(fsync)(fd);
}

int ftruncate64(int fd, off64_t length) {
    STEP(is_open_below(fd), "ftruncate", "", CHANGES);
    return REAL(ftruncate64)(fd, length);
}

/* Calls that change files below a folder fail for a while: loaded into a process with LD_PRELOAD.

   FAULT_BELOW   the folder; nothing else is touched
   FAULT_COUNT   a file of 16 bytes that all processes share: calls so far, then the time of the first failure (ns)
   FAULT_AT      the number of the first call that fails; 0: none, calls are only counted
   FAULT_ERRNO   what it fails with
   FAULT_MS      so long every call fails */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define CREATES 0100 /* O_CREAT */
#define WRITES 03    /* O_WRONLY | O_RDWR */

static struct { int64_t calls, since; } *shared;
static const char *below;
static size_t length;
static int64_t at, span;
static int error;

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

__attribute__((constructor)) static void begin(void) {
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    const char *count = getenv("FAULT_COUNT");
    below = getenv("FAULT_BELOW");
    if (!count || !below) return;
    int fd = real(count, 2);
    if (fd < 0) return;
    shared = mmap(0, 16, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (shared == MAP_FAILED) shared = 0;
    length = strlen(below);
    at = atoll(getenv("FAULT_AT"));
    error = atoi(getenv("FAULT_ERRNO"));
    span = atoll(getenv("FAULT_MS")) * 1000000LL;
}

static int failing(const char *path) {
    if (!shared || !path || strncmp(path, below, length)) return 0;
    int64_t none = 0, number = __atomic_add_fetch(&shared->calls, 1, __ATOMIC_SEQ_CST);
    if (!at || number < at) return 0;
    int64_t time = now();
    if (__atomic_compare_exchange_n(&shared->since, &none, time, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
        none = time;
    if (time - none > span) return 0;
    errno = error;
    return 1;
}

static int failing_fd(int fd) {
    char link[40], path[4096];
    if (!shared) return 0;
    int kept = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    errno = kept;
    if (n < 0) return 0;
    path[n] = 0;
    return failing(path);
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define OPEN(name)                                                        \
    int name(const char *path, int flags, ...) {                          \
        va_list rest;                                                     \
        va_start(rest, flags);                                            \
        int mode = va_arg(rest, int);                                     \
        va_end(rest);                                                     \
        REAL(name);                                                       \
        if (flags & (CREATES | WRITES) && failing(path)) return -1;       \
        return real(path, flags, mode);                                   \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                      \
    int name(int folder, const char *path, int flags, ...) {              \
        va_list rest;                                                     \
        va_start(rest, flags);                                            \
        int mode = va_arg(rest, int);                                     \
        va_end(rest);                                                     \
        REAL(name);                                                       \
        if (flags & (CREATES | WRITES) && failing(path)) return -1;       \
        return real(folder, path, flags, mode);                           \
    }
OPENAT(openat)
OPENAT(openat64)

#define ON_FD(type, name, parameters, arguments)                          \
    type name parameters {                                                \
        REAL(name);                                                       \
        return failing_fd(fd) ? -1 : real arguments;                      \
    }
ON_FD(ssize_t, write, (int fd, const void *data, size_t n), (fd, data, n))
ON_FD(ssize_t, pwrite, (int fd, const void *data, size_t n, off_t to), (fd, data, n, to))
ON_FD(ssize_t, pwrite64, (int fd, const void *data, size_t n, off_t to), (fd, data, n, to))
ON_FD(ssize_t, writev, (int fd, const struct iovec *data, int n), (fd, data, n))
ON_FD(int, fsync, (int fd), (fd))
ON_FD(int, fdatasync, (int fd), (fd))
ON_FD(int, ftruncate, (int fd, off_t n), (fd, n))
ON_FD(int, ftruncate64, (int fd, off_t n), (fd, n))

#define ON_PATH(name, parameters, path, arguments)                        \
    int name parameters {                                                 \
        REAL(name);                                                       \
        return failing(path) ? -1 : real arguments;                       \
    }
ON_PATH(rename, (const char *from, const char *to), to, (from, to))
ON_PATH(mkdir, (const char *path, mode_t mode), path, (path, mode))
ON_PATH(unlink, (const char *path), path, (path))
ON_PATH(chmod, (const char *path, mode_t mode), path, (path, mode))

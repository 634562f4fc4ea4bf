/* Calls that change files below a folder fail: loaded into a process with LD_PRELOAD.

   FAULT_BELOW   the folder; nothing else is touched
   FAULT_COUNT   a file of sizeof(struct shared) bytes that all processes share: calls so far, the time of the first
                 failure (ns), refused call sites so far, and their hashes
   FAULT_ERRNO   what it fails with; several, divided by commas, take turns
   FAULT_AT      the number of the first call that fails; 0: none, calls are only counted
   FAULT_MS      so long every call fails
   FAULT_STACKS  instead of FAULT_AT: of every call site the first call fails, alone.  A call site is a function, the
                 kind of file, and the Python stack, which the process must append to this file on SIGUSR1
                 (faulthandler.register); it keeps the stacks that were refused */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
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

#define CREATES O_CREAT
#define WRITES (O_WRONLY | O_RDWR)
#define SITES 4096 /* many more than there are */

static struct shared { int64_t calls, since, refused; uint64_t sites[SITES]; } *shared;
static const char *below;
static size_t length;
static int64_t at, span;
static int errors[8], kinds, stacks = -1;
static pthread_mutex_t one_stack = PTHREAD_MUTEX_INITIALIZER;

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
    shared = mmap(0, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (shared == MAP_FAILED) shared = 0;
    length = strlen(below);
    at = atoll(getenv("FAULT_AT"));
    for (const char *next = getenv("FAULT_ERRNO"); next && kinds < 8; next = (next = strchr(next, ',')) ? next + 1 : 0)
        errors[kinds++] = atoi(next);
    span = atoll(getenv("FAULT_MS")) * 1000000LL;
    if (getenv("FAULT_STACKS")) stacks = real(getenv("FAULT_STACKS"), O_RDWR | O_APPEND | O_CLOEXEC);
}

static uint64_t hashed(uint64_t hash, const char *text, size_t n, const char *without) {
    for (; n--; text++) /* FNV-1a */
        if (!strchr(without, *text)) hash = (hash ^ (unsigned char)*text) * 1099511628211ULL;
    return hash;
}

/* Whether this call is the first of its site. */
static int first_of_site(const char *call, const char *path) {
    static char text[32768];
    struct sigaction handler;
    sigaction(SIGUSR1, 0, &handler);
    if (handler.sa_handler == SIG_DFL) return 0; /* a process that does not tell its stack */
    pthread_mutex_lock(&one_stack);
    off_t end = lseek(stacks, 0, SEEK_END);
    raise(SIGUSR1);
    ssize_t n = pread(stacks, text, sizeof text, end);
    uint64_t site = hashed(14695981039346656037ULL, call, strlen(call), "");
    site = hashed(site, path + length, strlen(path + length), "0123456789abcdef"); /* names made of digests, ids */
    if (!strstr(path, "/logs/")) site = hashed(site, text, n > 0 ? n : 0, ""); /* one log for all */
    int64_t place = site % SITES, first = 0;
    while (shared->sites[place] && shared->sites[place] != site) place = (place + 1) % SITES;
    if (!shared->sites[place]) {
        shared->sites[place] = site;
        shared->refused++;
        dprintf(stacks, "refused: %s %s\n\n", call, path);
        first = 1;
    } else {
        __typeof__(&ftruncate) real = (__typeof__(&ftruncate))dlsym(RTLD_NEXT, "ftruncate");
        real(stacks, end);
    }
    pthread_mutex_unlock(&one_stack);
    return first;
}

static int failing(const char *call, const char *path) {
    if (!shared || !path || strncmp(path, below, length)) return 0;
    int64_t none = 0, number = __atomic_add_fetch(&shared->calls, 1, __ATOMIC_SEQ_CST);
    if (stacks >= 0) {
        if (!first_of_site(call, path)) return 0;
        errno = errors[shared->refused % kinds];
        return 1;
    }
    if (!at || number < at) return 0;
    int64_t time = now();
    if (__atomic_compare_exchange_n(&shared->since, &none, time, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
        none = time;
    if (time - none > span) return 0;
    errno = errors[0];
    return 1;
}

static int failing_fd(const char *call, int fd) {
    char link[40], path[4096];
    if (!shared) return 0;
    int kept = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    errno = kept;
    if (n < 0) return 0;
    path[n] = 0;
    return failing(call, path);
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define OPEN(name)                                                        \
    int name(const char *path, int flags, ...) {                          \
        va_list rest;                                                     \
        va_start(rest, flags);                                            \
        int mode = va_arg(rest, int);                                     \
        va_end(rest);                                                     \
        REAL(name);                                                       \
        if (flags & (CREATES | WRITES) && failing(#name, path)) return -1; \
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
        if (flags & (CREATES | WRITES) && failing(#name, path)) return -1; \
        return real(folder, path, flags, mode);                           \
    }
OPENAT(openat)
OPENAT(openat64)

#define ON_FD(type, name, parameters, arguments)                          \
    type name parameters {                                                \
        REAL(name);                                                       \
        return failing_fd(#name, fd) ? -1 : real arguments;               \
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
        return failing(#name, path) ? -1 : real arguments;                \
    }
ON_PATH(rename, (const char *from, const char *to), to, (from, to))
ON_PATH(mkdir, (const char *path, mode_t mode), path, (path, mode))
ON_PATH(unlink, (const char *path), path, (path))
ON_PATH(chmod, (const char *path, mode_t mode), path, (path, mode))

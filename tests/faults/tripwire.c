/* Preloaded into every process of a run: counts the calls that change or sync a file below TRIP_ROOT, and lets call
 * TRIP_AT go wrong as TRIP_HOW says: kill (the whole process group), eio or eacces (this call), enospc (it and all
 * that write after it). TRIP_COUNT is a file of two 64-bit numbers that all processes share: calls, and whether it
 * has tripped. TRIP_LOG, where set, gets a line for every call. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 65536
enum how { NOTHING, KILL, EIO_ONCE, EACCES_ONCE, ENOSPC_ON };

static char root[PATH_MAX];
static size_t root_length;
static volatile int64_t *shared;
static int64_t at = -1;
static enum how how = NOTHING;
static int log_fd = -1;
static unsigned char watched[FDS];

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("TRIP_ROOT"), *count = getenv("TRIP_COUNT"), *kind = getenv("TRIP_HOW");
    if (!folder || !count) return;
    strncpy(root, folder, sizeof root - 1);
    root_length = strlen(root);
    int fd = (int)syscall(257 /* openat */, AT_FDCWD, count, O_RDWR, 0);
    if (fd < 0) return;
    shared = mmap(NULL, 16, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (shared == MAP_FAILED) shared = NULL;
    if (getenv("TRIP_AT")) at = atoll(getenv("TRIP_AT"));
    if (kind) how = !strcmp(kind, "kill") ? KILL : !strcmp(kind, "eio") ? EIO_ONCE : !strcmp(kind, "eacces") ? EACCES_ONCE : ENOSPC_ON;
    if (getenv("TRIP_LOG")) log_fd = (int)syscall(257, AT_FDCWD, getenv("TRIP_LOG"), O_WRONLY | O_APPEND | O_CREAT, 0644);
}

static int below(int dirfd, const char *path) {
    char full[PATH_MAX * 2], link[64], base[PATH_MAX];
    if (!shared || !path) return 0;
    if (path[0] != '/') {
        ssize_t n = 0;
        if (dirfd == AT_FDCWD) {
            if (!getcwd(base, sizeof base)) return 0;
        } else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", dirfd);
            if ((n = readlink(link, base, sizeof base - 1)) < 0) return 0;
            base[n] = 0;
        }
        snprintf(full, sizeof full, "%s/%s", base, path);
        path = full;
    }
    return !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]);
}

/* Count one call; returns 0 to go on, or the errno it is to fail with. ``grows``: whether a full disk refuses it. */
static int trip(const char *call, const char *what, int grows) {
    int64_t number = __atomic_add_fetch(&shared[0], 1, __ATOMIC_SEQ_CST);
    if (log_fd >= 0) {
        char line[PATH_MAX + 64];
        int n = snprintf(line, sizeof line, "%lld\t%d\t%s\t%s\n", (long long)number, getpid(), call, what ? what : "");
        if (syscall(1 /* write */, log_fd, line, n < (int)sizeof line ? n : (int)sizeof line) < 0) log_fd = -1;
    }
    if (how == ENOSPC_ON) {
        if (number >= at) shared[1] = 1;
        return number >= at && grows ? ENOSPC : 0;
    }
    if (number != at) return 0;
    shared[1] = 1;
    if (how == KILL) {
        kill(0, SIGKILL);
        for (;;) pause();
    }
    return how == EIO_ONCE ? EIO : how == EACCES_ONCE ? EACCES : 0;
}

#define TRIP(call, what, grows) \
    do { int wrong = trip(call, what, grows); if (wrong) { errno = wrong; return -1; } } while (0)

static void watch(int fd, int on) { if (fd >= 0 && fd < FDS) watched[fd] = (unsigned char)on; }
static int is_watched(int fd) { return shared && fd >= 0 && fd < FDS && watched[fd]; }
#define CHANGES(flags) ((flags) & (O_CREAT | O_TRUNC))

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); \
        mode_t mode = 0; \
        if (flags & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); } \
        int ours = below(AT_FDCWD, path); \
        if (ours && CHANGES(flags)) TRIP("open", path, 1); \
        int fd = real(path, flags, mode); \
        watch(fd, ours); \
        return fd; \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int dirfd, const char *path, int flags, ...) { \
        REAL(name); \
        mode_t mode = 0; \
        if (flags & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); } \
        int ours = below(dirfd, path); \
        if (ours && CHANGES(flags)) TRIP("open", path, 1); \
        int fd = real(dirfd, path, flags, mode); \
        watch(fd, ours); \
        return fd; \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) { REAL(close); watch(fd, 0); return real(fd); }

#define WRITE(name, parameters, arguments) \
    ssize_t name parameters { REAL(name); if (is_watched(fd)) TRIP(#name, NULL, 1); return real arguments; }
WRITE(write, (int fd, const void *data, size_t size), (fd, data, size))
WRITE(pwrite, (int fd, const void *data, size_t size, off_t place), (fd, data, size, place))
WRITE(pwrite64, (int fd, const void *data, size_t size, off64_t place), (fd, data, size, place))
WRITE(writev, (int fd, const struct iovec *parts, int count), (fd, parts, count))
WRITE(sendfile, (int fd, int from, off_t *place, size_t size), (fd, from, place, size))
WRITE(sendfile64, (int fd, int from, off64_t *place, size_t size), (fd, from, place, size))

ssize_t copy_file_range(int from, off64_t *start, int fd, off64_t *place, size_t size, unsigned flags) {
    REAL(copy_file_range);
    if (is_watched(fd)) TRIP("copy_file_range", NULL, 1);
    return real(from, start, fd, place, size, flags);
}

#define ON_FD(name, parameters, arguments, grows) \
    int name parameters { REAL(name); if (is_watched(fd)) TRIP(#name, NULL, grows); return real arguments; }
ON_FD(fsync, (int fd), (fd), 0)
ON_FD(fdatasync, (int fd), (fd), 0)
ON_FD(ftruncate, (int fd, off_t size), (fd, size), 1)
ON_FD(ftruncate64, (int fd, off64_t size), (fd, size), 1)
ON_FD(fallocate, (int fd, int mode, off_t start, off_t size), (fd, mode, start, size), 1)

#define ON_PATH(name, parameters, arguments, dirfd, path, grows) \
    int name parameters { REAL(name); if (below(dirfd, path)) TRIP(#name, path, grows); return real arguments; }
ON_PATH(rename, (const char *old, const char *new), (old, new), AT_FDCWD, new, 0)
ON_PATH(renameat, (int from, const char *old, int to, const char *new), (from, old, to, new), to, new, 0)
ON_PATH(unlink, (const char *path), (path), AT_FDCWD, path, 0)
ON_PATH(unlinkat, (int dirfd, const char *path, int flags), (dirfd, path, flags), dirfd, path, 0)
ON_PATH(remove, (const char *path), (path), AT_FDCWD, path, 0)
ON_PATH(rmdir, (const char *path), (path), AT_FDCWD, path, 0)
ON_PATH(mkdir, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path, 1)
ON_PATH(mkdirat, (int dirfd, const char *path, mode_t mode), (dirfd, path, mode), dirfd, path, 1)
ON_PATH(link, (const char *old, const char *new), (old, new), AT_FDCWD, new, 1)
ON_PATH(chmod, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path, 0)

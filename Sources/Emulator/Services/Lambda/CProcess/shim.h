#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Glibc's Swift module hides pipe2 behind _GNU_SOURCE; the symbol is there.
extern int pipe2(int ends[2], int flags);

// What a program alone sees: a folder for temporary files, how its size is held, and the layers of its function at /opt.
struct cauce_storage {
  // 0: each file is limited; 1: a file system in memory that only the program and its children see; 2: the same in a user
  // namespace, which a kernel may grant to those who are not root.
  int kind;
  const char *folder;
  // Of the file system: "size=512m,mode=0700".
  const char *options;
  // Of the user namespace: "1000 1000 1".
  const char *users, *groups;
  // The program's own path.
  const char *program;
  // Of the file system at /opt: "lowerdir=…"; null for none.
  const char *layers;
  // Bytes.
  unsigned long long limit;
  // Descriptors of the namespaces of a program whose folders are shared; -1 for none.
  int join_mounts, join_users;
};

static inline int cauce_write_text(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return errno;
  ssize_t length = (ssize_t)strlen(text);
  int error = write(file, text, (size_t)length) == length ? 0 : errno;
  close(file);
  return error;
}

// Lays the layers over /opt; whether they are there. What the machine has there stays to be seen, but for what is mounted
// below: a program that would be hidden goes before.
static inline int cauce_take_layers(const struct cauce_storage *storage) {
  if (!storage->layers) return 0;
  if (mount("overlay", "/opt", "overlay", MS_RDONLY | MS_NOSUID | MS_NODEV, storage->layers) != 0) return 0;
  if (access(storage->program, X_OK) == 0) return 1;
  umount2("/opt", MNT_DETACH);
  return 0;
}

// Gives the calling process its temporary folder; 0 or an errno. Only what is safe after fork in a threaded program.
static inline int cauce_take_storage(const struct cauce_storage *storage, int *hasLayers) {
  *hasLayers = 0;
  if (storage->kind == 0) {
    struct rlimit limit = {storage->limit, storage->limit};
    // Past it a write fails, as on a full disk, instead of ending the program.
    signal(SIGXFSZ, SIG_IGN);
    return setrlimit(RLIMIT_FSIZE, &limit) == 0 ? 0 : errno;
  }
  if (storage->join_mounts >= 0) {
    // CLONE_NEWUSER, then CLONE_NEWNS.
    if (storage->join_users >= 0 && syscall(SYS_setns, storage->join_users, 0x10000000) != 0) return errno;
    return syscall(SYS_setns, storage->join_mounts, 0x00020000) == 0 ? 0 : errno;
  }
  // CLONE_NEWNS and CLONE_NEWUSER, which Glibc hides behind _GNU_SOURCE.
  long flags = 0x00020000 | (storage->kind == 2 ? 0x10000000 : 0);
  if (syscall(SYS_unshare, flags) != 0) return errno;
  int error = 0;
  if (storage->kind == 2) {
    error = cauce_write_text("/proc/self/setgroups", "deny");
    if (error == 0) error = cauce_write_text("/proc/self/uid_map", storage->users);
    if (error == 0) error = cauce_write_text("/proc/self/gid_map", storage->groups);
  }
  // What the machine mounts and unmounts later is followed; nothing goes the other way.
  if (error == 0 && mount("none", "/", 0, MS_REC | MS_SLAVE, 0) != 0) error = errno;
  // Before the folder, which may lie under /opt.
  if (error == 0) *hasLayers = cauce_take_layers(storage);
  if (error == 0 && mount("tmpfs", storage->folder, "tmpfs", MS_NOSUID | MS_NODEV, storage->options) != 0)
    error = errno;
  return error;
}

// What the kernel grants a child of this process: 0 nothing, 1 the temporary folder, 2 the layers as well.
static inline int cauce_grants_storage(const struct cauce_storage *storage) {
  pid_t pid = fork();
  if (pid == 0) {
    int hasLayers;
    _exit(cauce_take_storage(storage, &hasLayers) != 0 ? 0 : hasLayers ? 2 : 1);
  }
  int status = 0;
  while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
  return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

// Starts a program as the leader of a process group of its own, in `folder`, with stdin from /dev/null and both outputs
// to `output`. The kernel kills it when the calling thread ends, so the caller must be a thread that lives as long as the
// program may. Every other descriptor is closed in the program. `storage` may be null. Returns the process id, or the negative errno of what
// failed, the exec included. Only what is safe after fork in a threaded program runs in the child.
static inline int cauce_spawn(
    const char *path, char *const arguments[], char *const environment[], const char *folder, int output,
    const struct cauce_storage *storage) {
  int failure[2];
  if (pipe2(failure, O_CLOEXEC) != 0) return -errno;
  pid_t parent = getpid();
  pid_t pid = fork();
  if (pid < 0) {
    int error = errno;
    close(failure[0]);
    close(failure[1]);
    return -error;
  }
  if (pid == 0) {
    int error = 0;
    sigset_t none;
    sigemptyset(&none);
    for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, 0);
    setpgid(0, 0);
    int hasLayers;
    if (storage) error = cauce_take_storage(storage, &hasLayers);
    // After the above, which may clear it.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The parent may have ended before the line above.
    if (getppid() != parent) _exit(1);
    int input = open("/dev/null", O_RDONLY);
    if (error == 0 && (input < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0)) error = errno;
    // CLOSE_RANGE_CLOEXEC is 4; where the kernel lacks close_range the descriptors' own CLOEXEC does it.
    if (error == 0) syscall(SYS_close_range, 3u, ~0u, 4u);
    if (error == 0 && chdir(folder) != 0) error = errno;
    if (error == 0) {
      execve(path, arguments, environment);
      error = errno;
    }
    ssize_t written = write(failure[1], &error, sizeof error);
    (void)written;
    _exit(127);
  }
  // Also here, so that the group is there whoever runs first.
  setpgid(pid, pid);
  close(failure[1]);
  int error = 0;
  ssize_t got;
  do got = read(failure[0], &error, sizeof error);
  while (got < 0 && errno == EINTR);
  close(failure[0]);
  if (got == sizeof error) {
    while (waitpid(pid, 0, 0) < 0 && errno == EINTR) {}
    return -error;
  }
  return pid;
}

// Starts a shell with that script, whose input comes from this process: its end is how the script learns of the end of
// this process, however that came. It is in no process group of ours, and nothing kills it. Returns the other end, or the negative
// errno.
static inline int cauce_guard(const char *script, char *const environment[]) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -errno;
  char *arguments[] = {"sh", "-c", (char *)script, "cauce-guard", 0};
  pid_t pid = fork();
  if (pid < 0) {
    int error = errno;
    close(ends[0]);
    close(ends[1]);
    return -error;
  }
  if (pid == 0) {
    sigset_t none;
    sigemptyset(&none);
    for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, 0);
    setsid();
    int nothing = open("/dev/null", O_RDWR);
    if (nothing < 0 || dup2(ends[0], 0) < 0 || dup2(nothing, 1) < 0 || dup2(nothing, 2) < 0) _exit(1);
    if (syscall(SYS_close_range, 3u, ~0u, 0u) != 0) {
      // The other end must not stay open here.
      close(ends[1]);
    }
    if (chdir("/") != 0) _exit(1);
    execve("/bin/sh", arguments, environment);
    _exit(127);
  }
  close(ends[0]);
  return ends[1];
}

// Sends without waiting and without a signal; 0 or an errno.
static inline int cauce_tell(int end, const char *text, size_t length) {
  return send(end, text, length, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)length ? 0 : errno;
}

// A descriptor that becomes readable when the process ends; negative where the kernel has none.
static inline int cauce_pidfd(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0u); }

static inline int cauce_exited(int status) { return WIFEXITED(status); }
static inline int cauce_exit_status(int status) { return WEXITSTATUS(status); }
static inline int cauce_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }

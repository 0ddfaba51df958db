#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Glibc's Swift module hides pipe2 behind _GNU_SOURCE; the symbol is there.
extern int pipe2(int ends[2], int flags);

// Starts a program as the leader of a process group of its own, in `folder`, with stdin from /dev/null and both outputs
// to `output`. The kernel kills it when the calling thread ends, so the caller must be a thread that lives as long as the
// program may. Every other descriptor is closed in the program. Returns the process id, or the negative errno of what
// failed, the exec included. Only what is safe after fork in a threaded program runs in the child.
static inline int cauce_spawn(
    const char *path, char *const arguments[], char *const environment[], const char *folder, int output) {
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
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The parent may have ended before the line above.
    if (getppid() != parent) _exit(1);
    int input = open("/dev/null", O_RDONLY);
    if (input < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) error = errno;
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

// A descriptor that becomes readable when the process ends; negative where the kernel has none.
static inline int cauce_pidfd(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0u); }

static inline int cauce_exited(int status) { return WIFEXITED(status); }
static inline int cauce_exit_status(int status) { return WEXITSTATUS(status); }
static inline int cauce_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }

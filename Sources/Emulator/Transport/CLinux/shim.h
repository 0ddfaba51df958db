#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

// Glibc's Swift module hides accept4 behind _GNU_SOURCE; the symbol is there.
extern int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);

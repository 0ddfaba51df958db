import Glibc

/// Tells on standard error which signal a fault ends the process with: a release build keeps no message of its own, and
/// who started the server sees a process that is gone. The signal then does what it always does, a core file included.
/// Only a full stack goes without a word.
enum LastWords {
  static func prepare() {
    // Swift's own backtrace tells more, where it was asked for.
    if getenv("SWIFT_BACKTRACE") != nil { return }
    for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] {
      signal(number) { number in
        LastWords.say("cauce: ended by ")
        switch number {
        case SIGILL, SIGTRAP: LastWords.say("a condition of its own that does not hold (SIGILL or SIGTRAP)\n")
        case SIGABRT: LastWords.say("itself (SIGABRT)\n")
        case SIGFPE: LastWords.say("a fault of arithmetic (SIGFPE)\n")
        default: LastWords.say("a fault of memory (SIGSEGV or SIGBUS)\n")
        }
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  /// `write` is one of the few calls that a handler may make.
  private static func say(_ text: StaticString) { _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount) }
}

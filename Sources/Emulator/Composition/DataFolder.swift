import Glibc

/// The folder of `--data`: made when it is missing, held by one server at a time.
enum DataFolder {
  /// Makes the folder and takes its lock, which the kernel gives back when the process ends. Throws one clear line.
  static func prepare(_ path: String) throws {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: true) {
      made += (made.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
      if mkdir(made, 0o700) != 0, errno != EEXIST {
        throw Emulator.StartFailure(
          description: "the folder \(path) cannot be made: \(String(cString: strerror(errno)))")
      }
    }
    if access(path, R_OK | W_OK | X_OK) != 0 {
      throw Emulator.StartFailure(description: "the folder \(path) cannot be used: \(String(cString: strerror(errno)))")
    }
    let lock = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if lock < 0 {
      throw Emulator.StartFailure(description: "the folder \(path) cannot be used: \(String(cString: strerror(errno)))")
    }
    // The descriptor stays open for the life of the process: the lock is the process's.
    if flock(lock, LOCK_EX | LOCK_NB) != 0 {
      close(lock)
      throw Emulator.StartFailure(description: "the folder \(path) is used by another server")
    }
  }
}

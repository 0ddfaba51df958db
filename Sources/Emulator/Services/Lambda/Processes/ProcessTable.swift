import Glibc

/// What `/proc` tells of a process (https://man7.org/linux/man-pages/man5/proc.5.html).
enum ProcessTable {
  /// In clock ticks since the machine's start; nil when there is no such process. With the id it names a process for good.
  static func startTime(of pid: Int32) -> Int? {
    // The program's name, in parentheses, may hold anything: fields are counted behind the last one.
    let text = read("/proc/\(pid)/stat")
    guard let close = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = text[text.index(after: close)...].split(separator: 32)
    guard fields.count > 19 else { return nil }
    return Int(String(decoding: fields[19], as: UTF8.self))
  }

  /// The most memory that the process has held.
  static func peakKiB(of pid: Int32) -> Int {
    for line in read("/proc/\(pid)/status").split(separator: 10) where line.starts(with: "VmHWM:".utf8) {
      let digits = line.filter { $0 >= 48 && $0 <= 57 }
      return Int(String(decoding: digits, as: UTF8.self)) ?? 0
    }
    return 0
  }

  /// The memory that the process holds now.
  static func residentKiB(of pid: Int32) -> Int {
    let fields = read("/proc/\(pid)/statm").split(separator: 32)
    guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else { return 0 }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE))) / 1024
  }

  /// Whether there is a file that can be run.
  static func isProgram(_ path: String) -> Bool { access(path, X_OK) == 0 }

  /// Kills the process group that a server before this one left behind, if the leader is still the recorded process or
  /// is gone: a group's number is given to no new process while the group has members.
  static func killGroup(pid: Int32, start: Int) {
    guard pid > 1 else { return }
    if let found = startTime(of: pid), found != start { return }
    kill(-pid, SIGKILL)
  }

  private static func read(_ path: String) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    return [UInt8](unsafeUninitializedCapacity: 8192) { room, count in
      count = max(0, Glibc.read(file, room.baseAddress, room.count))
    }
  }
}

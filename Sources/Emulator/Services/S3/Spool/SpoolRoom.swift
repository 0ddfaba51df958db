import Glibc
import Synchronization

/// Memory for one piece of a body. Its pages go back to the system with it, whatever the allocator would keep.
///
/// `@unchecked Sendable`: it is with one holder at a time.
final class SpoolRoom: @unchecked Sendable {
  static let size = 256 << 10

  let bytes: UnsafeMutableRawBufferPointer
  /// What is filled.
  var count = 0

  init() {
    let start = mmap(nil, SpoolRoom.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    precondition(start != MAP_FAILED, "no memory for a body")
    bytes = UnsafeMutableRawBufferPointer(start: start, count: SpoolRoom.size)
  }

  deinit { munmap(bytes.baseAddress, bytes.count) }

  var free: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: bytes[count...]) }
}

/// The rooms that are used again: a page that is new costs a fault, which is more than the copy that fills it.
final class SpoolRooms: Sendable {
  /// What stays when nothing passes: 4 MiB.
  private static let kept = 16
  private let idle = Mutex<[SpoolRoom]>([])

  func take() -> SpoolRoom { idle.withLock { $0.popLast() } ?? SpoolRoom() }

  func giveBack(_ room: SpoolRoom) {
    room.count = 0
    idle.withLock { if $0.count < SpoolRooms.kept { $0.append(room) } }
  }
}
